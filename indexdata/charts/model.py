"""Charts as plain data that callers hand in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, TypeAlias

from indexdata.arithmetic.periods import Period

from ..enums import Frequency

#: What callers know of one period: (period, value or None, demonstration).
Reading: TypeAlias = tuple[Period, Decimal | None, bool]


class Point(NamedTuple):
    """A value that is there."""

    period: Period
    value: Decimal
    demonstration: bool


#: Points that may be joined, oldest first.
Run: TypeAlias = list[Point]


@dataclass(frozen=True)
class Line:
    """One series with what is known of its periods."""

    label: str
    points: Sequence[Reading]
    key: str = ""
    #: The periods without an issue of this line alone; None: those of the chart.
    no_issue: Collection[Period] | None = None
    #: The periods whose values are estimates.
    estimated: Collection[Period] = frozenset()


class Mark(NamedTuple):
    """An event to be marked: its first day, its last one (None: it took a day), its name."""

    start: date
    end: date | None
    name: str


@dataclass(frozen=True)
class Chart:
    """A chart to be drawn.

    `y_format` is a Python format of values; `unit` is printed above the axis, and one that begins with "%"
    puts the sign behind values. `no_issue` names the periods recorded as without an issue, `marks` events. In one that is
    `by_year` lines are years laid on one (`years`).
    """

    lines: Sequence[Line]
    frequency: Frequency
    language: str = "en"
    title: str = ""
    description: str = ""
    unit: str = ""
    y_format: str = ".2f"
    no_issue: Collection[Period] = frozenset()
    marks: Sequence[Mark] = ()
    by_year: bool = False

    @cached_property
    def holds_demonstration(self) -> bool:
        """Tell whether any point is invented."""
        points = (point for line in self.lines for point in line.points)
        return any(demonstration and value is not None for _period, value, demonstration in points)

    @cached_property
    def runs(self) -> list[list[Run]]:
        """Return what may be joined of each line, no more than the widest drawing shows; found once for both drawings."""
        from .gaps import (  # circle: joining is calculated with points
            FEW_LINES,
            MOST_DRAWN,
            MOST_OF_ALL,
            runs_of,
            thinned,
        )

        limit = min(MOST_DRAWN, MOST_OF_ALL // max(1, len(self.lines)))
        ends = len(self.lines) <= FEW_LINES
        return [
            thinned(runs_of(line.points, self.frequency, self._pauses(line)), limit, ends)
            for line in self.lines
        ]

    def _pauses(self, line: Line) -> Collection[Period]:
        return self.no_issue if line.no_issue is None else line.no_issue
