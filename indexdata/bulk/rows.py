"""The rows of bulk files: one observation each, as published, in the order of the classification."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Count, FloatField, IntegerField, TextField
from django.db.models.functions import Cast
from django.utils.timezone import localtime

from indexdata.arithmetic.periods import period_code
from indexdata.models import Index, Observation, Release, Revision

AT_A_TIME = 5_000
COLUMNS = (
    "code", "path", "family", "frequency", "period", "value", "stated_change_on_previous_pct",
    "stated_change_since_year_start_pct", "stated_change_year_on_year_pct", "status", "demonstration", "vintage",
    "published_at", "revised_at",
)  # fmt: skip


class Unconverted(Cast):
    """A cast whose values are taken as the database's driver gives them: nothing is called for each of a million."""

    def get_db_converters(self, connection):
        """Return none."""
        return []


NUMBERS = ("value", "stated_previous", "stated_year_start", "stated_year_ago")
READ = (
    "index_id", Unconverted("period", TextField()), *(Unconverted(name, FloatField()) for name in NUMBERS), "status",
    Unconverted("demonstration", IntegerField()), "vintage", "published_at", "release_id",
)  # fmt: skip


class Moment(NamedTuple):
    """A moment in the portal's time zone, and how text formats write it: ISO 8601."""

    at: datetime | None
    text: str | None


class BulkPeriod(NamedTuple):
    """A period as a date, and its code."""

    at: date
    code: str


class BulkRow(NamedTuple):
    """One observation: what `COLUMNS` say of its index, its period, value and stated changes, and what they say after these."""

    series: tuple[str, str, str, str]
    period: BulkPeriod
    numbers: tuple[float | None, ...]
    status: str
    demonstration: bool
    vintage: int
    published: Moment
    revised: Moment


def rows_of(family, at, *, invented) -> Iterator[BulkRow]:
    """Yield the public observations of a family at a moment; `invented` takes demonstration ones in."""
    indices = {
        index.pk: (index.code, index.path, str(index.family), str(index.frequency))
        for index in Index.objects.filter(family=family)
    }
    released = dict(
        Release.objects.filter(family=family, moment_recorded=True).values_list("pk", "public_at")
    )
    added = {
        (index, period): moment
        for index, period, moment in Revision.objects.public(at)
        .filter(family=family, replaced__isnull=True)
        .values_list("index_id", "observation__period", "at")
    }
    figures = _figures(family, at, invented).order_by("index__tree_order", "index__path", "period")
    local, periods = _Local(), _Periods(family.frequency)
    for (
        index,
        written,
        *numbers,
        status,
        is_invented,
        vintage,
        own,
        release,
    ) in figures.values_list(*READ).iterator(AT_A_TIME):
        period = periods[written]
        first = None if is_invented else released.get(release)
        first = added.get((index, period.at), first)
        if own and vintage == 1:
            first = own
        yield BulkRow(
            indices[index], period, tuple(numbers), status, bool(is_invented), vintage, local[first],
            local[own if vintage > 1 else None],
        )  # fmt: skip


def number_of_periods(family, at, *, invented) -> int:
    """Return in how many periods a family has public observations."""
    return _figures(family, at, invented).aggregate(number=Count("period", distinct=True))["number"]


def values_by_period(family, at, *, invented) -> Iterator[tuple]:
    """Yield (period's code, {index id: value as a float}) of a family, the oldest period first."""
    periods = _Periods(family.frequency)
    figures = _figures(family, at, invented).order_by("period")
    rows = figures.values_list(
        Unconverted("period", TextField()), "index_id", Unconverted("value", FloatField())
    )
    for written, together in groupby(rows.iterator(AT_A_TIME), itemgetter(0)):
        yield periods[written].code, {index: value for _period, index, value in together}


def _figures(family, at, invented):
    figures = Observation.objects.public(at).filter(index__family=family)
    return figures if invented else figures.published_figures()


class _Local(dict):
    """Moments in the portal's time zone; a release has the same one for all its figures."""

    def __missing__(self, moment):
        at = localtime(moment).replace(microsecond=0) if moment else None
        self[moment] = found = Moment(at, at.isoformat() if at else None)
        return found


class _Periods(dict):
    """Periods by what the database writes for their dates: all indices of a family have the same ones."""

    def __init__(self, frequency):
        self.frequency = frequency

    def __missing__(self, written):
        at = date.fromisoformat(written)
        self[written] = found = BulkPeriod(at, period_code(at, self.frequency))
        return found
