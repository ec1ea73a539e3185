"""Deciding about reader comments.

Nothing is public before it was approved. Which decision may follow which is a table; every decision leaves an entry
with who, when, old, new and why, and nothing is written when nothing changes.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foundation.history import note
from foundation.narrowing import only_about
from foundation.people import name_of
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
MOST_LOOKED_BACK = 100


class ModerationError(ValidationError):
    """A comment cannot get the status that was asked for; the message says why."""

    def __str__(self):
        return " ".join(self.messages)


@dataclass(frozen=True)
class Outcome:
    """The outcome of a decision about many comments; `collisions` says which others had decided about."""

    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    collisions: tuple[str, ...] = ()


def last_decision(comment):
    """Return the id of the newest decision about a comment, 0 before the first: what somebody who decides has seen."""
    return max((one.pk for one in comment.decisions.all()), default=0)


def set_status(comment, status, by, reason="", *, seen=None):
    """Give a comment a status and write the decision down; return whether anything changed.

    `seen` is the `last_decision` that `by` had before their eyes. Refuses with `ModerationError` who may not moderate,
    what the table does not allow, and a decision about a comment that somebody else has decided about since: the
    sentence says who, when and what.
    """
    if not user_can_moderate(by):
        raise ModerationError(_("You may not moderate reader comments."), code="refused")
    old, new = CommentStatus(comment.status), CommentStatus(status)
    _require_seen(comment, seen, by)
    if old == new:
        return False
    if (old, new) not in TRANSITIONS:
        last = comment.decisions.select_related("moderator").order_by("-decided_at", "-pk").first()
        if last is not None and last.moderator_id not in (None, by.pk):
            raise decided_by_another(last)
        raise ModerationError(
            _("A comment that is “%(old)s” cannot become “%(new)s”.") % {"old": old.label, "new": new.label},
            code="transition",
        )
    return _change(comment, new, by, reason, seen=seen)


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

    One step: what was taken back is not done again by it. Reports that the decision closed are open again, and the filter
    counts the comment as before. Raises `ModerationError` when somebody else has decided since.
    """
    if not user_can_moderate(by):
        raise ModerationError(_("You may not moderate reader comments."), code="refused")
    last = comment.decisions.order_by("-decided_at", "-pk").first()
    if last is not None and last.takes_back and last.moderator_id == by.pk:
        raise ModerationError(_("Your last decision is taken back already."), code="refused")
    if last is None or last.moderator_id != by.pk or last.new != comment.status:
        raise decided_by_another(last)
    return _change(comment, CommentStatus(last.old), by, _("Taken back"), taken_back=last)


def dismiss_reports(comment, by):
    """Say that a reported comment may stay; return how many reports were open."""
    if not user_can_moderate(by):
        raise ModerationError(_("You may not moderate reader comments."), code="refused")
    handled = CommentReport.objects.filter(comment=comment, handled_at=None).update(handled_at=timezone.now())
    if handled:
        note(by, [comment], gettext_noop("Reports looked at; the comment stays."))
    return handled


def _change(comment, new, by, reason, *, seen=None, taken_back=None):
    """Write a decision down and carry out what follows from it, in one transaction."""
    old = CommentStatus(comment.status)
    with only_about("comments", comment.article_id), transaction.atomic():
        last = comment.decisions.order_by("-decided_at", "-pk").first()
        if not Comment.objects.filter(pk=comment.pk, status=old).update(status=new):
            raise decided_by_another(comment.decisions.order_by("-decided_at", "-pk").first())
        # The row is locked now: whoever was quicker has written their decision.
        _require_seen(comment, seen, by)
        entry = ModerationEntry.objects.create(
            comment=comment, old=old, new=new, moderator=by, reason=reason.strip()[:LONGEST_REASON],
            takes_back=bool(taken_back),
        )  # fmt: skip
        note(by, [comment], "%(old)s → %(new)s", old=old.label, new=new.label)
        comment.status = new
        counted = old if last and last.moderator_id else None
        said_by_people = _said_by_people(comment, taken_back) if taken_back else True
        learn(comment, new if said_by_people else None, counted_before=counted)
        take_place(comment)
        reports = CommentReport.objects.filter(comment=comment)
        if taken_back:
            reports.filter(handled_at=taken_back.decided_at).update(handled_at=None)
        else:
            reports.filter(handled_at=None).update(handled_at=entry.decided_at)
        if new == CommentStatus.APPROVED:
            tell_followers(comment)
    return True


def _said_by_people(comment, taken_back):
    """Tell whether people, and not the rules, had given a comment the status that it has again.

    Decisions that were taken back since do not count.
    """
    skipped = False
    earlier = comment.decisions.filter(pk__lt=taken_back.pk).order_by("-decided_at", "-pk")
    for one in earlier[:MOST_LOOKED_BACK]:
        if skipped:
            skipped = False
        elif one.takes_back:
            skipped = True
        else:
            return bool(one.moderator_id)
    return False


def _require_seen(comment, seen, by):
    """Refuse a decision of somebody who has not seen the newest one, unless that is their own."""
    if seen is None:
        return
    last = comment.decisions.select_related("moderator").order_by("-decided_at", "-pk").first()
    if last is not None and last.pk != seen and last.moderator_id != by.pk:
        raise decided_by_another(last)


def decided_by_another(last):
    """Return the refusal that says who has made a decision, when, and what."""
    if last is None:
        return ModerationError(_("Somebody else has just decided about this comment."), code="collision")
    words = {
        "person": name_of(last.moderator) if last.moderator else _("The rules for comments"),
        "status": last.get_new_display(),
        "moment": date_format(timezone.localtime(last.decided_at), "DATETIME_FORMAT"),
    }
    return ModerationError(
        _("%(person)s has decided about this comment: %(status)s (%(moment)s).") % words, code="collision"
    )


def set_status_of_many(comments, status, by, reason="", *, seen=None):
    """Decide about many comments at once; return the `Outcome`. `seen` is {id: the `last_decision` that `by` saw}."""
    seen = seen or {}
    return _one_by_one(
        comments, lambda comment: set_status(comment, status, by, reason, seen=seen.get(comment.pk))
    )


def undo_many(comments, by):
    """Take back the last decision of `by` about each of many comments; return the `Outcome`."""
    return _one_by_one(comments, lambda comment: undo(comment, by))


def _one_by_one(comments, verb):
    changed = unchanged = refused = 0
    sentences = []
    for comment in comments:
        try:
            if verb(comment):
                changed += 1
            else:
                unchanged += 1
        except ModerationError as refusal:
            refused += 1
            if refusal.code == "collision":
                sentences.append(f"{comment.name}: {refusal}")
    return Outcome(changed, unchanged, refused, tuple(sentences))
