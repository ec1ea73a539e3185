"""The figures of a release: checked, approved by a second person, taken back when anything changes."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foundation.history import note
from indexdata.enums import ContentState, Track
from indexdata.models import Observation, Release, ReleaseChange
from indexdata.permissions import user_can_release_figures

from .checks.acknowledging import require_checked
from .occasions import Occasion, tell
from .ordinary import make_ordinary
from .states import require, require_step


def check(release, by, remark=""):
    """Say that the figures of a release are entered and looked through: it waits for its approval."""
    return _step(release, "check", by, remark)


def approve(release, by, remark=""):
    """Approve the figures of a release: they are public at its moment, or at once when that has passed.

    Who entered or last changed one of them cannot approve them, unless ONE_PERSON_RELEASES says that the office has one person.
    What the checks find has to be mended or acknowledged first (`indexdata.releases.checks`).
    """
    return _step(release, "approve", by, remark)


def take_back(release, by, remark):
    """Take back that the figures of a release are checked or approved, before they are public."""
    return _step(release, "take_back", by, remark)


def preparers(release):
    """Return the ids of the people who entered or last changed the figures of a release."""
    return preparers_of([release])[release.pk]


def preparers_of(releases):
    """Return `{release id: the ids of the people who entered or last changed its figures}`; one question at most."""
    found = {one.pk: {one.figures_changed_by_id} - {None} for one in releases}
    if found:
        entered = Observation.objects.filter(release__in=found, superseded_at=None, entered_by__isnull=False)
        for pk, person in entered.order_by().values_list("release_id", "entered_by").distinct():
            found[pk].add(person)
    return found


def may_approve(release, user):
    """Tell whether a person may be the second one for a release."""
    if not user_can_release_figures(user):
        return False
    return settings.ONE_PERSON_RELEASES or user.pk not in preparers(release)


def figures_change(release, by):
    """Take note, inside a transaction, that `by` changes figures of a release to come: what was approved is so no longer.

    A release of the demonstration calendar becomes an ordinary one: what a person enters is real. Locks the release, so that
    nobody approves meanwhile; raises `ReleasingError` when it has come out.
    """
    stored = Release.objects.select_for_update().get(pk=release.pk)
    require(not stored.is_public(), _("This release is public already. Correct its figures instead."))
    if stored.content_state != ContentState.DRAFT:
        change = _write(stored, ContentState.DRAFT, by, remark="", at=timezone.now())
        tell(Occasion.UNDONE, stored.pk, by.pk, f"change-{change.pk}")
        note(by, [stored], gettext_noop("Figures changed: it is a draft again."))
    if stored.figures_changed_by_id != by.pk:
        Release.objects.filter(pk=stored.pk).update(figures_changed_by=by)
    make_ordinary(stored)
    release.content_state, release.public_at = stored.content_state, stored.public_at
    release.demonstration = stored.demonstration


OCCASIONS = {"check": Occasion.HANDED_OVER, "approve": Occasion.APPROVED, "take_back": Occasion.SENT_BACK}
SENTENCES = {
    "check": gettext_noop("Figures checked. %(remark)s"),
    "approve": gettext_noop("Figures approved. %(remark)s"),
    "take_back": gettext_noop("Approval taken back. %(remark)s"),
}


def _step(release, verb, by, remark):
    require(user_can_release_figures(by), _("You may not approve figures."))
    with transaction.atomic():
        stored = Release.objects.select_for_update().get(pk=release.pk)
        now = timezone.now()
        step = require_step(stored, Track.CONTENT, verb, now)
        if step.after == ContentState.APPROVED:
            require(
                may_approve(stored, by),
                _("You entered or changed figures of this release: a second person approves them."),
            )
            require_checked(stored)
        require(verb != "take_back" or remark.strip(), _("Say why."))
        change = _write(stored, step.after, by, remark.strip(), now)
        tell(OCCASIONS[verb], stored.pk, by.pk, f"change-{change.pk}")
        note(by, [stored], SENTENCES[verb], remark=remark.strip())
    for name in ("content_state", "approved_at", "approved_by_id", "public_at"):
        setattr(release, name, getattr(stored, name))
    return change


def _write(stored, after, by, remark, at):
    change = ReleaseChange.objects.create(
        release=stored, by=by, at=at, track=Track.CONTENT, before=stored.content_state, after=after, remark=remark,
        moment_before=stored.released_at, moment_after=stored.released_at,
    )  # fmt: skip
    approved = after == ContentState.APPROVED
    stored.content_state = after
    stored.approved_at, stored.approved_by = (at, by) if approved else (None, None)
    stored.save(update_fields=["content_state", "approved_at", "approved_by"])
    return change
