"""The states of a release and the steps between them: two tables, for the verbs, the buttons and the tests."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indexdata.enums import ContentState, DateState, Track

PROVISIONAL, CONFIRMED = DateState.PROVISIONAL, DateState.CONFIRMED
POSTPONED, CANCELLED = DateState.POSTPONED, DateState.CANCELLED
DRAFT, CHECKED, APPROVED = ContentState.DRAFT, ContentState.CHECKED, ContentState.APPROVED


class ReleasingError(ValidationError):
    """A figure or a release cannot be changed as asked; the message says why."""

    def __str__(self):
        return " ".join(self.messages)


@dataclass(frozen=True)
class ReleaseStep:
    """From where a step leads, and to where.

    `moment` tells whether the date has a moment afterwards: True it needs one, False it loses it, None it stays as it is.
    `public_reason` steps break what readers were told: they say why, in every language.
    """

    before: frozenset
    after: DateState | ContentState
    moment: bool | None = None
    public_reason: bool = False


#: Steps of the date. A month without a moment is provisional; a cancelled issue may be announced anew.
DATE_STEPS = {
    "announce": ReleaseStep(frozenset({PROVISIONAL, POSTPONED, CANCELLED}), CONFIRMED, moment=True),
    "expect": ReleaseStep(frozenset({PROVISIONAL, POSTPONED, CANCELLED}), PROVISIONAL, moment=False),
    "move": ReleaseStep(frozenset({CONFIRMED}), CONFIRMED, moment=True, public_reason=True),
    "postpone": ReleaseStep(frozenset({CONFIRMED}), POSTPONED, moment=False, public_reason=True),
    "cancel": ReleaseStep(frozenset({PROVISIONAL, CONFIRMED, POSTPONED}), CANCELLED, public_reason=True),
}
#: Steps of the figures. `take_back` follows from every change of figures that were checked or approved.
CONTENT_STEPS = {
    "check": ReleaseStep(frozenset({DRAFT}), CHECKED),
    "approve": ReleaseStep(frozenset({CHECKED}), APPROVED),
    "take_back": ReleaseStep(frozenset({CHECKED, APPROVED}), DRAFT),
}
STEPS = {Track.DATE: DATE_STEPS, Track.CONTENT: CONTENT_STEPS}


def state_of(release, track):
    """Return the state of a release on one of its tracks."""
    return DateState(release.date_state) if track == Track.DATE else ContentState(release.content_state)


def steps_from(release, track, at=None):
    """Return the names of the steps that lead on from where a release stands; none once it is public."""
    if release.no_issue or release.is_public(at):
        return []
    return [name for name, step in STEPS[track].items() if state_of(release, track) in step.before]


def require_step(release, track, verb, at=None):
    """Refuse a step that does not lead on from where a release, as the database holds it, stands; else return the step."""
    require(not release.no_issue, _("Nothing is published for this period."))
    require(not release.is_public(at), _("This release is public already."))
    step = STEPS[track][verb]
    state = state_of(release, track)
    require(
        state in step.before, _("This cannot be done while it is “%(status)s”.") % {"status": state.label}
    )
    return step


def require(allowed, sentence):
    """Raise a `ReleasingError` with a sentence unless something is allowed."""
    if not allowed:
        raise ReleasingError(sentence, code="refused")
