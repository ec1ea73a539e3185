"""Releases of the demonstration calendar that become ordinary ones."""

from indexdata.models import Release


def make_ordinary(release):
    """Make a release of the demonstration calendar an ordinary one: it has a real figure now."""
    if not release.demonstration:
        return  # a statement that changes nothing would still have pages made anew
    if Release.objects.filter(pk=release.pk, demonstration=True).update(demonstration=False):
        release.demonstration = False
