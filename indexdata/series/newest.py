"""The newest public figure of many indices with its three changes, in three queries whatever their number."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from foundation.composed import Composed
from indexdata.arithmetic.changes import (
    Changes,
    Gap,
    Gaps,
    Held,
    ObservedValue,
    candidate_periods,
    changes_of,
)
from indexdata.enums import Frequency
from indexdata.models import Index, Observation, Release
from indexdata.models.observation import HELD_FIELDS

HEADLINE_PATHS = ("price", "prosperity", "foreign-trade/price", "foreign-trade/prosperity")
#: The index whose parts stand beside it on the front page.
TOTAL = "price"


@dataclass(frozen=True)
class Latest:
    """The newest public figure of an index: what is held, its changes, and the family's frequency."""

    index: Index
    held: ObservedValue
    changes: Changes
    frequency: Frequency

    @property
    def period(self) -> date:
        """Return the period of the newest figure."""
        return self.held.period


@dataclass(frozen=True)
class Headline:
    """The newest headline figures, those of the total's classes, and whether any public figure is a demonstration figure."""

    figures: list[Latest]
    classes: list[Latest]
    demonstration: bool

    @property
    def total(self) -> Latest | None:
        """Return the newest figure of the total."""
        return next((latest for latest in self.figures if latest.index.path == TOTAL), None)


def latest_of(indices, at=None, *, published=False) -> dict[int, Latest]:
    """Return `{index id: Latest}` for the given indices; an index without a public figure is left out.

    `published` leaves demonstration figures out.
    """
    rows = (
        Observation.objects.filter(pk__in=newest_ids(indices, at, published=published))
        .order_by()
        .values_list("index_id", *HELD_FIELDS)
    )
    return with_changes(indices, {pk: ObservedValue(*row) for pk, *row in rows}, at)


def with_changes(indices, newest, at=None, gaps=None) -> dict[int, Latest]:
    """Return `{index id: Latest}` for figures already at hand: `newest` maps index ids to `ObservedValue`.

    `gaps` are the recorded gaps of the families where they are at hand too.
    """
    indices = {index.pk: index for index in indices if index.pk in newest}
    if not indices:
        return {}
    candidates = set()
    for pk, index in indices.items():
        candidates |= candidate_periods(newest[pk].period, index.frequency)
    return _compared(indices, newest, _history(indices, candidates, at), candidates, gaps)


def _history(indices, periods, at):
    """Return `{index id: {period: ObservedValue}}` of the public figures in some periods."""
    history: defaultdict[int, Held] = defaultdict(dict)
    rows = _in_periods(at=at or timezone.now(), indices=tuple(indices), periods=tuple(periods))
    for pk, *row in rows:
        history[pk][row[0]] = ObservedValue(*row)
    return history


@Composed
def _in_periods(at, indices, periods):
    found = Observation.objects.public(at).with_values().filter(index__in=indices, period__in=periods)
    return found.order_by().values_list("index_id", *HELD_FIELDS)


def _compared(indices, newest, history, candidates, gaps):
    """Return `{index id: Latest}`. Recorded gaps are asked for only when a change cannot be had without them."""

    def compare(gaps):
        return {
            pk: Latest(
                index,
                newest[pk],
                changes_of(newest[pk], history[pk], gaps[index.family], index.frequency),
                index.frequency,
            )
            for pk, index in indices.items()
        }

    if gaps is not None:
        return compare(gaps)
    found = compare(defaultdict(Gaps))
    if all(latest.changes.complete for latest in found.values()):
        return found
    return compare(recorded_gaps({index.family for index in indices.values()}, candidates))


def released_figures(release, paths, at=None) -> list[Latest]:
    """Return the public figures of one release for the indices at `paths` with their changes, in the order of `paths`."""
    if not release.is_public(at):
        return []
    candidates = candidate_periods(release.period, release.frequency)
    indices: dict[int, Index] = {}
    history: defaultdict[int, Held] = defaultdict(dict)
    rows = (
        Observation.objects.public(at)
        .with_values()
        .filter(index__path__in=paths, period__in=candidates | {release.period})
    )
    for row in rows.select_related("index").order_by():
        history[row.index_id][row.period] = row.held
        if row.period == release.period:
            indices[row.index_id] = row.index
    newest = {pk: history[pk][release.period] for pk in indices}
    found = {
        latest.index.path: latest for latest in _compared(indices, newest, history, candidates, None).values()
    }
    return [found[path] for path in paths if path in found]


def newest_ids(indices, at=None, *, published=False):
    """Return a query for the ids of the newest public observations: one for each of the given indices.

    `published` leaves demonstration figures out.
    """
    return newest_of([index.pk for index in indices], at, published=published)


def newest_of(keys, at=None, *, published=False):
    """Return the same query for the indices with these ids."""
    return _newest_of(Index.objects.filter(pk__in=keys), at, published)


def _newest_of(indices, at, published=False):
    figures = Observation.objects.public(at).with_values().filter(index=OuterRef("pk"))
    if published:
        figures = figures.published_figures()
    newest = figures.order_by("-period").values("pk")[:1]
    return indices.order_by().annotate(newest=Subquery(newest)).values("newest")


def newest_published(index, at=None) -> ObservedValue | None:
    """Return the newest public figure of an index that is no demonstration figure."""
    public = Observation.objects.public(at).with_values().filter(index=index, demonstration=False)
    row = public.order_by("-period").values_list(*HELD_FIELDS).first()
    return row and ObservedValue(*row)


def recorded_gaps(families, periods=None) -> dict[str, Gaps]:
    """Return `{family: periods recorded as having no issue}`, among `periods` where given."""
    gaps: defaultdict[str, Gaps] = defaultdict(Gaps)
    bounds = {} if periods is None else {"periods": tuple(periods)}
    for family, period, status, demonstration in _gaps(families=tuple(families), **bounds):
        gaps[family][period] = Gap(status, demonstration)
    return gaps


@Composed
def _gaps(families, periods=None):
    releases = Release.objects.gaps().filter(family__in=families).order_by()
    if periods is not None:
        releases = releases.filter(period__in=periods)
    return releases.values_list("family", "period", "gap_status", "demonstration")


def headline(at=None) -> Headline:
    """Return the newest figures of the headline indices and of the total's classes, and whether anything public is invented."""
    demonstration = Exists(Observation.objects.invented(at))
    shown = Index.objects.filter(Q(path__in=HEADLINE_PATHS) | Q(parent__path=TOTAL))
    newest = _newest_of(shown, at)
    stored = Observation.objects.filter(pk__in=newest).select_related("index").order_by()
    rows = list(stored.annotate(any_demonstration=demonstration))
    held = {row.index_id: row.held for row in rows}
    found = {
        latest.index.path: latest for latest in with_changes([row.index for row in rows], held, at).values()
    }
    figures = [found[path] for path in HEADLINE_PATHS if path in found]
    classes = [latest for path, latest in found.items() if path not in HEADLINE_PATHS]
    classes.sort(key=lambda latest: (latest.index.tree_order, latest.index.path))
    return Headline(figures, classes, any(row.any_demonstration for row in rows))
