"""Deciding about comments: the table of transitions pair by pair, and the line each decision leaves."""

import itertools

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from news.comments.models import Comment, CommentReport, ModerationEntry
from news.comments.moderating import (
    TRANSITIONS,
    ModerationError,
    Outcome,
    last_decision,
    set_status,
    set_status_of_many,
    undo,
)
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


def test_undoing_is_one_step():  # D10
    comment, by = CommentFactory(status=CommentStatus.PENDING), moderator()
    report = CommentReport.objects.create(comment=comment, reason="abuse", created_at=timezone.now())
    set_status(comment, CommentStatus.APPROVED, by)
    undo(comment, by)
    report.refresh_from_db()
    assert report.handled_at is None  # closed by the decision, open again without it
    with pytest.raises(ModerationError, match="taken back already"):
        undo(comment, by)
    assert Comment.objects.get().status == CommentStatus.PENDING
    set_status(comment, CommentStatus.SPAM, by)
    undo(comment, by)
    assert Comment.objects.get().status == CommentStatus.PENDING


@pytest.mark.parametrize(
    "wanted", [CommentStatus.APPROVED, CommentStatus.REJECTED, CommentStatus.SPAM, CommentStatus.REMOVED]
)
def test_the_second_moderator_is_told_who_decided(wanted):  # D10
    """Also where the step would be allowed after the first decision (approved → spam), or be the same."""
    comment, first, second = (
        CommentFactory(status=CommentStatus.PENDING),
        moderator(first_name="Wei"),
        moderator(),
    )
    set_status(comment, CommentStatus.APPROVED, first)
    with pytest.raises(ModerationError, match="Wei has decided about this comment: Approved") as refused:
        set_status(Comment.objects.get(), wanted, second, seen=0)
    assert refused.value.code == "collision"
    assert Comment.objects.get().status == CommentStatus.APPROVED
    # Whoever has seen it decides anew.
    assert set_status(Comment.objects.get(), CommentStatus.SPAM, second, seen=last_decision(comment))


def test_own_decisions_hold_nobody_back():  # D10
    comment, by = CommentFactory(status=CommentStatus.PENDING), moderator()
    set_status(comment, CommentStatus.APPROVED, by)
    assert set_status(comment, CommentStatus.SPAM, by, seen=0)
