"""Figures with their change on the previous issue, as staff see them: embargoed ones included."""

from collections import defaultdict

from django.utils.html import format_html

from indexdata.arithmetic.changes import Changes, Held, ObservedValue, candidate_periods, changes_of
from indexdata.models import Observation
from indexdata.models.observation import HELD_FIELDS
from indexdata.series.newest import recorded_gaps


def with_changes(observations):
    """Return the observations as a list, each with its three changes as `.changes`; two queries whatever the number.

    Needs `index` at hand (`select_related`). One that a form with mistakes left without index or period has no changes.
    """
    observations = list(observations)
    whole = [one for one in observations if one.index_id is not None and one.period is not None]
    candidates, families = set(), set()
    for observation in observations:
        observation.changes = Changes()
    for observation in whole:
        candidates |= candidate_periods(observation.period, observation.index.frequency)
        families.add(observation.index.family)
    rows = (
        Observation.objects.current()
        .with_values()
        .filter(index__in={observation.index_id for observation in whole}, period__in=candidates)
        .values_list("index_id", *HELD_FIELDS)
    )
    history: defaultdict[int, Held] = defaultdict(dict)
    for pk, *row in rows:
        history[pk][row[0]] = ObservedValue(*row)
    gaps = recorded_gaps(families, candidates)
    for observation in whole:
        index, held = observation.index, observation.held
        if held.value is not None:
            observation.changes = changes_of(held, history[index.pk], gaps[index.family], index.frequency)
    return observations


def change_text(change):
    """Return a change in percent with sign and arrow, or a dash where it is not available."""
    if not change.available:
        return "–"
    arrow = {1: "▲", 0: "=", -1: "▼"}[change.direction]
    kind = {1: "is-up", 0: "is-level", -1: "is-down"}[change.direction]
    return format_html('<span class="change {}">{} {}%</span>', kind, arrow, f"{change.percent:+.2f}")
