"""Deciding about comments: the table of transitions pair by pair, and the line each decision leaves."""

import itertools

import pytest
from django.contrib.admin.models import LogEntry

from news.comments.models import Comment, ModerationEntry
from news.comments.moderating import TRANSITIONS, ModerationError, Outcome, set_status, set_status_of_many
from news.enums import CommentStatus
from tests.factories.news import CommentFactory
from tests.factories.users import editor, moderator

pytestmark = pytest.mark.django_db
ALLOWED = {
    "pending": {"approved", "rejected", "spam"},
    "approved": {"removed", "spam"},
    "rejected": {"pending", "approved", "spam"},
    "spam": {"pending", "approved", "rejected"},
    "removed": {"approved", "spam"},
}


@pytest.mark.parametrize(("old", "new"), list(itertools.product(CommentStatus, CommentStatus)))
def test_each_pair_of_statuses(old, new):
    comment, by = CommentFactory(status=old), moderator()
    if old == new:
        assert set_status(comment, new, by) is False
        assert not ModerationEntry.objects.exists()
        assert not LogEntry.objects.exists()
    elif new.value in ALLOWED[old.value]:
        assert set_status(comment, new, by, " Off topic ") is True
        entry = ModerationEntry.objects.get()
        assert (entry.old, entry.new, entry.moderator, entry.reason) == (old, new, by, "Off topic")
        assert Comment.objects.get().status == comment.status == new
        assert LogEntry.objects.count() == 1
    else:
        with pytest.raises(ModerationError):
            set_status(comment, new, by)
        assert Comment.objects.get().status == old
        assert not ModerationEntry.objects.exists()


def test_the_table_has_no_pair_beyond_these():
    assert {(old.value, new.value) for old, new in TRANSITIONS} == {
        (old, new) for old, many in ALLOWED.items() for new in many
    }


def test_only_moderators_decide():
    comment = CommentFactory(status=CommentStatus.PENDING)
    with pytest.raises(ModerationError):
        set_status(comment, CommentStatus.APPROVED, editor())
    assert not Comment.objects.visible().exists()


def test_two_moderators_do_not_overwrite_each_other():
    comment = CommentFactory(status=CommentStatus.PENDING)
    stale = Comment.objects.get()
    set_status(comment, CommentStatus.SPAM, moderator())
    with pytest.raises(ModerationError):
        set_status(stale, CommentStatus.APPROVED, moderator())
    assert Comment.objects.get().status == CommentStatus.SPAM
    assert ModerationEntry.objects.count() == 1


def test_many_at_once_report_what_happened():
    for status in (
        CommentStatus.PENDING,
        CommentStatus.PENDING,
        CommentStatus.APPROVED,
        CommentStatus.REMOVED,
    ):
        CommentFactory(status=status)
    outcome = set_status_of_many(Comment.objects.all(), CommentStatus.REMOVED, moderator())
    assert outcome == Outcome(changed=1, unchanged=1, refused=2)
