"""Deciding about reader comments.

Nothing is public before it was approved. Which decision may follow which is a table; every decision leaves an entry
with who, when, old, new and why, and nothing is written when nothing changes.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.history import note
from foundation.narrowing import only_about
from news.enums import VISIBLE, CommentStatus
from news.permissions import user_can_moderate

from .following import tell_followers
from .models import Comment, CommentReport, ModerationEntry
from .scoring import learn

TRANSITIONS = frozenset(
    {
        (CommentStatus.PENDING, CommentStatus.APPROVED),
        (CommentStatus.PENDING, CommentStatus.REJECTED),
        (CommentStatus.PENDING, CommentStatus.SPAM),
        (CommentStatus.APPROVED, CommentStatus.REMOVED),
        (CommentStatus.APPROVED, CommentStatus.SPAM),
        (CommentStatus.REJECTED, CommentStatus.PENDING),
        (CommentStatus.REJECTED, CommentStatus.APPROVED),
        (CommentStatus.REJECTED, CommentStatus.SPAM),
        (CommentStatus.SPAM, CommentStatus.PENDING),
        (CommentStatus.SPAM, CommentStatus.APPROVED),
        (CommentStatus.SPAM, CommentStatus.REJECTED),
        (CommentStatus.REMOVED, CommentStatus.APPROVED),
        (CommentStatus.REMOVED, CommentStatus.SPAM),
    }
)
LONGEST_REASON = 255


class ModerationError(ValidationError):
    """A comment cannot get the status that was asked for; the message says why."""

    def __str__(self):
        return " ".join(self.messages)


@dataclass(frozen=True)
class Outcome:
    """The outcome of a decision about many comments."""

    changed: int = 0
    unchanged: int = 0
    refused: int = 0


def set_status(comment, status, by, reason=""):
    """Give a comment a status and write the decision down; return whether anything changed.

    Refuses with `ModerationError` who may not moderate, what the table does not allow, and a decision about a comment
    that another moderator decided about a moment ago.
    """
    if not user_can_moderate(by):
        raise ModerationError(_("You may not moderate reader comments."), code="refused")
    old, new = CommentStatus(comment.status), CommentStatus(status)
    if old == new:
        return False
    if (old, new) not in TRANSITIONS:
        raise ModerationError(
            _("A comment that is “%(old)s” cannot become “%(new)s”.") % {"old": old.label, "new": new.label},
            code="transition",
        )
    return _change(comment, new, by, reason)


def decide_by_rules(comment, status, reason):
    """Give a comment that has just come in a status because the rules say so. Nothing is learned of it."""
    ModerationEntry.objects.create(
        comment=comment, old=comment.status, new=status, reason=reason[:LONGEST_REASON]
    )
    comment.status = status
    with only_about("comments", comment.article_id):
        comment.save(update_fields=["status"])
        take_place(comment)
    if status == CommentStatus.APPROVED:
        tell_followers(comment)


@transaction.atomic
def take_place(comment):
    """Bring up to date whether a comment, and the one that began its thread, take a place on the page.

    Runs in the transaction of a decision: the row is locked before its replies are counted, so that of two decisions
    at once neither misses the other's.
    """
    for pk in filter(None, (comment.pk, comment.parent_id)):
        held = Comment.objects.select_for_update().get(pk=pk)
        replies = Comment.objects.filter(parent=pk, status__in=VISIBLE).order_by().count()
        Comment.objects.filter(pk=pk).update(
            reply_count=replies, on_page=bool(replies) or held.status in VISIBLE
        )


def undo(comment, by):
    """Take back the last decision about a comment, if `by` made it; return whether anything changed.

    Raises `ModerationError` when somebody else has decided since.
    """
    if not user_can_moderate(by):
        raise ModerationError(_("You may not moderate reader comments."), code="refused")
    last = comment.decisions.order_by("-decided_at", "-pk").first()
    if last is None or last.moderator_id != by.pk or last.new != comment.status:
        raise ModerationError(_("Somebody else has just decided about this comment."), code="collision")
    return _change(comment, CommentStatus(last.old), by, _("Taken back"))


def dismiss_reports(comment, by):
    """Say that a reported comment may stay; return how many reports were open."""
    if not user_can_moderate(by):
        raise ModerationError(_("You may not moderate reader comments."), code="refused")
    handled = CommentReport.objects.filter(comment=comment, handled_at=None).update(handled_at=timezone.now())
    if handled:
        note(by, [comment], _("Reports looked at; the comment stays."))
    return handled


def _change(comment, new, by, reason):
    """Write a decision down and carry out what follows from it, in one transaction."""
    old = CommentStatus(comment.status)
    with only_about("comments", comment.article_id), transaction.atomic():
        last = comment.decisions.order_by("-decided_at", "-pk").first()
        if not Comment.objects.filter(pk=comment.pk, status=old).update(status=new):
            raise ModerationError(_("Somebody else has just decided about this comment."), code="collision")
        ModerationEntry.objects.create(
            comment=comment, old=old, new=new, moderator=by, reason=reason.strip()[:LONGEST_REASON]
        )
        note(by, [comment], f"{old.label} → {new.label}")
        comment.status = new
        learn(comment, old if last and last.moderator_id else None, new)
        take_place(comment)
        CommentReport.objects.filter(comment=comment, handled_at=None).update(handled_at=timezone.now())
        if new == CommentStatus.APPROVED:
            tell_followers(comment)
    return True


def set_status_of_many(comments, status, by, reason=""):
    """Decide about many comments at once; return an `Outcome` with how many changed, stayed and were refused."""
    changed = unchanged = refused = 0
    for comment in comments:
        try:
            if set_status(comment, status, by, reason):
                changed += 1
            else:
                unchanged += 1
        except ModerationError:
            refused += 1
    return Outcome(changed, unchanged, refused)
