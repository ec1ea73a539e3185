"""D11: a page is called what the entry of the menu is called that leads to it, in both languages."""

import re

import pytest
from django.urls import reverse

from tests.factories.news import ArticleFactory, TagFactory
from tests.factories.users import administrator, chief_editor, moderator, officer

pytestmark = pytest.mark.django_db


def text(html):
    return " ".join(re.sub(r"<span[^>]*material-symbols[^>]*>[^<]*</span>|<[^>]+>", " ", html).split())


def entries(client):
    """Return (group, name, address) of each entry that the menu shows."""
    groups = client.get(reverse("admin:index")).context["sidebar_navigation"]
    shown = [
        (group, entry) for group in groups for entry in group["items"] if entry.get("has_permission", True)
    ]
    request = client.get(reverse("admin:index")).wsgi_request
    return [
        (
            str(group.get("title", "")),
            str(entry["title"]),
            entry["link"](request) if callable(entry["link"]) else str(entry["link"]),
        )
        for group, entry in shown
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("role", [administrator, chief_editor, moderator, officer])
def test_every_entry_leads_to_a_page_of_its_name(client, role, language):
    """D11: heading and window title both begin with the words of the menu."""
    client.force_login(role())
    client.cookies["django_language"] = language
    found = entries(client)
    assert len(found) > 3
    for group, name, address in found:
        page = client.get(address, follow=True)
        heading = text(re.search(r"<h1[^>]*>(.*?)</h1>", page.text, re.DOTALL)[1])
        assert heading.startswith(f"{group} {name}".strip()), address
        assert re.search(r"<title>\s*(.*?)\s*[|<]", page.text, re.DOTALL)[1].strip() == name, address


def test_names_in_the_menu_are_told_apart(client):
    """D11: no two entries of one group have the same name."""
    client.force_login(administrator())
    for language in ("en", "zh-hans"):
        client.cookies["django_language"] = language
        names = [(group, name) for group, name, _address in entries(client)]
        assert len(set(names)) == len(names)


def test_pages_below_an_entry_keep_its_name(client):
    """D11: the form of an article stands below Articles, also of one that came from a filter with its own entry."""
    client.force_login(chief_editor())
    article = ArticleFactory()
    page = client.get(reverse("admin:news_article_change", args=[article.pk]))
    assert text(re.search(r"<h1[^>]*>(.*?)</h1>", page.text, re.DOTALL)[1]) == f"Newsroom Articles {article}"
    aged = client.get(reverse("admin:news_article_changelist"), {"age": "365", "q": "cloth"})
    assert "Ageing articles" in text(re.search(r"<h1[^>]*>(.*?)</h1>", aged.text, re.DOTALL)[1])


@pytest.mark.parametrize("name", ["news_tag", "news_fabricuse"])
def test_columns_in_one_language_say_which_by_its_name(client, name):
    """L19: not by a code in brackets."""
    client.force_login(administrator())
    page = client.get(reverse(f"admin:{name}_changelist")).text
    assert "[en]" not in page
    assert "[zh-hans]" not in page
    TagFactory()
    assert "简体中文" in client.get(reverse("admin:news_tag_changelist")).text
