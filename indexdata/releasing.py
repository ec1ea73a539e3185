"""Releasing figures: what happens, and when."""

from django.db.models import Min

from .models import Observation, Release


def next_change(after):
    """Return the earliest moment after `after` at which public figures change by themselves, or None."""
    moments = (
        Release.objects.filter(no_issue=False, released_at__gt=after).aggregate(at=Min("released_at"))["at"],
        Observation.objects.filter(published_at__gt=after).aggregate(at=Min("published_at"))["at"],
    )
    return min((moment for moment in moments if moment), default=None)
