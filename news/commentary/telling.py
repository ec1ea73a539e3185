"""The facts a commentary tells of a release: its totals, its classes in their order, and what moved most."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from indexdata.enums import Family
from indexdata.series.newest import Latest
from indexdata.series.of_release import figures_as_entered, figures_of, neighbourhood

#: So many series that moved make it worth saying which of them moved most.
ENOUGH_TO_COMPARE = 3


@dataclass(frozen=True)
class Part:
    """A class of a release with the series in it that moved most its way, and the one that moved most against it.

    `compared` tells whether the first is the most of several, or the only one that is known.
    """

    latest: Latest
    most: Latest | None = None
    against: Latest | None = None
    compared: bool = False


@dataclass(frozen=True)
class Told:
    """All that is told of a release: totals, classes, and of all series the one that rose and the one that fell most.

    Prices have one total; foreign trade has two, prices and prosperity. Where a total is not held, its classes stand for it.
    """

    totals: list[Latest]
    parts: list[Part] = field(default_factory=list)
    rose: Latest | None = None
    fell: Latest | None = None
    demonstration: bool = False

    @property
    def moved_most(self) -> Latest | None:
        """Return the class that moved most; None where none of them moved."""
        return _most(part.latest for part in self.parts)

    @property
    def has_several_parts(self) -> bool:
        """Tell whether more than one class has a change, so that one of them can have moved most."""
        return sum(part.latest.changes.previous.available for part in self.parts) > 1


def told(release) -> Told | None:
    """Return the facts of a release, of one to come as they were entered; None where no figure of it can be told.

    A figure that lacks a value is left out, and an invented one in a real release too.
    """
    gaps = {release.family: neighbourhood(Family(release.family), release.period).gaps}
    public = release.is_public()
    found = figures_of([release], gaps).get(release.pk, []) if public else figures_as_entered(release, gaps)
    figures = [
        figure.latest
        for figure in found
        if figure.latest.held.value is not None
        and (release.demonstration or not figure.latest.held.demonstration)
    ]
    if not figures:
        return None
    paths = {one.index.path for one in figures}
    totals = [one for one in figures if not paths.intersection(_above(one.index.path))]
    parts = [_part(one, figures) for total in totals for one in _below(total, figures)]
    known = {one.index.path for one in (*totals, *(part.latest for part in parts))}
    within = [one for one in figures if one.index.path not in known]
    rising = [one for one in within if one.changes.previous.direction == 1]
    falling = [one for one in within if one.changes.previous.direction == -1]
    enough = len(within) >= ENOUGH_TO_COMPARE
    return Told(
        totals=totals,
        parts=parts,
        rose=_most(rising) if enough else None,
        fell=_most(falling) if enough else None,
        demonstration=release.demonstration,
    )


def _above(path):
    """Return the paths above one in the classification."""
    steps = path.split("/")
    return ["/".join(steps[:number]) for number in range(1, len(steps))]


def _below(latest, figures):
    """Return the figures one step below another in the classification, in its order."""
    before, depth = f"{latest.index.path}/", latest.index.depth + 1
    return [one for one in figures if one.index.depth == depth and one.index.path.startswith(before)]


def _part(latest, figures):
    inside = [one for one in figures if one.index.path.startswith(f"{latest.index.path}/")]
    way = latest.changes.previous.direction
    along = [one for one in inside if one.changes.previous.direction and (not way or _goes(one, way))]
    against = [one for one in inside if way and _goes(one, -way)]
    return Part(latest, _most(along), _most(against), len(along) > 1)


def _goes(latest, way):
    return latest.changes.previous.direction == way


def _most(figures: Iterable[Latest]) -> Latest | None:
    """Return the figure that moved most on the previous issue, None where none moved."""
    moved = [one for one in figures if one.changes.previous.direction]
    return max(moved, key=lambda one: abs(one.changes.previous.percent or Decimal()), default=None)
