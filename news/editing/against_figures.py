"""Texts that contradict the figures of their release: they go out only where somebody says so, and that is kept."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foundation.history import note

from .states import PublishingError

#: So many contradictions are told in a line of the history.
TOLD = 6


def require_agreement(thing, findings, by, against_figures):
    """Hold back what contradicts the figures, unless `against_figures`; then note what it says and who let it pass."""
    contradictions = [one for one in findings if one.contradicts]
    if not contradictions:
        return
    if not against_figures:
        raise PublishingError(
            [
                _("The text contradicts the figures of its release:"),
                *dict.fromkeys(f"“{one.passage}” {one.sentence}" for one in contradictions[:TOLD]),
                _("Put it right, or tick that it may go out all the same."),
            ],
            code="contradicts",
            findings=contradictions,
        )
    passages = "; ".join(one.passage for one in contradictions[:TOLD])
    note(
        by,
        [thing],
        gettext_noop("Let pass against the figures of its release: %(passages)s"),
        passages=passages,
    )
