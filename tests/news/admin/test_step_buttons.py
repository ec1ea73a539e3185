"""The bar below a form: one button that is always right, and a menu with the rest. D7, L7, L16."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from news.articles.models import Article
from news.enums import ArticleStatus
from news.permissions import create_groups
from tests.factories.news import ArticleFactory, TagFactory
from tests.factories.users import chief_editor, editor
from tests.news.admin.test_admin import change

pytestmark = pytest.mark.django_db


def shown(client, article=None):
    """Return the step that stands out ("" where saving does) and the names of those in the menu."""
    address = (
        reverse("admin:news_article_change", args=[article.pk])
        if article
        else reverse("admin:news_article_add")
    )
    response = client.get(address)
    step = response.context["next_step"]
    names = {button.action_name.removeprefix("news_article_") for button in response.context["other_steps"]}
    primary = re.findall(r'name="(\w+)" class="submit-row__button is-primary"', response.text)
    assert primary == [step.action_name if step else "_continue"]
    assert response.text.count('name="_continue"') == 2, "in the bar, and for the Enter key"
    return (step.action_name.removeprefix("news_article_") if step else ""), names


def test_an_editor_who_may_not_publish_submits(client, settings):
    settings.EDITORS_MAY_PUBLISH = False
    create_groups()
    client.force_login(editor())
    assert shown(client) == ("submit", set())
    assert shown(client, ArticleFactory(status=ArticleStatus.DRAFT)) == ("submit", {"begin_copy"})
    assert shown(client, ArticleFactory(status=ArticleStatus.IN_REVIEW)) == ("", {"begin_copy"})
    assert shown(client, ArticleFactory(status=ArticleStatus.APPROVED)) == ("publish", {"begin_copy"})


def test_who_may_publish_publishes_and_finds_the_rest_in_the_menu(client):
    client.force_login(chief_editor())
    assert shown(client) == ("publish", {"submit"})
    waiting = ArticleFactory(status=ArticleStatus.IN_REVIEW)
    assert shown(client, waiting) == ("publish", {"approve", "", "begin_copy"})
    assert "withdraw" in shown(client, ArticleFactory())[1]


def test_under_four_eyes_the_writer_hands_on_instead_of_being_refused(client, settings):
    settings.FOUR_EYES = True
    writer = chief_editor()
    client.force_login(writer)
    own = ArticleFactory(status=ArticleStatus.DRAFT, author=writer)
    assert shown(client, own) == ("submit", {"publish", "begin_copy"})
    assert shown(client, ArticleFactory(status=ArticleStatus.DRAFT))[0] == "publish"


def test_a_copy_is_begun_from_the_form(client):
    """D15: what was typed is saved first, and the copy opens; who may not add articles is not offered it."""
    writer = chief_editor()
    client.force_login(writer)
    article = ArticleFactory()
    answer = change(
        client,
        article,
        title_en="Typed",
        published_at_0="2023-06-14",
        published_at_1="10:00",
        news_article_begin_copy="",
    )
    copied = Article.objects.exclude(pk=article.pk).get()
    assert answer.redirect_chain[-1][0] == reverse("admin:news_article_change", args=[copied.pk])
    assert (copied.title_en, copied.status, copied.author) == ("Copy of Typed", ArticleStatus.DRAFT, writer)
    assert Article.objects.get(pk=article.pk).title_en != "Typed"
    writer.groups.clear()
    writer.user_permissions.set(Permission.objects.filter(codename__in=("view_article", "change_article")))
    assert "begin_copy" not in shown(client, article)[1]
    change(client, article, news_article_begin_copy="")
    assert Article.objects.count() == 2


def test_what_takes_away_asks_first_and_what_is_later_says_so(client):
    client.force_login(chief_editor())
    soon = ArticleFactory(published_at=timezone.now() + timedelta(days=1))
    html = client.get(reverse("admin:news_article_change", args=[soon.pk])).text
    button = re.search(r'<button[^>]*name="news_article_withdraw"[^>]*>', html)[0]
    assert 'data-asks="Take this off the site?' in button
    draft = ArticleFactory(status=ArticleStatus.DRAFT)
    html = client.get(reverse("admin:news_article_change", args=[draft.pk])).text
    assert 'data-later="Schedule"' in html


def test_the_enter_key_saves_and_takes_no_step(client):
    """The first button of a form is what Enter presses; the step that stands out must not be it."""
    client.force_login(chief_editor())
    draft = ArticleFactory(status=ArticleStatus.DRAFT)
    html = client.get(reverse("admin:news_article_change", args=[draft.pk])).text
    form = html[html.index('id="article_form"') :]
    assert re.search(r'<(?:input|button)[^>]*type="submit"[^>]*>', form)[0].startswith(
        '<input type="submit" name="_continue"'
    )
    change(client, draft, title_en="Entered", _continue="")
    assert Article.objects.get().status == ArticleStatus.DRAFT


def test_other_forms_have_the_same_bar(client):
    client.force_login(chief_editor())
    tag = TagFactory()
    html = client.get(reverse("admin:news_tag_change", args=[tag.pk])).text
    row = html[html.index('id="submit-row"') :]
    assert re.findall(r'name="(\w+)" class="submit-row__button is-primary"', row) == ["_save"]
    menu = row[row.index("popover>") :]
    assert 'name="_addanother"' in menu
    assert reverse("admin:news_tag_delete", args=[tag.pk]) in menu
