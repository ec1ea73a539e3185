"""Movements of a family's indices against the issue before: which moved most, and how over some issues."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef
from django.utils import timezone

from indexdata.arithmetic.changes import Change, Held, ObservedValue, previous_change
from indexdata.arithmetic.periods import shifted
from indexdata.enums import Family
from indexdata.models import Index, Observation, Release
from indexdata.models.observation import HELD_FIELDS

from .newest import recorded_gaps

#: So many indices are looked at: the first ones in tree order.
MOST_INDICES = 200
#: What a change is compared with may stand so many issues before: the longest pause and one.
ISSUES_BEFORE = 7


#: Which indices are looked at, by their depth in the tree.
LEVELS = {
    "": lambda index: True,
    "classes": lambda index: index.depth == 1,
    "lower": lambda index: index.depth > 1,
}


@dataclass(frozen=True)
class Movement:
    """One index over some issues: what is held, and its change on the issue before in each (None where nothing is held).

    `newest_held` is its figure in the newest of the issues, None where it has none there.
    """

    index: Index
    held: Held
    changes: list[Change | None]
    newest_held: ObservedValue | None

    @property
    def newest(self) -> Change | None:
        """Return the change in the newest of the issues."""
        return self.changes[-1] if self.changes else None


@dataclass(frozen=True)
class Movements:
    """The movements of a family: its issues, oldest first, and its indices in tree order.

    `left_out` is how many indices were too many to be looked at.
    """

    family: Family
    periods: list[date]
    rows: list[Movement]
    gaps: frozenset[date] = frozenset()
    left_out: int = 0

    @property
    def issue(self) -> date | None:
        """Return the newest issue."""
        return self.periods[-1] if self.periods else None

    def risen(self, number: int) -> list[Movement]:
        """Return those that rose most in the newest issue, at most `number`."""
        return sorted(self._moved(1), key=_percent, reverse=True)[:number]

    def fallen(self, number: int) -> list[Movement]:
        """Return those that fell most in the newest issue, at most `number`."""
        return sorted(self._moved(-1), key=_percent)[:number]

    @property
    def scale(self) -> Decimal:
        """Return the size of change that counts as the largest: nine tenths of all are smaller; 0 where nothing moved."""
        sizes = sorted(
            abs(change.percent)
            for row in self.rows
            for change in row.changes
            if change is not None and change.percent is not None
        )
        return sizes[int(len(sizes) * 0.9)] if sizes else Decimal()

    @property
    def holds_demonstration(self) -> bool:
        """Tell whether any figure that is shown is invented."""
        shown = set(self.periods)
        return any(
            held.demonstration for row in self.rows for period, held in row.held.items() if period in shown
        )

    def _moved(self, direction):
        return [row for row in self.rows if row.newest is not None and row.newest.direction == direction]


def movements_of(family, issues, chosen=None, at=None, *, published=False) -> Movements:
    """Return how the indices of a family moved over so many issues up to its newest public one, in four queries.

    `chosen` tells of an index whether it is looked at (all by default); `published` leaves demonstration figures out.
    """
    at = at or timezone.now()
    figures = Observation.objects.public(at).with_values().filter(index__family=family)
    if published:
        figures = figures.published_figures()
    held_in = Exists(figures.filter(release=OuterRef("pk")))
    releases = Release.objects.public(at).filter(held_in, family=family).order_by("-period")
    newest = releases.values_list(
        "period", flat=True
    ).first()  # a few releases are looked at, not every figure
    if newest is None:
        return Movements(family, [], [])
    nodes = [
        one
        for one in Index.objects.filter(family=family, is_grouping=False).in_tree_order()
        if chosen is None or chosen(one)
    ]
    looked_at = {one.pk: one for one in nodes[:MOST_INDICES]}
    read = [shifted(newest, -back, family.frequency) for back in range(issues + ISSUES_BEFORE)]
    held: defaultdict[int, Held] = defaultdict(dict)
    rows = (
        figures.filter(index__in=looked_at, period__in=read).order_by().values_list("index_id", *HELD_FIELDS)
    )
    for pk, *row in rows:
        held[pk][row[0]] = ObservedValue(*row)
    gaps = recorded_gaps({family})[family]
    told = gaps.published if published else gaps
    periods = [shifted(newest, -back, family.frequency) for back in range(issues - 1, -1, -1)]
    periods = [period for period in periods if period not in told]
    found = [
        Movement(
            index,
            held[pk],
            [
                previous_change(held[pk][period], held[pk], gaps, family.frequency)
                if period in held[pk]
                else None
                for period in periods
            ],
            held[pk].get(newest),
        )
        for pk, index in looked_at.items()
        if any(period in held[pk] for period in periods)
    ]
    return Movements(family, periods, found, frozenset(told), len(nodes) - len(looked_at))


def at_level(level):
    """Return what tells of an index whether it stands at a level of the tree (`LEVELS`)."""
    return LEVELS[level]


def _percent(row):
    return row.newest.percent
