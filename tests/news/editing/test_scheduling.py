"""What goes live when: languages one by one, drafts of live articles at their second, each once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from news.articles.models import Article
from news.editing import due, publishing
from news.editing.drafts import save_content
from news.editing.due import take_due
from news.editing.revisions import latest_content
from news.editing.states import PublishingError
from news.enums import ArticleStatus
from tests.factories.news import ArticleFactory, TagFactory
from tests.factories.users import chief_editor, editor

pytestmark = pytest.mark.django_db


def draft_of(article, **texts):
    save_content(article, {**latest_content(article), **texts}, chief_editor())
    return article


def row(article):
    return Article.objects.get(pk=article.pk)


def test_publishing_a_draft_puts_all_of_it_live():
    tag = TagFactory()
    article = draft_of(ArticleFactory(title_en="Old"), title_en="New", tags=[tag.pk])
    published_at = article.published_at
    publishing.publish(article, chief_editor())
    assert (row(article).title_en, row(article).draft_status) == ("New", "")
    assert list(row(article).tags.all()) == [tag]
    assert row(article).published_at == published_at
    assert row(article).live_revision == row(article).latest_revision


def test_one_language_goes_live_first():
    article = ArticleFactory(status=ArticleStatus.DRAFT, published_at=None)
    title = article.title_zh_hans
    publishing.publish(article, chief_editor(), languages=["en"])
    assert row(article).languages == ["en"]
    assert row(article).title_zh_hans == ""
    assert row(article).has_draft
    assert latest_content(row(article))["title_zh_hans"] == title
    publishing.publish(article, chief_editor())
    assert row(article).languages == ["en", "zh-hans"]
    assert not row(article).has_draft


def test_a_correction_in_one_language_leaves_the_other_live_text():
    article = draft_of(ArticleFactory(), title_en="Corrected", title_zh_hans="还没改好")
    before = row(article).title_zh_hans
    publishing.publish(article, chief_editor(), languages=["en"])
    assert (row(article).title_en, row(article).title_zh_hans) == ("Corrected", before)
    assert latest_content(row(article))["title_zh_hans"] == "还没改好"


def test_a_language_that_is_not_written_cannot_be_published():
    article = ArticleFactory(status=ArticleStatus.DRAFT, title_en="", body_en="")
    with pytest.raises(PublishingError):
        publishing.publish(article, chief_editor(), languages=["en"])


def test_a_draft_of_a_live_article_waits_for_its_moment():
    article, moment = (
        draft_of(ArticleFactory(title_en="Old"), title_en="New"),
        timezone.now() + timedelta(hours=1),
    )
    publishing.publish(article, chief_editor(), moment)
    assert row(article).title_en == "Old"
    assert row(article).is_public()
    assert due.next_change(timezone.now()) == moment
    assert take_due(moment - timedelta(seconds=1)) == 0
    assert take_due(moment) == 1
    assert (row(article).title_en, row(article).draft_status, row(article).scheduled_for) == ("New", "", None)
    assert take_due(moment) == 0


def test_what_is_written_after_scheduling_stays_a_draft():
    article, moment = draft_of(ArticleFactory(), title_en="Scheduled"), timezone.now() + timedelta(hours=1)
    publishing.publish(article, chief_editor(), moment)
    draft_of(row(article), title_en="Later thought")
    take_due(moment)
    assert row(article).title_en == "Scheduled"
    assert latest_content(row(article))["title_en"] == "Later thought"


def test_a_scheduled_draft_can_be_published_now_or_taken_back():
    article, moment = (
        draft_of(ArticleFactory(title_en="Old"), title_en="New"),
        timezone.now() + timedelta(hours=1),
    )
    publishing.publish(article, chief_editor(), moment)
    publishing.unschedule(article, chief_editor())
    assert take_due(moment) == 0
    assert (row(article).title_en, row(article).has_draft) == ("Old", True)
    publishing.publish(article, chief_editor(), moment)
    publishing.publish_now(article, chief_editor())
    assert row(article).title_en == "New"
    with pytest.raises(PublishingError):
        publishing.unschedule(article, chief_editor())


def test_withdrawing_keeps_the_newest_text():
    article = draft_of(ArticleFactory(title_en="Old"), title_en="New")
    publishing.withdraw(article, chief_editor())
    assert (row(article).status, row(article).title_en, row(article).stage) == (
        ArticleStatus.WITHDRAWN,
        "New",
        ArticleStatus.WITHDRAWN,
    )
    assert not Article.objects.published().exists()


def test_the_draft_of_a_live_article_is_reviewed_like_any_other(settings):
    article, writer, boss = ArticleFactory(title_en="Old"), editor(), chief_editor()
    save_content(article, {**latest_content(article), "title_en": "New"}, writer)
    publishing.submit(article, writer)
    assert (row(article).stage, row(article).status) == (ArticleStatus.IN_REVIEW, ArticleStatus.PUBLISHED)
    publishing.send_back(article, boss, "Which week?")
    publishing.submit(article, writer)
    publishing.approve(article, boss)
    assert row(article).is_public()
    publishing.publish(article, writer)
    assert row(article).title_en == "New"


def test_steps_of_a_live_article_with_a_draft():
    boss = chief_editor()
    article = draft_of(ArticleFactory(), title_en="New")
    assert publishing.steps(row(article), boss) == ["submit", "publish", "withdraw", "discard_draft"]
    publishing.publish(article, boss, timezone.now() + timedelta(days=1))
    assert publishing.steps(row(article), boss) == [
        "submit", "publish", "publish_now", "unschedule", "withdraw", "discard_draft",
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_processes_put_a_due_draft_live_once():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time")
    article, moment = draft_of(ArticleFactory(), title_en="New"), timezone.now() + timedelta(seconds=1)
    publishing.publish(article, chief_editor(), moment)
    taken, start = [], threading.Barrier(2)

    def take():
        start.wait()
        taken.append(take_due(moment))
        connection.close()

    threads = [threading.Thread(target=take) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [0, 1]
    assert row(article).title_en == "New"
