"""The rows of a series as pages, files and the API show them: one question, one answer for all of them."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import ClassVar

from django.db.models import Q
from django.utils import timezone

from foundation.composed import Composed
from indexdata.arithmetic.ages import is_stale
from indexdata.arithmetic.changes import (
    NOT_AVAILABLE,
    Changes,
    Gaps,
    Held,
    ObservedValue,
    changes_of,
    points_change,
)
from indexdata.arithmetic.transforms import base_at, rebased_at, transformed
from indexdata.enums import MISSING_STATUSES, Frequency, ObservationStatus, Transform
from indexdata.models import Index, Observation
from indexdata.models.observation import HELD_FIELDS

from .newest import Latest, newest_ids, newest_of, recorded_gaps, with_changes

ROW_FIELDS = ("index_id", *HELD_FIELDS, "status", "vintage", "published_at")
NO_CHANGES = Changes(NOT_AVAILABLE, NOT_AVAILABLE, NOT_AVAILABLE)

#: Years a page shows when no span is asked for, and the fewest figures that make a chart worth drawing.
DEFAULT_YEARS = {Frequency.WEEKLY: 2, Frequency.MONTHLY: 5}
STALE_YEARS = 5
#: Changes look so many years before a row, weeks around a year ago and pauses before it included.
YEARS_COMPARED = 2
#: A page without a span reads so many years first, and all only when they do not tell: what it shows, what that is
#: compared with, and a year for a newest figure that is not of today.
YEARS_READ_FIRST = {frequency: years + YEARS_COMPARED + 1 for frequency, years in DEFAULT_YEARS.items()}
FEWEST_FIGURES = 12
YEARS_OVER = 6


@dataclass(frozen=True)
class ObservationAttributes:
    """The attributes of a figure: its status (SDMX code), its vintage and, for a revised one, since when it stands.

    `is_added` says of a figure that its release lacked it when it came out.
    """

    status: str = ObservationStatus.NORMAL
    corrected_at: datetime | None = None
    vintage: int = 1
    is_added: bool = False

    @property
    def label(self) -> str:
        return str(ObservationStatus(self.status).label)

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether there was a value, and it was taken back."""
        return self.corrected_at is not None and not self.is_added and self.status in MISSING_STATUSES


PLAIN_MARKS = {status: ObservationAttributes(status) for status in ObservationStatus}


def mark_of(status, vintage, published_at) -> ObservationAttributes:
    """Return the attributes of an observation; `published_at` is its own moment, None where it came with its release."""
    if vintage == 1 and published_at is None:
        return PLAIN_MARKS[status]
    return ObservationAttributes(status, published_at, vintage, vintage == 1)


@dataclass(frozen=True)
class SeriesAsOf:
    """All that is held of one index at a moment, and the periods recorded as having no issue.

    `marks` says more of what is held; a mark of a period that is not held says why there is no value.
    """

    index: Index
    held: dict[date, ObservedValue] = field(default_factory=dict)
    marks: dict[date, ObservationAttributes] = field(default_factory=dict)
    gaps: Gaps = field(default_factory=Gaps)
    #: Whether its values are made from those of another series (`monthly`): no release has them.
    is_derived: ClassVar[bool] = False

    @cached_property
    def frequency(self) -> Frequency:
        return self.index.frequency

    @cached_property
    def newest(self) -> ObservedValue | None:
        """Return the newest figure."""
        return self.held[max(self.held)] if self.held else None

    @cached_property
    def newest_published(self) -> ObservedValue | None:
        """Return the newest figure that is not demonstration."""
        return max((held for held in self.held.values() if not held.demonstration), key=_period, default=None)

    def published_only(self):
        """Return the series without its demonstration figures."""
        held = {period: held for period, held in self.held.items() if not held.demonstration}
        marks = {
            period: mark for period, mark in self.marks.items() if period in held or period not in self.held
        }
        return replace(self, held=held, marks=marks, gaps=self.gaps.published)

    @property
    def missing(self) -> set[date]:
        """Return the periods of issues that have no value of this index, and say why."""
        return self.marks.keys() - self.held.keys()

    def changes(self, period: date) -> Changes:
        """Return the three changes of the figure of a period."""
        return changes_of(self.held[period], self.held, self.gaps, self.frequency)


