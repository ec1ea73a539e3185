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

from .comparing import Kind
from .planning import Prepared
from .values import as_day, as_stored

MOST_INDICES = 100
#: So many days before the first new value are drawn.
DAYS_BEFORE = {Frequency.WEEKLY: 366, Frequency.MONTHLY: 3 * 366}


@dataclass
class Preview:
    """One index of a plan: how many figures of each kind, the newest one of the file, and the line with all of them."""

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


#: So many indices of a file are put in order to find the first ones.
MOST_ASKED_FOR = 20_000


def previews(made: Prepared) -> list[Preview]:
    """Return the first indices of a plan in tree order."""
    counts: defaultdict[int, Counter] = defaultdict(Counter)
    kinds = ", ".join(f"'{kind}'" for kind in Kind)
    for pk, kind, count in made.staging.rows(
        f"SELECT index_id, kind, count(*) FROM figures_staged WHERE kind IN ({kinds}) GROUP BY index_id, kind"
    ):
        counts[pk][Kind(kind)] = count
    shown = list(Index.objects.in_tree_order().filter(pk__in=list(counts)[:MOST_ASKED_FOR])[:MOST_INDICES])
    points = _points(made, shown, kinds)
    newest = {index.pk: max(points[index.pk]) for index in shown}
    values = {pk: points[pk][period] for pk, period in newest.items()}
    since = {
        index.pk: min(points[index.pk]) - timedelta(days=DAYS_BEFORE[index.frequency]) for index in shown
    }
    rows = (
        Observation.objects.current()
        .with_values()
        .filter(index__in=since, period__gte=min(since.values(), default=None))
        .values_list("index_id", "period", "value", "demonstration")
        if since
        else ()
    )
    for pk, period, value, demonstration in rows:
        if since[pk] <= period and not (demonstration and period > newest[pk]):
            points[pk].setdefault(period, value)
    gaps = recorded_gaps({index.family for index in shown})
    return [
        Preview(
            index,
            counts[index.pk],
            values[index.pk],
            sparkline(
                [(period, value, False) for period, value in sorted(points[index.pk].items())],
                index.frequency,
                gaps[index.family],
            ),
        )
        for index in shown
    ]


def _points(made, shown, kinds):
    """Return {index: {period: value}} of the file."""
    points: defaultdict[int, dict[Period, Decimal | None]] = defaultdict(dict)
    for index in shown:
        for period, value in made.staging.rows(
            f"SELECT period, value FROM figures_staged WHERE index_id = %s AND kind IN ({kinds})", index.pk
        ):
            points[index.pk][as_day(period)] = as_stored(value)
    return points
