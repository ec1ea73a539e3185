"""All figures of one release in tree order, and the releases beside it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

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
from indexdata.models import Observation, Provenance, Release

from .newest import Latest
from .public_sources import is_public_source
from .rows import ObservationAttributes, mark_of


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
    observations = Observation.objects.public(at).filter(
        Q(release__in=releases) | _compared_with(releases.values())
    )
    if paths is not None:
        observations = observations.filter(index__path__in=paths)
    return _with_changes(releases, _in_tree_order(observations), gaps)


def figures_as_entered(release, gaps) -> list[Figure]:
    """Return the figures of a release as they would come out now, in tree order; for people who may see them early.

    What they are compared with is what readers see now.
    """
    own = Observation.objects.current().filter(release=release)
    before = Observation.objects.public().filter(_compared_with([release])).exclude(release=release)
    observations = [*_in_tree_order(own), *_in_tree_order(before)]
    return _with_changes({release.pk: release}, observations, gaps)[release.pk]


def _compared_with(releases) -> Q:
    """Return the condition for what the figures of some releases are compared with."""
    compared: defaultdict[str, set[date]] = defaultdict(set)
    for release in releases:
        compared[release.family] |= candidate_periods(release.period, release.frequency)
    wanted = Q()
    for family, periods in compared.items():
        wanted |= Q(index__family=family, period__in=periods)
    return wanted


def _in_tree_order(observations):
    return observations.select_related("index").order_by("index__tree_order", "index__path")


def _with_changes(releases, observations, gaps) -> defaultdict[int, list[Figure]]:
    """Return `{release id: figures}` of those observations that belong to some releases, with their changes."""
    history: defaultdict[int, Held] = defaultdict(dict)
    own = []
    for observation in observations:
        held = held_of(observation)
        if held.value is not None:
            history[observation.index_id][held.period] = held
        if observation.release_id in releases:
            own.append((observation, held))
    figures = defaultdict(list)
    for observation, held in own:
        index = observation.index
        changes = (
            changes_of(held, history[index.pk], gaps.get(index.family, ()), index.frequency)
            if held.value is not None
            else Changes(NOT_AVAILABLE, NOT_AVAILABLE, NOT_AVAILABLE)
        )
        mark = mark_of(observation.status, observation.vintage, observation.published_at)
        latest = Latest(index, held, changes, index.frequency)
        figures[observation.release_id].append(Figure(latest, mark, observation.pk))
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


def held_of(observation) -> ObservedValue:
    """Return an observation as the changes need it."""
    return ObservedValue(
        observation.period,
        observation.value,
        observation.demonstration,
        observation.stated_previous,
        observation.stated_year_start,
        observation.stated_year_ago,
    )
