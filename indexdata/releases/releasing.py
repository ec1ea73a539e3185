"""Correcting released figures, and the moments at which public figures change by themselves."""

from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foundation.history import note
from indexdata.enums import MISSING_STATUSES, ObservationStatus
from indexdata.models import Observation, Release, Revision
from indexdata.permissions import user_can_release_figures
from indexdata.wording.numbers import figure

from .ordinary import make_ordinary
from .reasons import one_of, reasons_of
from .states import require

HUNDREDTH = Decimal("0.01")
STATED = ("stated_previous", "stated_year_start", "stated_year_ago")


def correct(observation, value, by, reason, at=None, status=None):
    """Correct a published figure at once, where the office has one person (ONE_PERSON_RELEASES): return a new vintage.

    `reason` is told to readers: in every language (`{"en": …, "zh_hans": …}`), or one text in the active one. It is public
    from `at` (now by default). A value of None says, with a status such as "O", that there is none. In an office
    of more a second person publishes the correction (`indexdata.releases.correcting`).
    """
    require(user_can_release_figures(by), _("You may not correct figures."))
    require(settings.ONE_PERSON_RELEASES, _("A second person publishes a correction."))
    reasons = reasons_of(reason)
    require(reasons, _("Say why the figure is corrected."))
    now = timezone.now()
    moment = at or now
    require(
        moment >= now, _("A correction cannot be dated back: what readers saw before must stay as it was.")
    )
    with transaction.atomic():
        old, value, status = correctable(observation, value, status, now)
        new = write_vintage(old, old.index_id, old.release, value, status, by, reasons, moment)
    observation.superseded_at = old.superseded_at
    return new


def correctable(observation, value, status, now):
    """Return (the figure, locked; the new value; its status) of a correction that may be made, or raise `ReleasingError`."""
    value = None if status in MISSING_STATUSES else _figure(value)
    old = Observation.objects.select_for_update(of=("self",)).select_related("release").get(pk=observation.pk)
    require(old.superseded_at is None, _("This figure has been corrected already; correct the newest one."))
    require(old.release.is_public(now), _("This figure is not released yet; change it directly."))
    require(
        old.published_at is None or old.published_at <= now,
        _("A correction of this figure is waiting already."),
    )
    kept = ObservationStatus.NORMAL if old.status in MISSING_STATUSES else old.status
    status = status or kept
    require(
        (old.value, old.status) != (value, status) or old.demonstration,
        _("The corrected value is the same as the old one."),
    )
    return old, value, status


def write_vintage(old, index_id, release, value, status, by, reasons, moment, stated=None, noted_by=None):
    """Write a vintage that is public from a moment, inside a transaction, and end the old one (None for a new figure) there.

    The old row stays as it was, so that `as_of` shows what stood before. The changes that the source stated belong to the old
    value; those of the new one are computed, unless its own source states them. The correction of an invented figure is real.
    `reasons` are those that readers are told (`reasons_of`).
    """
    replaces = old is not None and not old.demonstration
    reason = one_of(reasons)
    if replaces:
        old.superseded_at = moment
        old.save(update_fields=["superseded_at"])
    new = Observation.objects.create(
        index_id=index_id, release_id=release.pk, period=release.period, value=value, status=status,
        vintage=old.vintage + 1 if replaces else 1, published_at=moment, reason=reason, entered_by=by,
        **(stated or {}),
    )  # fmt: skip
    Revision.objects.record(old if replaces else None, new, reasons)
    make_ordinary(release)
    sentence = gettext_noop("Corrected from %(old)s to %(new)s: %(reason)s")
    words = {"old": figure(old.value if old else None), "new": figure(value), "reason": reason}
    note(noted_by or by, [new], sentence, **words)
    return new


def next_change(after):
    """Return the earliest moment after `after` at which public figures change by themselves, or None.

    Periods without an issue count too: commentary that names one appears at its moment. At a moment that was announced and not
    approved, the calendar begins to say that the release is delayed.
    """
    moments = (
        rows.filter(**{f"{name}__gt": after}).order_by(name).values_list(name, flat=True)
        for rows, name in (
            (Release.objects, "public_at"),
            (Release.objects, "released_at"),
            (Observation.objects, "published_at"),
        )
    )
    return min((first for each in moments if (first := each.first())), default=None)


def _figure(value):
    """Return a value as figures are stored: positive, with two decimals."""
    try:
        figure = Decimal(value)
        exact = figure.is_finite() and figure == figure.quantize(HUNDREDTH)
    except (InvalidOperation, TypeError, ValueError):
        exact = False
    require(exact and figure > 0, _("A figure is a positive number with at most two decimals."))
    return figure.quantize(HUNDREDTH)
