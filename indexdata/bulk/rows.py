"""The rows of bulk files: one observation each, as published, in the order of the classification."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Count
from django.utils.timezone import localtime

from indexdata.models import Index, Observation, Revision

COLUMNS = (
    "code", "path", "family", "frequency", "period", "value", "stated_change_on_previous_pct",
    "stated_change_since_year_start_pct", "stated_change_year_on_year_pct", "status", "demonstration", "vintage",
    "published_at", "revised_at",
)  # fmt: skip
READ = (
    "index_id", "period", "value", "stated_previous", "stated_year_start", "stated_year_ago", "status", "demonstration",
    "vintage", "published_at", "release__public_at", "release__moment_recorded",
)  # fmt: skip
AT_A_TIME = 5_000


class BulkRow(NamedTuple):
    """One observation: its index (`node`), its period as a date, and what `COLUMNS` say after the period."""

    node: Index
    period: date
    value: object
    stated: tuple
    status: str
    demonstration: bool
    vintage: int
    published_at: datetime | None
    revised_at: datetime | None


def rows_of(family, at, *, invented) -> Iterator[BulkRow]:
    """Yield the public observations of a family at a moment; `invented` takes demonstration ones in."""
    indices = {index.pk: index for index in Index.objects.filter(family=family)}
    added = {
        (index, period): moment
        for index, period, moment in Revision.objects.public(at)
        .filter(family=family, replaced__isnull=True)
        .values_list("index_id", "observation__period", "at")
    }
    figures = _figures(family, at, invented).order_by("index__tree_order", "index__path", "period")
    local = _Local()
    for (
        index,
        period,
        value,
        *stated,
        status,
        is_invented,
        vintage,
        own,
        released,
        recorded,
    ) in figures.values_list(*READ).iterator(AT_A_TIME):
        first = released if recorded and not is_invented else None
        first = added.get((index, period), first)
        if own and vintage == 1:
            first = own
        yield BulkRow(
            indices[index], period, value, tuple(stated), status, is_invented, vintage,
            local[first], local[own if vintage > 1 else None],
        )  # fmt: skip


def number_of_periods(family, at, *, invented) -> int:
    """Return in how many periods a family has public observations."""
    return _figures(family, at, invented).aggregate(number=Count("period", distinct=True))["number"]


def values_by_period(family, at, *, invented) -> Iterator[tuple]:
    """Yield (period, {index id: value}) of a family, the oldest period first."""
    rows = _figures(family, at, invented).order_by("period").values_list("period", "index_id", "value")
    for period, together in groupby(rows.iterator(AT_A_TIME), itemgetter(0)):
        yield period, {index: value for _period, index, value in together}


def _figures(family, at, invented):
    figures = Observation.objects.public(at).filter(index__family=family)
    return figures if invented else figures.published_figures()


class _Local(dict):
    """Moments in the portal's time zone; a release has the same one for all its figures."""

    def __missing__(self, moment):
        self[moment] = found = moment and localtime(moment).replace(microsecond=0)
        return found
