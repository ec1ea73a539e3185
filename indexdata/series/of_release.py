"""All figures of one release in tree order, and the releases beside it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, Subquery
from django.utils import timezone

from indexdata.arithmetic.changes import (
    NOT_AVAILABLE,
    Changes,
    Gap,
    Gaps,
    Held,
    ObservedValue,
    candidate_periods,
    changes_of,
)
from indexdata.models import Index, Observation, Provenance, Release
from indexdata.models.observation import HELD_FIELDS

from .newest import Latest
from .public_sources import is_public_source
from .rows import ObservationAttributes, mark_of

_OWN_FIELDS = ("pk", "release_id", "status", "vintage", "published_at")
_INDEX_FIELDS = [field.attname for field in Index._meta.concrete_fields]


@dataclass(frozen=True, slots=True)
class _Row:
    """One observation as it is read here: hundreds are, and a model's instance of each costs more than the question."""

    index: Index
    held: ObservedValue
    pk: int
    release_id: int
    status: str
    vintage: int
    published_at: datetime | None


@dataclass
class Figure:
    """One figure of a release: the newest vintage at the moment asked for, with mark and public sources.

    Where the index has no value in the release, that of `latest.held` is None and the mark says why.
    """

    latest: Latest
    mark: ObservationAttributes
    observation: int
    sources: list[str] = field(default_factory=list)

    @property
    def invented(self) -> bool:
        """Tell whether it is a demonstration figure."""
        return self.latest.held.demonstration

    @property
    def has_notes(self) -> bool:
        """Tell whether there is anything to say beside the numbers."""
        return bool(self.sources or self.mark != ObservationAttributes())


@dataclass(frozen=True)
class Neighbourhood:
    """A release with the public ones before and after it, and the recorded gaps its changes look over.

    `newest` is the newest public one of the family where that is a later one.
    """

    release: Release | None
    previous: Release | None
    following: Release | None
    newest: Release | None
    gaps: Gaps


def neighbourhood(family, period, at=None, since=None) -> Neighbourhood:
    """Return the release of a family for a period and what stands around it, in one query.

    The gaps are those that changes look over, with `since` also all from that day to the period.

    An embargoed release is found too; what follows a public release is public.
    """
    at = at or timezone.now()
    public = Release.objects.public(at).filter(family=family).order_by()
    before = public.filter(period__lt=period).order_by("-period").values("pk")[:1]
    later = public.filter(period__gt=period)
    after, last = (later.order_by(order).values("pk")[:1] for order in ("period", "-period"))
    candidates = candidate_periods(period, family.frequency)
    gaps_told = Q(period__in=candidates)
    if since is not None:
        gaps_told |= Q(period__gt=since, period__lte=period)
    found = Release.objects.filter(
        Q(family=family, period=period)
        | Q(pk=Subquery(before))
        | Q(pk=Subquery(after))
        | Q(pk=Subquery(last))
        | Q(gaps_told, family=family, no_issue=True)
    )
    release = previous = None
    following: list[Release] = []
    gaps = Gaps()
    for one in found:
        if one.period == period:
            release = one
        elif one.no_issue:
            gaps[one.period] = Gap(one.gap_status, one.demonstration)
        elif one.period < period:
            previous = one
        else:
            following.append(one)
    following.sort(key=lambda one: one.period)
    first, newest = (following[0], following[-1]) if following else (None, None)
    return Neighbourhood(release, previous, first, newest, gaps)


def figures_of(releases, gaps, at=None, paths=None) -> dict[int, list[Figure]]:
    """Return `{release id: figures in tree order}` for public releases, in one query.

    `gaps` maps families to the recorded gaps that their changes look over; `paths` leaves all other indices out.
    """
    releases = {release.pk: release for release in releases if release.is_public(at)}
    if not releases:
        return {}
    observations = Observation.objects.public(at).filter(_of_or_before(releases.values()))
    if paths is not None:
        observations = observations.filter(index__path__in=paths)
    return _with_changes(releases, _in_tree_order(observations), gaps)


def figures_as_entered(release, gaps) -> list[Figure]:
    """Return the figures of a release as they would come out now, in tree order; for people who may see them early.

    What they are compared with is what readers see now.
    """
    own = Observation.objects.current().filter(release=release)
    before = Observation.objects.public().filter(_of_or_before([release])).exclude(release=release)
    rows = [*_in_tree_order(own), *_in_tree_order(before)]
    return _with_changes({release.pk: release}, rows, gaps)[release.pk]


def _of_or_before(releases) -> Q:
    """Return the condition for the figures of some releases and those they are compared with: asked of their releases, a few."""
    periods: defaultdict[str, set[date]] = defaultdict(set)
    for release in releases:
        periods[release.family] |= {release.period, *candidate_periods(release.period, release.frequency)}
    wanted = Q()
    for family, of_family in periods.items():
        wanted |= Q(release__family=family, release__period__in=of_family)
    return wanted


def _in_tree_order(observations) -> list[_Row]:
    fields = (*HELD_FIELDS, *_OWN_FIELDS, *(f"index__{name}" for name in _INDEX_FIELDS))
    indices: dict[int, Index] = {}
    rows = []
    for row in observations.order_by("index__tree_order", "index__path").values_list("index_id", *fields):
        key, held, rest = row[0], row[1 : 1 + len(HELD_FIELDS)], row[1 + len(HELD_FIELDS) :]
        if key not in indices:
            indices[key] = Index.from_db(observations.db, _INDEX_FIELDS, rest[len(_OWN_FIELDS) :])
        rows.append(_Row(indices[key], ObservedValue(*held), *rest[: len(_OWN_FIELDS)]))
    return rows


def _with_changes(releases, rows, gaps) -> defaultdict[int, list[Figure]]:
    """Return `{release id: figures}` of those rows that belong to some releases, with their changes."""
    history: defaultdict[int, Held] = defaultdict(dict)
    own = []
    for row in rows:
        if row.held.value is not None:
            history[row.index.pk][row.held.period] = row.held
        if row.release_id in releases:
            own.append(row)
    figures = defaultdict(list)
    for row in own:
        index, held = row.index, row.held
        changes = (
            changes_of(held, history[index.pk], gaps.get(index.family, ()), index.frequency)
            if held.value is not None
            else Changes(NOT_AVAILABLE, NOT_AVAILABLE, NOT_AVAILABLE)
        )
        mark = mark_of(row.status, row.vintage, row.published_at)
        latest = Latest(index, held, changes, index.frequency)
        figures[row.release_id].append(Figure(latest, mark, row.pk))
    return figures


def with_sources(figures) -> list[Figure]:
    """Add to each figure the addresses visitors may be sent to, in one query."""
    addresses: defaultdict[int, list[str]] = defaultdict(list)
    rows = Provenance.objects.filter(observation__in=[figure.observation for figure in figures])
    for pk, address in rows.values_list("observation_id", "source_url"):
        if is_public_source(address) and address not in addresses[pk]:
            addresses[pk].append(address)
    for figure in figures:
        figure.sources = addresses[figure.observation]
    return figures