class SeriesRow:
    """One period of a series. `held` is None where there is no value; `shown` is the value under the transform."""

    def __init__(self, stored: SeriesAsOf, period: date):
        self.stored, self.period = stored, period
        self.held = stored.held.get(period)
        self.is_gap = self.held is None and period not in stored.marks
        self.mark = stored.marks.get(period) or ObservationAttributes(stored.gaps[period].status)
        self.shown: Decimal | None = None

    @property
    def is_figure(self) -> bool:
        """Tell whether the archive holds something of this period: a value, or why there is none."""
        return not self.is_gap

    @property
    def value(self):
        return self.held and self.held.value

    @property
    def demonstration(self) -> bool:
        if self.is_gap:
            return self.stored.gaps[self.period].demonstration
        return bool(self.held and self.held.demonstration)

    @property
    def status(self) -> str:
        return self.mark.status

    @cached_property
    def changes(self) -> Changes:
        return self.stored.changes(self.period) if self.held else NO_CHANGES


@dataclass(frozen=True)
class SeriesWindow:
    """The rows of a series in a span of time, oldest first; `first` and `last` are its ends, None where open.

    `base` is the period that is 100 where the series is rebased at a day that was asked for.
    """

    rows: list[SeriesRow]
    first: date | None
    last: date | None
    transform: Transform
    base: date | None = None


def stored_series(indices, at=None) -> dict[int, SeriesAsOf]:
    """Return `{index id: SeriesAsOf}` as it stood for the public at a moment, in two queries."""
    indices = list(indices)
    observations = Observation.objects.public(at).filter(index__in=indices)
    return _gathered(indices, _rows(observations), recorded_gaps({index.family for index in indices}))


def series_between(index, first, last, gaps, at=None) -> SeriesAsOf:
    """Return what is held of one index after one day and up to another, in one query; `gaps` are those of its family."""
    observations = Observation.objects.public(at).filter(index=index, period__gt=first, period__lte=last)
    return _gathered([index], _rows(observations), {index.family: gaps})[index.pk]


def stored_with_newest(
    index, others, at=None, since=None, lately=None, *, published=False
) -> tuple[SeriesAsOf, dict[int, ObservedValue], dict[str, Gaps]]:
    """Return one index's series, the newest figures of other indices of its family, and the gaps: two queries.

    `since` leaves older figures of the index out that were not revised after the moment `lately`, `published` demonstration
    figures.
    """
    bounds = {} if since is None else {"since": since, "lately": lately}
    keys = {"index": index.pk, "others": tuple(other.pk for other in others)}
    rows = _own_and_newest(published, at=at or timezone.now(), **keys, **bounds)
    gaps = recorded_gaps({index.family})
    own, newest = [], {}
    for row in rows:
        if row[0] == index.pk:
            own.append(row)
        else:
            newest[row[0]] = _held(row)
    stored = _gathered([index], own, gaps)[index.pk]
    return stored.published_only() if published else stored, newest, gaps


@Composed
def _own_and_newest(published, at, index, others, since=None, lately=None):
    """Two questions in one statement: PostgreSQL would hold all figures against the one condition or the other."""
    public = Observation.objects.public(at)
    own = public.filter(index=index)
    if since is not None:
        own = own.filter(Q(period__gte=since) | Q(published_at__gt=lately))
    newest = public.filter(pk__in=newest_of(others, at, published=published))
    return _rows(own).union(_rows(newest), all=True)


def newest_figures(indices, at=None, *, published=False) -> dict[int, tuple[Latest, ObservationAttributes]]:
    """Return `{index id: (newest public figure, its mark)}` in three queries; `published` leaves demonstration figures out."""
    rows = list(_rows(Observation.objects.filter(pk__in=newest_ids(indices, at, published=published))))
    latest = with_changes(indices, {row[0]: _held(row) for row in rows}, at)
    return {row[0]: (latest[row[0]], _mark(row)) for row in rows}


