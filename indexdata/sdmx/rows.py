"""Public observations as the standard groups them: data sets of series of rows, read as they are written."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import groupby, islice
from operator import itemgetter
from typing import NamedTuple

from django.db.models import F, Max, Min, Q

from indexdata.models import Index, Observation, Release

from .flows import Flow
from .keys import Predicate
from .periods import Times

#: So many rows are read from the database at a time.
CHUNK = 2_000
#: A header's moment where nothing is public yet: the day on which the structures were decided.
DECIDED = datetime(2026, 11, 30, tzinfo=UTC)


class Observed(NamedTuple):
    """An observation: value (None where the status says why there is none), vintage and, of a revised one, since when."""

    period: date
    value: Decimal | None
    status: str
    vintage: int | None = None
    valid_from: datetime | None = None


class Series(NamedTuple):
    """A series by its code, with its observations, oldest first."""

    code: str
    observations: list[Observed]


class DataSet(NamedTuple):
    """Series that are valid since a moment; None is since their releases."""

    valid_from: datetime | None
    series: Iterable[Series]


@dataclass(frozen=True)
class Question:
    """The data asked for. `at` is the moment at which they are public; of `history` all vintages until then."""

    flow: Flow
    at: datetime
    series: tuple[Predicate, ...] = ()
    times: Times = field(default_factory=Times)
    updated_after: datetime | None = None
    history: bool = False
    first: int | None = None
    last: int | None = None
    observations: bool = True


def observations_of(flow: Flow, at: datetime, history: bool = False):
    """Return the public observations of a dataflow at a moment, or every vintage that was public until then."""
    objects = Observation.objects
    asked = objects.once_public(at) if history else objects.public(at)
    return asked.filter(demonstration=flow.demonstration, release__family=flow.family)


def indices_of(question: Question) -> dict[int, str]:
    """Return `{id: code}` of the indices whose series are meant; one query."""
    rows = Index.objects.filter(family=question.flow.family).order_by().values_list("pk", "code")
    frequency = question.flow.code_of_frequency
    return {pk: code for pk, code in rows if all(meant((frequency, code)) for meant in question.series)}


def data_sets(question: Question) -> Iterator[DataSet]:
    """Yield the data sets of an answer: one, or with `history` one for each moment of revision. Rows are read as they are used."""
    codes = indices_of(question)
    asked = narrowed(question, observations_of(question.flow, question.at, question.history), codes)
    if not question.observations:
        held = asked.order_by("index_id").values_list("index_id", flat=True).distinct()
        yield DataSet(None, (Series(codes[pk], []) for pk in held))
    elif question.history:
        order = F("published_at").asc(nulls_first=True), "index_id", "period", "vintage"
        rows = _read(asked.order_by(*order))
        for moment, of_moment in groupby(rows, itemgetter(5)):
            yield DataSet(moment, _series(of_moment, codes, question, {}))
    else:
        gaps = gaps_of(question, codes)
        yield DataSet(None, _series(_read(asked.order_by("index_id", "period")), codes, question, gaps))


def last_change(flow: Flow | None, at: datetime) -> datetime:
    """Return the moment of the newest public change of the figures of a dataflow, or of all published ones; two queries."""
    releases, observations = Release.objects.public(at), Observation.objects.once_public(at)
    demonstration = bool(flow and flow.demonstration)
    if not demonstration:
        releases = releases.filter(demonstration=False)
    observations = observations.filter(demonstration=demonstration, published_at__isnull=False)
    if flow:
        releases = releases.filter(family=flow.family)
        observations = observations.filter(release__family=flow.family)
    released = releases.aggregate(newest=Max("public_at"))["newest"]
    revised = observations.order_by().aggregate(newest=Max("published_at"))["newest"]
    return max((one for one in (released, revised) if one), default=DECIDED)


def narrowed(question, asked, codes):
    """Return the observations among those asked for that a question means; `codes` are its indices."""
    if question.series:
        asked = asked.filter(index__in=list(codes))
    for alternatives in question.times.conditions:
        any_of = Q(pk__in=[])
        for together in alternatives:
            all_of = Q()
            for stretch in together:
                inside = Q()
                if stretch.first:
                    inside &= Q(period__gte=stretch.first)
                if stretch.last:
                    inside &= Q(period__lte=stretch.last)
                all_of &= ~inside if stretch.outside else inside
            any_of |= all_of
        asked = asked.filter(any_of)
    if question.updated_after:
        asked = asked.filter(
            Q(release__public_at__gt=question.updated_after) | Q(published_at__gt=question.updated_after)
        )
    return asked


def _read(asked):
    fields = "index_id", "period", "value", "status", "vintage", "published_at"
    return asked.values_list(*fields).iterator(chunk_size=CHUNK)


def gaps_of(question, codes):
    """Return `{index id: [gap, …]}`, by period: recorded gaps between the first and the last observation of each series."""
    if question.updated_after:
        return {}
    recorded = (
        Release.objects.gaps()
        .filter(family=question.flow.family, demonstration=question.flow.demonstration)
        .order_by("period")
        .values_list("period", "gap_status")
    )
    gaps = [Observed(period, None, status) for period, status in recorded if question.times.holds(period)]
    if not gaps:
        return {}
    ends = (
        observations_of(question.flow, question.at)
        .order_by()
        .values_list("index_id")
        .annotate(first=Min("period"), last=Max("period"))
    )
    return {pk: [gap for gap in gaps if first < gap.period < last] for pk, first, last in ends if pk in codes}


def _series(rows, codes, question, gaps) -> Iterator[Series]:
    left = dict(gaps)
    for pk, of_index in groupby(rows, itemgetter(0)):
        observations = [Observed(*row[1:]) for row in of_index]
        between = left.pop(pk, ())
        if between:
            observations = sorted([*observations, *between], key=itemgetter(0))
        yield Series(codes[pk], _ends(observations, question.first, question.last))
    for pk, between in left.items():  # nothing but gaps in the times asked for
        if between:
            yield Series(codes[pk], _ends(between, question.first, question.last))


def _ends(observations, first, last):
    if (first is None and last is None) or (first and last and first + last >= len(observations)):
        return observations
    head = list(islice(observations, first or 0))
    return head + list(deque(observations, last or 0))
