"""The newest public figure of many indices with its three changes, in three queries whatever their number."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from indexdata.changes import Changes, Held, candidate_periods, changes_of
from indexdata.enums import Frequency
from indexdata.models import Index, Observation, Release
from indexdata.models.observation import HELD_FIELDS

HEADLINE_PATHS = ("price", "prosperity", "foreign-trade/price", "foreign-trade/prosperity")


@dataclass(frozen=True)
class Latest:
    """The newest public figure of an index: what is held, its changes, and the family's frequency."""

    index: Index
    held: Held
    changes: Changes
    frequency: Frequency

    @property
    def period(self) -> date:
        """Return the period of the newest figure."""
        return self.held.period


def latest_of(indices, at=None) -> dict[int, Latest]:
    """Return `{index id: Latest}` for the given indices; an index without a public figure is left out."""
    rows = (
        Observation.objects.filter(pk__in=newest_ids(indices, at))
        .order_by()
        .values_list("index_id", *HELD_FIELDS)
    )
    return with_changes(indices, {pk: Held(*row) for pk, *row in rows}, at)


def with_changes(indices, newest, at=None, gaps=None) -> dict[int, Latest]:
    """Return `{index id: Latest}` for figures already at hand: `newest` maps index ids to `Held`.

    `gaps` are the recorded gaps of the families where they are at hand too.
    """
    indices = {index.pk: index for index in indices if index.pk in newest}
    if not indices:
        return {}
    candidates = set()
    for pk, index in indices.items():
        candidates |= candidate_periods(newest[pk].period, index.frequency)
    history = defaultdict(dict)
    rows = (
        Observation.objects.public(at)
        .filter(index__in=indices, period__in=candidates)
        .order_by()
        .values_list("index_id", *HELD_FIELDS)
    )
    for pk, *row in rows:
        history[pk][row[0]] = Held(*row)
    if gaps is None:
        gaps = recorded_gaps({index.family for index in indices.values()}, candidates)
    return {
        pk: Latest(
            index,
            newest[pk],
            changes_of(newest[pk], history[pk], gaps[index.family], index.frequency),
            index.frequency,
        )
        for pk, index in indices.items()
    }


def released_figures(release, paths=None, at=None) -> list[Latest]:
    """Return the public figures of one release with their changes, in tree order; of `paths` only, where given."""
    observations = Observation.objects.public(at).filter(release=release).select_related("index")
    if paths is not None:
        observations = observations.filter(index__path__in=paths)
    observations = list(observations.order_by("index__tree_order", "index__path"))
    held = {one.index_id: Held(*(getattr(one, name) for name in HELD_FIELDS)) for one in observations}
    found = with_changes([one.index for one in observations], held, at)
    return [found[one.index_id] for one in observations]


def newest_ids(indices, at=None):
    """Return a query for the ids of the newest public observations: one for each of the given indices."""
    newest = Observation.objects.public(at).filter(index=OuterRef("pk")).order_by("-period").values("pk")[:1]
    pks = [index.pk for index in indices]
    return Index.objects.filter(pk__in=pks).order_by().annotate(newest=Subquery(newest)).values("newest")


def recorded_gaps(families, periods=None) -> dict[str, set[date]]:
    """Return `{family: periods recorded as having no issue}`, among `periods` where given."""
    gaps = defaultdict(set)
    releases = Release.objects.gaps().filter(family__in=families).order_by()
    if periods is not None:
        releases = releases.filter(period__in=periods)
    for family, period in releases.values_list("family", "period"):
        gaps[family].add(period)
    return gaps


def headline(at=None) -> list[Latest]:
    """Return the newest figures of the four headline indices, in their order."""
    indices = list(Index.objects.filter(path__in=HEADLINE_PATHS))
    found = {latest.index.path: latest for latest in latest_of(indices, at).values()}
    return [found[path] for path in HEADLINE_PATHS if path in found]
