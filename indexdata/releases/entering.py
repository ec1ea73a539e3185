"""Entering figures into a release that is still to come."""

from django.db import transaction

from .approving import figures_change


@transaction.atomic
def enter(figure, by):
    """Write down a figure that a person typed, new or changed; the release and the period are the figure's.

    What a person enters is real: over an invented figure a real one is written, which takes its place when it is public,
    and a release of the demonstration calendar becomes an ordinary one. A release that was approved is a draft again.
    """
    figures_change(figure.release, by)
    if figure.demonstration:
        figure.pk, figure.demonstration, figure.vintage = None, False, 1
        figure._state.adding = True
    figure.entered_by = by
    figure.save()
    return figure


@transaction.atomic
def leave_out(figure, by):
    """Delete a figure of a release that is still to come; the release is a draft again."""
    figures_change(figure.release, by)
    figure.delete()
