"""Load and remove the whole demonstration layer."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from indexdata.models import Observation, Release, SampleUnit
from news.comments.models import Comment
from portal.freshness.stamp import announce_change
from portal.models import StarterItem

from . import comments, units
from .figures import load_figures

REMOVED = {"kind": "demonstration", "key": "removed"}


@transaction.atomic
def load(at=None, progress: Callable[[str], None] = lambda step: None) -> dict[str, int]:
    """Create what is missing of the layer at the moment `at` (now by default) and return how many of each.

    Rows of an earlier run stay as they are; what staff deleted of the units and comments stays deleted.
    """
    at = at or timezone.now()
    StarterItem.objects.filter(**REMOVED).delete()
    made = load_figures(at, progress)
    progress("sample units")
    made["sample units"] = units.load_units()
    progress("reader comments")
    made["reader comments"] = comments.load_comments(at)
    if any(made.values()):
        transaction.on_commit(announce_change)
    return made


@transaction.atomic
def remove() -> dict[str, int]:
    """Delete every demonstration row, nothing else, and return how many of each.

    A release of the layer has become an ordinary one with the first figure that somebody entered into it, and stays.
    """
    gone = {
        "reader comments": _delete(Comment.objects.filter(demonstration=True)),
        "sample units": _delete(SampleUnit.objects.filter(demonstration=True)),
        "figures": _delete(Observation.objects.filter(demonstration=True)),
    }
    releases = Release.objects.filter(demonstration=True)
    releases.filter(observations__isnull=False).update(demonstration=False)
    gone["releases"] = _delete(releases.filter(demonstration=True))
    StarterItem.objects.filter(kind__in=[comments.KIND, units.KIND]).delete()
    StarterItem.objects.get_or_create(kind=REMOVED["kind"], key=REMOVED["key"])
    transaction.on_commit(announce_change)
    return gone


def was_removed() -> bool:
    """Tell whether somebody removed the layer and has not loaded it again."""
    return StarterItem.objects.filter(**REMOVED).exists()


def _delete(rows):
    return rows.delete()[1].get(rows.model._meta.label, 0)
