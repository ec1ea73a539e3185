"""Saving what was not changed is no draft: parts of a second, line ends, space around texts and the order of tags say nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from news.articles.models import Article
from news.editing.drafts import save_content
from news.editing.publishing import publish
from news.editing.revisions import latest_content
from news.workbook.carrying_out import carry_out
from news.workbook.exporting import export
from tests.factories.news import ArticleFactory, TagFactory
from tests.factories.users import chief_editor, editor
from tests.news.workbook.test_workbook import plan_of

pytestmark = pytest.mark.django_db


def sent_as_shown(client, article, **changes):
    """Send the form of an article as a browser does that was not typed into: lines end with CR and LF."""
    address = reverse("admin:news_article_change", args=[article.pk])
    form = client.get(address).context["adminform"].form
    data = {}
    for bound in form:
        value = bound.value()
        if hasattr(bound.field.widget, "widgets"):
            for number, part in enumerate(bound.field.widget.decompress(value)):
                widget = bound.field.widget.widgets[number]
                data[f"{bound.html_name}_{number}"] = widget.format_value(part) or ""
        elif isinstance(value, (list, tuple)) or hasattr(value, "iterator"):
            data[bound.html_name] = [str(getattr(one, "pk", one)) for one in value]
        elif value is True:
            data[bound.html_name] = "on"
        elif value not in (None, False):
            data[bound.html_name] = str(value).replace("\n", "\r\n")
    answer = client.post(address, {**data, **changes}, follow=True)
    assert not answer.context.get("errors"), answer.context["errors"]
    return Article.objects.get(pk=article.pk)


@pytest.mark.parametrize("gone", [False, True])
def test_related_articles_in_any_order_make_no_draft(client, gone):  # S8
    """Ids that happen to rise say nothing about order: here the last one was chosen first, and one may be deleted since."""
    article, first, second, third = (ArticleFactory() for _number in range(4))
    chosen = [third.pk, first.pk, second.pk]
    save_content(article, {**latest_content(article), "related": chosen}, None)
    publish(Article.objects.get(pk=article.pk), chief_editor())
    if gone:
        first.delete()
        chosen.remove(chosen[1])
    client.force_login(chief_editor())
    held = sent_as_shown(client, article)
    assert not held.has_draft
    assert latest_content(held)["related"] == chosen


@pytest.mark.parametrize("draft", [False, True])
def test_a_published_article_opened_and_saved_is_no_draft(client, draft):  # S8
    moment = timezone.now() - timedelta(days=3, microseconds=1234)
    tags = [TagFactory(slug=slug) for slug in ("weft", "linen", "acetate")]
    related = [ArticleFactory(published_at=moment - timedelta(days=n)) for n in (2, 1, 3)]
    article = ArticleFactory(
        published_at=moment, expires_at=moment + timedelta(days=30), pinned_until=moment + timedelta(days=9),
        title_en=" Spaced ", summary_en="One.\nTwo.", summary_zh_hans="一。\r\n二。 ", body_en="<p>One</p>\n<p>Two</p>\n",
    )  # fmt: skip
    article.tags.set(tags)
    save_content(article, {**latest_content(article), "related": [one.pk for one in related]}, None)
    row = Article.objects.get(pk=article.pk)
    assert row.has_draft
    if not draft:
        article = ArticleFactory(
            published_at=moment,
            expires_at=moment + timedelta(days=30),
            summary_en="One.\nTwo.",
            title_en=" Spaced ",
        )
        article.tags.set(tags)
        article.related.set(related)
    numbers = list(article.revisions.values_list("number", flat=True))
    client.force_login(chief_editor())
    held = sent_as_shown(client, article)
    assert held.has_draft is draft
    if draft:
        assert list(article.revisions.values_list("number", flat=True)) == numbers
        assert latest_content(held)["related"] == [one.pk for one in related]
    assert held.published_at == moment
    changed = sent_as_shown(client, held, title_en="Really changed")
    assert latest_content(changed)["title_en"] == "Really changed"
    assert changed.has_draft


def test_dropping_and_saving_again_is_no_draft_in_a_second(client):  # S8
    article = ArticleFactory(published_at=timezone.now() - timedelta(days=1))
    client.force_login(editor())
    assert not sent_as_shown(client, article).has_draft
    assert not sent_as_shown(client, article).has_draft
    assert article.revisions.count() == 1


def test_a_workbook_read_again_unchanged_is_no_draft():  # S8
    article = ArticleFactory(published_at=timezone.now() - timedelta(days=1), summary_en="One.\nTwo. ")
    plan = plan_of(export(Article.objects.filter(pk=article.pk)))
    assert not plan.errors
    carry_out(plan, editor())
    assert not Article.objects.get().has_draft


@pytest.mark.parametrize(
    ("name", "one", "other", "same"),
    [
        ("published_at", "2026-01-01T10:00:00.5+00:00", "2026-01-01T18:00:00+08:00", True),
        ("published_at", "2026-01-01T10:00:01+00:00", "2026-01-01T10:00:00+00:00", False),
        ("summary_en", "One.\r\nTwo.", "One.\nTwo. ", True),
        ("summary_en", "One.\n\nTwo.", "One.\nTwo.", False),
        ("tags", [3, 1], [1, 3, 3], True),
        ("tags", [3, 1], [1], False),
        ("related", [3, 1], [1, 3], False),
        ("legacy_id", None, "", True),
        ("featured", False, True, False),
    ],
)
def test_what_says_the_same(name, one, other, same):  # S8
    assert (Article.described.differing({name: one}, {name: other}) == []) is same
