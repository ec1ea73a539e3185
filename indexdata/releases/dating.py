"""The date of a release: announced, moved, postponed, cancelled, announced anew; each step is told to readers with its reason."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foundation.history import note
from foundation.languages import LANGUAGE_CODES, field_suffix
from indexdata.enums import DateState, Track
from indexdata.models import Release, ReleaseChange
from indexdata.permissions import user_can_release_figures

from .states import require, require_step


def announce(release, at, by, reasons=None):
    """Confirm the date of a release that has none, also of one that was postponed or cancelled: it comes out at `at`."""
    return _step(release, "announce", by, reasons, moment=at)


def expect(release, month, by, reasons=None):
    """Say that a release is expected in a month (any day of it), its day to be announced."""
    return _step(release, "expect", by, reasons, month=month)


def move(release, at, by, reasons):
    """Move a confirmed date to another moment; figures and commentary wait with it.

    `reasons` says in every language why (`{"en": …, "zh_hans": …}`); readers see it.
    """
    return _step(release, "move", by, reasons, moment=at)


def postpone(release, by, reasons, month=None):
    """Take a confirmed date back: the new day is to be announced, in a month where that is known."""
    return _step(release, "postpone", by, reasons, month=month)


def cancel(release, by, reasons):
    """Cancel a release: readers are told that it does not come, and why."""
    return _step(release, "cancel", by, reasons)


@transaction.atomic
def record_announcement(release, by):
    """Write down that a release was announced, when it has just been made."""
    ReleaseChange.objects.create(
        release=release, by=by, track=Track.DATE, after=release.date_state, moment_after=release.released_at
    )


def _step(release, verb, by, reasons, moment=None, month=None):
    require(user_can_release_figures(by), _("You may not reschedule releases."))
    reasons = {name: text.strip() for name, text in (reasons or {}).items()}
    now = timezone.now()
    require(moment is None or moment >= now, _("The new moment lies in the past."))
    with transaction.atomic():
        stored = Release.objects.select_for_update().get(pk=release.pk)
        step = require_step(stored, Track.DATE, verb, now)
        if step.public_reason:
            require(
                all(reasons.get(field_suffix(code)) for code in LANGUAGE_CODES),
                _("Say in every language why: readers were told another date."),
            )
        require(step.moment is not True or moment is not None, _("A confirmed date needs its moment."))
        require(step.after != DateState.PROVISIONAL or month is not None, _("Say in which month."))
        change = ReleaseChange(
            release=stored, by=by, at=now, track=Track.DATE, before=stored.date_state, after=step.after,
            moment_before=stored.released_at, **{f"reason_{name}": text for name, text in reasons.items()},
        )  # fmt: skip
        stored.date_state = step.after
        if step.moment is not None:
            stored.released_at = moment
            stored.expected_month = month and month.replace(day=1)
        if moment:
            stored.moment_recorded = True
        stored.date_changed_at = now
        stored.date_changes += 1
        stored.save(
            update_fields=["date_state", "released_at", "expected_month", "moment_recorded", "date_changed_at", "date_changes"]
        )  # fmt: skip
        change.moment_after = stored.released_at
        change.save()
        _note(stored, change, by, reasons)
    for name in ("date_state", "released_at", "expected_month", "moment_recorded", "public_at"):
        setattr(release, name, getattr(stored, name))
    return change


def _note(release, change, by, reasons):
    reason = next((text for text in reasons.values() if text), "")
    words = {"state": DateState(change.after).label, "reason": reason}
    if change.moment_after and change.after != DateState.CANCELLED:
        note(
            by, [release], gettext_noop("%(state)s for %(moment)s. %(reason)s"), moment=change.moment_after,
            **words,
        )  # fmt: skip
    else:
        note(by, [release], gettext_noop("%(state)s. %(reason)s"), **words)
