"""Deciding about reader comments.

Nothing is public before it was approved. Which decision may follow which is a table; every decision leaves an entry
with who, when, old, new and why, and nothing is written when nothing changes.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indexdata.journal import note

from .enums import CommentStatus
from .models import Comment, ModerationEntry
from .permissions import user_can_moderate

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
    """Why a comment cannot get the status that was asked for."""

    def __str__(self):
        return " ".join(self.messages)


@dataclass(frozen=True)
class Outcome:
    """What a decision about many comments came to."""

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
    with transaction.atomic():
        if not Comment.objects.filter(pk=comment.pk, status=old).update(status=new):
            raise ModerationError(_("Somebody else has just decided about this comment."), code="collision")
        ModerationEntry.objects.create(
            comment=comment, old=old, new=new, moderator=by, reason=reason.strip()[:LONGEST_REASON]
        )
        note(by, [comment], f"{old.label} → {new.label}")
    comment.status = new
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
