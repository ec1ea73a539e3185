"""The releases on the desk: what is due when, whose turn it is, and what is missing."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foundation.people import name_of
from indexdata.enums import ContentState, Standing, Track
from indexdata.models import DraftVintage, EmbargoRead, Release, ReleaseChange
from indexdata.permissions import user_can_release_figures
from indexdata.releases.approving import preparers_of
from indexdata.releases.checks.findings import Finding
from indexdata.releases.checks.register import findings_of

#: So many releases are shown, and of each so many findings.
SHOWN, FINDINGS = 6, 3


@dataclass
class DeskRelease:
    """A release to come as the desk shows it.

    `turn` says in a sentence who holds it, `is_mine` that the next step is the reader's; `findings` are what the approval
    is held back by, `more` how many there are beside.
    """

    release: Release
    issue: str
    turn: str
    is_mine: bool
    is_delayed: bool
    findings: list[Finding] = field(default_factory=list)
    more: int = 0


def releases_on_desk(user, now):
    """Return what the desk shows of releases to somebody who may see figures before their moment.

    A dozen questions, whatever the number of releases and figures.
    """
    coming = Release.objects.embargoed(now).select_related("figures_changed_by", "approved_by")
    releases = list(coming.soonest_first()[:SHOWN])
    open_ones = [one for one in releases if one.content_state != ContentState.APPROVED]
    found, preparers = findings_of(open_ones), preparers_of(open_ones)
    handed_over = _handed_over(open_ones)
    shown = []
    for release in releases:
        held_back = [one for one in found.get(release.pk, ()) if one.holds_back]
        empty = [one for one in held_back if one.code == "empty"]
        held_back = empty or held_back
        turn, mine = _turn(
            release, user, preparers.get(release.pk, set()), handed_over, bool(empty), bool(held_back)
        )
        shown.append(
            DeskRelease(
                release, release.label(get_language()), turn, mine, release.standing(now) == Standing.DELAYED,
                held_back[:FINDINGS], len(held_back[FINDINGS:]),
            )
        )  # fmt: skip
    seen = [one.release for one in shown if one.findings and one.findings[0].code != "empty"]
    if seen:
        EmbargoRead.objects.keep(user, seen)
    return {
        "coming": shown,
        "corrections": DraftVintage.objects.waiting().count(),
        "one_person": settings.ONE_PERSON_RELEASES,
    }


def _turn(release, user, preparers, handed_over, is_empty, is_held_back):
    """Return (who holds a release in a sentence, whether the next step is the reader's)."""
    may_release = user_can_release_figures(user)
    if release.content_state == ContentState.APPROVED:
        if release.approved_by is None:
            return _("Approved: nothing is left to do."), False
        return _("Approved by %(name)s: nothing is left to do.") % {
            "name": name_of(release.approved_by)
        }, False
    if release.content_state == ContentState.CHECKED:
        by = handed_over.get(release.pk)
        words = {"name": name_of(by) if by else "–"}
        if may_release and (settings.ONE_PERSON_RELEASES or user.pk not in preparers):
            if is_held_back:
                return _("Handed over by %(name)s: settle the checks, then approve it.") % words, True
            return _("Handed over by %(name)s: it waits for you or another to approve it.") % words, True
        return _("Handed over by %(name)s: it waits for a second person.") % words, False
    if is_empty:
        return _("The figures are still to be brought in."), may_release
    by = release.figures_changed_by
    if by is None:
        return _("Its figures are to be looked through and handed over."), may_release
    if by.pk == user.pk:
        return _("You are at work on it: hand it over when it is checked."), True
    return _("%(name)s is at work on it.") % {"name": name_of(by)}, False


def _handed_over(releases):
    """Return {release id: who said last that its figures are checked}; one question."""
    waiting = [one.pk for one in releases if one.content_state == ContentState.CHECKED]
    if not waiting:
        return {}
    changes = ReleaseChange.objects.filter(
        release__in=waiting, track=Track.CONTENT, after=ContentState.CHECKED
    ).select_related("by")
    return {change.release_id: change.by for change in changes.order_by("at", "pk")}
