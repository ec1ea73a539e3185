"""The look of each index: its line with the new values in place."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils.safestring import SafeString

from indexdata.arithmetic.periods import Period
from indexdata.charts import sparkline
from indexdata.enums import Frequency
from indexdata.models import Index, Observation
from indexdata.series.newest import recorded_gaps

from .planning import Kind, Plan

MOST_INDICES = 100
#: So many days before the first new value are drawn.
DAYS_BEFORE = {Frequency.WEEKLY: 366, Frequency.MONTHLY: 3 * 366}


@dataclass
class Preview:
    """One index of a plan: how many figures of each kind, the newest one, and the line with all of them."""

    index: Index
    counts: Counter
    newest: Decimal | None
    line: SafeString

    @property
    def new(self) -> int:
        return self.counts[Kind.NEW]

    @property
    def changed(self) -> int:
        return self.counts[Kind.CHANGED] + self.counts[Kind.CORRECTED]

    @property
    def unchanged(self) -> int:
        return self.counts[Kind.UNCHANGED]


def previews(plan: Plan) -> list[Preview]:
    """Return the first indices of a plan in tree order, in two queries."""
    indices: dict[int, Index] = {}
    counts: defaultdict[int, Counter] = defaultdict(Counter)
    points: defaultdict[int, dict[Period, Decimal | None]] = defaultdict(dict)
    for step in plan.steps:
        pk = step.stated.index.pk
        indices[pk] = step.stated.index
        counts[pk][step.kind] += 1
        points[pk][step.stated.period] = step.stated.value
    shown = sorted(indices.values(), key=lambda index: (index.tree_order, index.path))[:MOST_INDICES]
    since = {
        index.pk: min(points[index.pk]) - timedelta(days=DAYS_BEFORE[index.frequency]) for index in shown
    }
    rows = (
        Observation.objects.current()
        .with_values()
        .filter(index__in=since, period__gte=min(since.values(), default=None))
        .values_list("index_id", "period", "value")
        if since
        else ()
    )
    for pk, period, value in rows:
        if period >= since[pk]:
            points[pk].setdefault(period, value)
    gaps = recorded_gaps({index.family for index in shown})
    return [
        Preview(
            index,
            counts[index.pk],
            points[index.pk][max(points[index.pk])],
            sparkline(
                [(period, value, False) for period, value in sorted(points[index.pk].items())],
                index.frequency,
                gaps[index.family],
            ),
        )
        for index in shown
    ]
