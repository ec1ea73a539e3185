"""Several indices side by side: which, over which periods, and on which scale."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from indexdata.arithmetic.changes import HUNDRED, HUNDREDTH, Held
from indexdata.enums import Frequency

from .rows import SeriesAsOf

MOST = 8
#: Levels that differ by more than this in the first period in common say nothing beside each other as published.
SAME_SCALE = Decimal(3)


class Scale(TextChoices):
    """The scale on which indices stand beside each other."""

    AUTO = "auto", _("By itself")
    REBASED = "1", _("Rebased to 100")
    PUBLISHED = "off", _("As published")


@dataclass(frozen=True)
class Comparison:
    """Series on common periods, oldest first: `rows` are (period, values, demonstration flags).

    `base` is the period where all are 100, None when they are not rebased. `monthly_issues` tells that weekly series
    are shown with the last issue held in each month, because monthly ones stand beside them.
    """

    series: list[SeriesAsOf]
    frequency: Frequency
    rows: list[tuple[date, list[Decimal | None], list[bool]]]
    base: date | None
    monthly_issues: bool

    @property
    def gaps(self) -> set[date]:
        """Return the periods without an issue for every series shown; only over these lines may be joined."""
        if self.monthly_issues:
            return _common([one for one in self.series if one.frequency == Frequency.MONTHLY])
        return _common(self.series)

    def points(self, number):
        """Return the points of one series for a chart."""
        return [(period, values[number], marks[number]) for period, values, marks in self.rows]


def _common(series):
    return set.intersection(*(set(one.gaps) for one in series)) if series else set()


def compare(series: list[SeriesAsOf], first=None, last=None, scale=Scale.PUBLISHED) -> Comparison:
    """Put series beside each other between two days (inclusive, None is open).

    By itself (`Scale.AUTO`) a comparison is rebased where the levels differ by more than three times in the first period that
    all have.
    """
    frequencies = {one.frequency for one in series}
    mixed = len(frequencies) > 1
    frequency = Frequency.MONTHLY if mixed or not series else frequencies.pop()
    columns = [by_month(one) if mixed and one.frequency == Frequency.WEEKLY else one.held for one in series]
    if first and frequency == Frequency.MONTHLY:
        first = first.replace(day=1)
    periods = sorted(
        period
        for period in set().union(*columns)
        if (first is None or period >= first) and (last is None or period <= last)
    )
    rows = [
        (
            period,
            [held_value(column, period) for column in columns],
            [period in column and column[period].demonstration for column in columns],
        )
        for period in periods
    ]
    base = base_of(rows) if scale != Scale.PUBLISHED else None
    if base and scale == Scale.AUTO and not _differ(rows, base):
        base = None
    if base:
        rows = rebased(rows, base)
    return Comparison(series, frequency, rows, base, mixed)


def by_month(stored: SeriesAsOf) -> Held:
    """Return the last issue held in each month, a published one before a demonstration one, under the month."""
    months: Held = {}
    for period in sorted(stored.held):
        month, held = period.replace(day=1), stored.held[period]
        if month not in months or months[month].demonstration or not held.demonstration:
            months[month] = held
    return months


def base_of(rows) -> date | None:
    """Return the first period that every series has, published wherever the series has published values at all."""
    whole = [(period, marks) for period, values, marks in rows if None not in values]
    invented = [
        all(mark for mark, value in zip(marks, values, strict=True) if value is not None)
        for values, marks in zip(*_by_series(rows), strict=True)
    ]
    best = next((period for period, marks in whole if marks == invented), None)
    return best or next((period for period, _marks in whole), None)


def _differ(rows, base) -> bool:
    """Tell whether the values in a period differ by so much that one line would lie flat."""
    values = next(values for period, values, _marks in rows if period == base)
    return max(values) > SAME_SCALE * min(values)


def rebased(rows, base):
    """Return rows with every series = 100 in the period `base`.

    A published figure divided by an invented one is not a published figure any more: where the base of a series is
    demonstration, so is everything made with it.
    """
    bases, based_on_demonstration = next((values, marks) for period, values, marks in rows if period == base)
    return [
        (
            period,
            [
                None if value is None else (value * HUNDRED / start).quantize(HUNDREDTH, ROUND_HALF_UP)
                for value, start in zip(values, bases, strict=True)
            ],
            [
                value is not None and (mark or invented)
                for value, mark, invented in zip(values, marks, based_on_demonstration, strict=True)
            ],
        )
        for period, values, marks in rows
    ]


def _by_series(rows):
    """Return rows turned round: the values of each series, and its marks."""
    if not rows:
        return [], []
    return list(zip(*(row[1] for row in rows), strict=True)), list(
        zip(*(row[2] for row in rows), strict=True)
    )


def held_value(column, period):
    return column[period].value if period in column else None
