"""Saving by hand: what becomes live, what becomes a draft, and that nothing is ever overwritten."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from news.articles.models import Article, Revision
from news.editing import publishing
from news.editing.content import snapshot
from news.editing.drafts import discard_draft, restore, save_content
from news.editing.revisions import latest_content, with_latest_content
from news.enums import ArticleStatus
from tests.factories.news import ArticleFactory, TagFactory
from tests.factories.users import chief_editor, editor

pytestmark = pytest.mark.django_db


def changed(article, **texts):
    return {**latest_content(article), **texts}


def stored(article):
    return Article.objects.get(pk=article.pk)


def test_a_draft_of_a_published_article_leaves_the_row_alone():
    article, tag = ArticleFactory(title_en="Live"), TagFactory()
    before = Article.objects.filter(pk=article.pk).values("title_en", "updated_at", "published_at").get()
    revision = save_content(article, changed(article, title_en="Draft", tags=[tag.pk]), editor())
    assert (
        Article.objects.filter(pk=article.pk).values("title_en", "updated_at", "published_at").get() == before
    )
    assert not stored(article).tags.exists()
    assert stored(article).draft_status == ArticleStatus.DRAFT
    assert revision.content["title_en"] == article.title_en == "Draft"
    held = with_latest_content(stored(article))
    assert (held.title_en, held.row.title_en) == ("Draft", "Live")


def test_a_scheduled_article_is_as_safe_as_a_live_one():
    article = ArticleFactory(title_en="Scheduled", published_at=timezone.now() + timedelta(days=1))
    save_content(article, changed(article, title_en="Draft"), editor())
    assert stored(article).title_en == "Scheduled"


def test_what_nobody_can_read_yet_is_saved_in_the_row():
    article, tag = ArticleFactory(status=ArticleStatus.DRAFT), TagFactory()
    save_content(article, changed(article, title_en="Newer", tags=[tag.pk]), editor())
    assert stored(article).title_en == "Newer"
    assert list(stored(article).tags.all()) == [tag]
    assert stored(article).draft_status == ""


def test_the_first_save_keeps_what_was_there_before():
    article, writer = ArticleFactory(title_en="Loaded from a file"), editor()
    save_content(article, changed(article, title_en="Edited"), writer, "Shorter title.")
    numbers = Revision.objects.order_by("number").values_list("number", "content__title_en", "author", "note")
    assert list(numbers) == [
        (1, "Loaded from a file", None, ""),
        (2, "Edited", writer.pk, "Shorter title."),
    ]


def test_saving_without_a_change_keeps_no_revision():
    article = ArticleFactory()
    assert save_content(article, latest_content(article), editor()) is not None
    assert save_content(article, latest_content(article), editor()) is None
    assert article.revisions.count() == 1
    assert stored(article).draft_status == ""


def test_a_draft_that_says_what_is_live_is_none():
    article = ArticleFactory(title_en="Live")
    save_content(article, changed(article, title_en="Draft"), editor())
    save_content(article, changed(article, title_en="Live"), editor())
    assert stored(article).draft_status == ""
    assert article.revisions.count() == 3


@pytest.mark.parametrize("status", [ArticleStatus.IN_REVIEW, ArticleStatus.APPROVED])
@pytest.mark.parametrize("live", [True, False])
def test_a_change_after_submitting_makes_it_a_draft_again(status, live):
    article = ArticleFactory(draft_status=status) if live else ArticleFactory(status=status)
    save_content(article, changed(article, title_en="Changed"), editor())
    assert stored(article).stage == ArticleStatus.DRAFT
    assert LogEntry.objects.filter(object_id=article.pk).exists()


def test_a_reviewer_corrects_without_sending_it_back():
    article = ArticleFactory(status=ArticleStatus.IN_REVIEW)
    save_content(article, changed(article, title_en="Corrected"), chief_editor())
    assert stored(article).status == ArticleStatus.IN_REVIEW


def test_restoring_makes_a_new_revision_and_leaves_the_live_page():
    article, boss = ArticleFactory(title_en="One"), chief_editor()
    save_content(article, changed(article, title_en="Two"), boss)
    publishing.publish(article, boss)
    assert stored(article).title_en == "Two"
    first = article.revisions.get(number=1)
    made = restore(article, first, boss)
    assert (made.number, made.content["title_en"]) == (3, "One")
    assert (stored(article).title_en, stored(article).has_draft) == ("Two", True)


def test_dropping_a_draft_keeps_it_in_the_revisions():
    article = ArticleFactory(title_en="Live")
    save_content(article, changed(article, title_en="Draft"), editor())
    discard_draft(article, editor())
    assert stored(article).draft_status == ""
    assert latest_content(stored(article))["title_en"] == "Live"
    assert article.revisions.filter(content__title_en="Draft").exists()


def test_a_command_saves_without_a_person():
    article = ArticleFactory(status=ArticleStatus.APPROVED)
    revision = save_content(article, changed(article, title_en="Imported"), None)
    assert revision.author is None
    assert stored(article).status == ArticleStatus.DRAFT


def test_scripts_reach_neither_row_nor_revision():
    article = ArticleFactory(status=ArticleStatus.DRAFT)
    revision = save_content(article, changed(article, body_en="<p>Hi<script>x</script></p>"), editor())
    assert revision.content["body_en"] == stored(article).body_en == "<p>Hi</p>"
    assert snapshot(stored(article))["body_en"] == "<p>Hi</p>"