def span_of(stored: SeriesAsOf, parameters, *, whole=False) -> SeriesWindow:
    """Answer a question about a series; without a span of its own it gets the default one, or all (`whole`)."""
    if parameters.spanned or whole:
        first, last = parameters.first, parameters.last
    else:
        first, last = (years_start if parameters.by_year else default_start)(stored), None
    transform, base = parameters.transform, None
    if transform == Transform.REBASED and parameters.base:
        base = base_at(stored.held, parameters.base)
    rows = rows_between(stored, first, last, transform, base)
    return SeriesWindow(rows, first, last, transform, base and base.period)


def rows_between(
    stored: SeriesAsOf, first=None, last=None, transform=Transform.LEVEL, base: ObservedValue | None = None
) -> list[SeriesRow]:
    """Return the rows from `first` to `last` (days, inclusive, None is open), oldest first.

    `base` is the value that rebased rows are divided by; without one it is the first among them.

    Periods recorded as having no issue stand between the figures, and issues that say why they have no value; what is simply
    not held is left out.
    """
    if first and stored.frequency == Frequency.MONTHLY:
        first = first.replace(day=1)
    periods = {p for p in stored.held if (first is None or p >= first) and (last is None or p <= last)}
    if periods:
        earliest, latest = min(periods), max(periods)
        periods |= {gap for gap in stored.gaps if earliest < gap < latest}
    periods |= {p for p in stored.missing if (first is None or p >= first) and (last is None or p <= last)}
    rows = [SeriesRow(stored, period) for period in sorted(periods)]
    for row, shown in zip(rows, _shown(stored, rows, transform, base), strict=True):
        row.shown = shown
    return rows


def _shown(stored, rows, transform, base):
    """Return what rows show under a transform, in their order."""
    if transform == Transform.POINTS:
        points = (stored.held, stored.gaps, stored.frequency)
        return [points_change(row.held, *points) if row.held else None for row in rows]
    if base:
        return rebased_at((row.value for row in rows), base.value)
    return transformed(
        [(row.held, row.changes if transform.is_change else NO_CHANGES) for row in rows], transform
    )


def default_start(stored: SeriesAsOf) -> date | None:
    """Return where the chart begins when no span is asked for: it holds enough figures to be worth reading."""
    if stored.newest is None:
        return None
    stale = is_stale(stored.newest.period, stored.frequency)
    years = STALE_YEARS if stale else DEFAULT_YEARS[stored.frequency]
    for years_back in (years, STALE_YEARS):
        start = years_before(stored.newest.period, years_back)
        if sum(period >= start for period in stored.held) >= FEWEST_FIGURES:
            return start
    return None


def years_start(stored: SeriesAsOf) -> date | None:
    """Return where the years begin that lie over one another when no span is asked for."""
    return stored.newest and date(stored.newest.period.year - YEARS_OVER + 1, 1, 1)


def tells_the_default(stored: SeriesAsOf, since: date) -> bool:
    """Tell whether a series read from some day on holds all that a page shows when no span is asked for.

    That is the default span with what its changes compare with, and a published figure to name.
    """
    start = default_start(stored)
    return bool(start and stored.newest_published and since <= years_before(start, YEARS_COMPARED))


def with_older(stored: SeriesAsOf, since: date, at=None) -> SeriesAsOf:
    """Return a series that was read from some day on with all that lies before: one query."""
    older = Observation.objects.public(at).filter(index=stored.index, period__lt=since)
    index = stored.index
    before = _gathered([index], _rows(older), {index.family: stored.gaps})[index.pk]
    return replace(stored, held={**before.held, **stored.held}, marks={**before.marks, **stored.marks})


def years_before(day: date, years: int) -> date:
    """Return the same day some years earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _period(held):
    return held.period


def _rows(observations):
    return observations.order_by().values_list(*ROW_FIELDS)


def _held(row):
    return ObservedValue(*row[1 : 1 + len(HELD_FIELDS)])


def _mark(row):
    return mark_of(*row[-3:])


def _gathered(indices, rows, gaps):
    held: defaultdict[int, Held] = defaultdict(dict)
    marks: defaultdict[int, dict[date, ObservationAttributes]] = defaultdict(dict)
    for row in rows:
        figure = _held(row)
        marks[row[0]][figure.period] = _mark(row)
        if figure.value is not None:
            held[row[0]][figure.period] = figure
    return {
        index.pk: SeriesAsOf(index, held[index.pk], marks[index.pk], gaps[index.family]) for index in indices
    }
