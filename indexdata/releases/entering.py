"""Entering figures into a release that is still to come."""

from django.db import transaction

from indexdata.models import Release


@transaction.atomic
def enter(figure, by):
    """Write down a figure that a person typed, new or changed; the release and the period are the figure's.

    What a person enters is real: over an invented figure a real one is written, which takes its place when it is public,
    and a release of the demonstration calendar becomes an ordinary one.
    """
    if figure.demonstration:
        figure.pk, figure.demonstration, figure.vintage = None, False, 1
        figure._state.adding = True
    figure.entered_by = by
    figure.save()
    make_ordinary(figure.release)
    return figure


def make_ordinary(release):
    """Make a release of the demonstration calendar an ordinary one: it has a real figure now."""
    if not release.demonstration:
        return  # a statement that changes nothing would still have pages made anew
    if Release.objects.filter(pk=release.pk, demonstration=True).update(demonstration=False):
        release.demonstration = False
