"""What a leaver hands on: scheduled articles and drafts of live ones among it, with text, stage and moment unchanged."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from news.editing import publishing
from news.editing.drafts import save_content
from news.editing.due import take_due
from news.editing.handing_on import hand_on
from news.editing.revisions import latest_content
from news.enums import ArticleStatus
from news.models import Article
from tests.factories.news import ArticleFactory
from tests.factories.users import administrator, chief_editor, editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return chief_editor(first_name="Li"), editor(first_name="Wei"), administrator()


@pytest.fixture
def soon():
    return timezone.now() + timedelta(hours=1)


def row(article):
    return Article.objects.get(pk=article.pk)


def draft_of(article, by, **texts):
    save_content(article, {**latest_content(article), **texts}, by)
    return article


def test_a_scheduled_draft_of_a_live_article_goes_on_as_it_is(people, soon):
    leaver, heir, boss = people
    live = draft_of(ArticleFactory(author=leaver, title_en="Old"), leaver, title_en="New")
    publishing.publish(live, leaver, soon)
    stage, content = row(live).draft_status, latest_content(row(live))
    assert hand_on(leaver, heir, boss) == (1, 0)
    held = row(live)
    assert held.author == leaver
    assert (held.scheduled_by, held.latest_revision.author, held.scheduled_for) == (heir, heir, soon)
    assert held.scheduled_revision == held.latest_revision
    assert (held.draft_status, latest_content(held)) == (stage, content)
    assert list(Article.objects.filter(latest_revision__author=leaver)) == []
    line = LogEntry.objects.filter(object_id=str(live.pk)).latest("pk")
    assert (line.user, "Li" in line.change_message, "Wei" in line.change_message) == (boss, True, True)
    assert take_due(soon) == 1
    assert (row(live).title_en, row(live).has_draft) == ("New", False)


def test_what_was_written_after_scheduling_stays_apart_from_what_waits(people, soon):
    leaver, heir, boss = people
    live = draft_of(ArticleFactory(), leaver, title_en="Scheduled")
    publishing.publish(live, leaver, soon)
    draft_of(row(live), leaver, title_en="Later thought")
    hand_on(leaver, heir, boss)
    assert row(live).scheduled_by == heir
    take_due(soon)
    assert row(live).title_en == "Scheduled"
    assert latest_content(row(live))["title_en"] == "Later thought"
    assert row(live).latest_revision.author == heir


def test_an_article_that_is_scheduled_and_not_seen_yet_gets_the_colleague_as_author(people, soon):
    leaver, heir, boss = people
    coming = ArticleFactory(author=leaver, status=ArticleStatus.PUBLISHED, published_at=soon)
    seen = ArticleFactory(author=leaver)
    assert hand_on(leaver, heir, boss) == (1, 0)
    assert (row(coming).author, row(coming).published_at) == (heir, soon)
    assert row(seen).author == leaver
    assert not LogEntry.objects.filter(object_id=str(seen.pk)).exists()


def test_a_draft_that_somebody_else_wrote_stays_theirs(people, soon):
    leaver, heir, boss = people
    other = chief_editor()
    theirs = draft_of(ArticleFactory(author=leaver), other, title_en="Theirs")
    publishing.publish(theirs, other, soon)
    assert hand_on(leaver, heir, boss) == (0, 0)
    assert (row(theirs).scheduled_by, row(theirs).latest_revision.author) == (other, other)


def test_only_the_schedule_goes_on_where_only_it_was_the_leavers(people, soon):
    leaver, heir, boss = people
    other = editor()
    theirs = draft_of(ArticleFactory(), other, title_en="Theirs")
    publishing.publish(theirs, leaver, soon)
    hand_on(leaver, heir, boss)
    assert (row(theirs).scheduled_by, row(theirs).latest_revision.author) == (heir, other)
