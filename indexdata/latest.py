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
    indices = {index.pk: index for index in indices}
    newest = _newest(indices, at)
    candidates = set()
    for pk, held in newest.items():
        candidates |= candidate_periods(held.period, indices[pk].frequency)
    history = defaultdict(dict)
    rows = (
        Observation.objects.public(at)
        .filter(index__in=newest, period__in=candidates)
        .values_list("index_id", *HELD_FIELDS)
    )
    for pk, *row in rows:
        history[pk][row[0]] = Held(*row)
    gaps = recorded_gaps({indices[pk].family for pk in newest}, candidates)
    return {
        pk: Latest(
            indices[pk],
            held,
            changes_of(held, history[pk], gaps[indices[pk].family], indices[pk].frequency),
            indices[pk].frequency,
        )
        for pk, held in newest.items()
    }


def recorded_gaps(families, periods=None) -> dict[str, set[date]]:
    """Return `{family: periods recorded as having no issue}`, among `periods` where given."""
    gaps = defaultdict(set)
    releases = Release.objects.gaps().filter(family__in=families)
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


def _newest(indices, at):
    newest_period = (
        Observation.objects.public(at).filter(index=OuterRef("index_id")).order_by("-period").values("period")[:1]
    )
    rows = (
        Observation.objects.public(at)
        .filter(index__in=indices, period=Subquery(newest_period))
        .order_by()
        .values_list("index_id", *HELD_FIELDS)
    )
    return {pk: Held(*row) for pk, *row in rows}
