"""Tags in forms: found while one types, made there by who may. D1."""

import pytest
from django.urls import reverse

from news.articles.models import Article
from news.enums import ArticleStatus
from news.permissions import create_groups
from news.tags.models import Tag
from tests.factories.news import ArticleFactory, FabricFactory, TagFactory
from tests.factories.users import chief_editor, editor, moderator, officer
from tests.news.admin.test_admin import change

pytestmark = pytest.mark.django_db
FORMS = ("article", "fabric", "picture", "attachment")


def ask(client, **query):
    return client.get(reverse("admin:news_tag_found"), query)


def make(client, name):
    return client.post(reverse("admin:news_tag_make"), {"name": name})


def texts(response):
    return [row["text"] for row in response.json()["results"]]


@pytest.mark.parametrize("name", FORMS)
def test_each_form_asks_the_same_address_and_holds_only_what_is_chosen(client, name):
    TagFactory(slug="not-chosen", name_en="Not chosen")
    client.force_login(chief_editor())
    html = client.get(reverse(f"admin:news_{name}_add")).text
    assert f'data-found="{reverse("admin:news_tag_found")}"' in html
    assert "Not chosen" not in html


def test_tags_are_found_by_words_of_either_language_and_by_slug(client):
    TagFactory(slug="grey-cloth", name_en="Grey cloth", name_zh_hans="坯布")
    TagFactory(slug="yarn", name_en="Yarn", name_zh_hans="纱线")
    client.force_login(editor())
    for words in ("grey", "CLOTH", "坯", "cloth grey", "grey-cl"):
        assert ask(client, term=words).json()["results"][0]["other"] == "坯布", words
    assert texts(ask(client)) == ["Grey cloth", "Yarn"]
    client.cookies["django_language"] = "zh-hans"
    assert texts(ask(client, term="yarn"))[0] == "纱线"


def test_a_page_holds_twenty_and_odd_pages_are_no_crash(client):
    for number in range(25):
        TagFactory(slug=f"t{number:02}")
    client.force_login(editor())
    first = ask(client).json()
    assert (len(first["results"]), first["pagination"]["more"]) == (20, True)
    assert len(ask(client, page="2").json()["results"]) == 5
    for page in ("0", "-3", "x", "9999999", "\uff11"):
        assert ask(client, page=page).status_code == 200
    assert ask(client, term="\x01 " * 5 + "x" * 5000).status_code == 200


def test_who_may_not_make_tags_is_not_offered_it(client, settings):
    settings.EDITORS_MAY_PUBLISH = False
    create_groups()
    client.force_login(editor())
    assert texts(ask(client, term="Nowhere")) == []
    assert make(client, "Nowhere").status_code == 403
    client.force_login(moderator())
    assert ask(client, term="x").status_code == 403
    client.force_login(officer())
    assert ask(client, term="x").status_code == 403
    assert not Tag.objects.exists()


def test_a_missing_tag_is_offered_made_and_logged_in_its_language(client):
    client.force_login(editor())
    offered = ask(client, term=" 再生 涤纶 ").json()["results"]
    assert [row["make"] for row in offered] == ["再生 涤纶"]
    made = make(client, "再生 涤纶").json()
    tag = Tag.objects.get(pk=made["id"])
    assert (tag.name_zh_hans, tag.name_en) == ("再生 涤纶", None)
    assert tag.slug
    english = Tag.objects.get(pk=make(client, "Recycled polyester").json()["id"])
    assert (english.name_en, english.slug) == ("Recycled polyester", "recycled-polyester")
    client.force_login(chief_editor())
    assert "Made while writing." in client.get(reverse("admin:news_tag_history", args=[tag.pk])).text


def test_a_name_that_is_there_is_not_made_twice(client):
    held = TagFactory(slug="yarn", name_en="Yarn", name_zh_hans="纱线")
    client.force_login(editor())
    for name in ("yarn", " YARN ", "纱线", "Yarn\u200b"):
        assert not any("make" in row for row in ask(client, term=name).json()["results"])
        assert make(client, name).json()["id"] == held.pk
    # Another tag may have the slug that the name would give.
    assert make(client, "Yarn!").json()["id"] != held.pk


@pytest.mark.parametrize("name", ["", "  ", "\0", "x" * 101])
def test_what_is_no_name_is_refused_with_a_sentence(client, name):
    client.force_login(editor())
    answer = make(client, name)
    assert answer.status_code == 400
    assert "1 to 100" in answer.json()["error"]


def test_what_is_chosen_is_shown_again_and_what_is_no_tag_is_no_crash(client):
    article, tag = ArticleFactory(status=ArticleStatus.DRAFT), TagFactory(name_en="Chosen")
    client.force_login(editor())
    change(client, article, tags=[tag.pk])
    assert list(Article.objects.get().tags.all()) == [tag]
    page = client.get(reverse("admin:news_article_change", args=[article.pk])).text
    assert f'<option value="{tag.pk}" selected>Chosen</option>' in page
    for wrong in ("new:something", "x", "9" * 30, "-1"):
        response = change(client, article, tags=[wrong])
        assert "tags" in response.context["adminform"].form.errors
    fabric = FabricFactory()
    fabric.tags.add(tag)
    client.force_login(chief_editor())
    page = client.get(reverse("admin:news_fabric_change", args=[fabric.pk])).text
    assert f'<option value="{tag.pk}" selected>Chosen</option>' in page


def test_a_key_beyond_what_a_database_holds_is_no_choice_anywhere(client):
    client.force_login(chief_editor())
    article = ArticleFactory(status=ArticleStatus.DRAFT)
    response = change(client, article, related=["9" * 30])
    assert "related" in response.context["adminform"].form.errors
