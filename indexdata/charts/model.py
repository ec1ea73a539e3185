"""What a chart is made of: plain data that callers hand in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from ..enums import Frequency


@dataclass(frozen=True)
class Line:
    """One series: `points` are (period, value or None, demonstration)."""

    label: str
    points: Sequence[tuple[date, Decimal | None, bool]]
    key: str = ""


@dataclass(frozen=True)
class Chart:
    """What to draw.

    `y_format` is a Python format of values; `unit` is printed above the axis, and one that begins with "%"
    puts the sign behind values. `no_issue` names the periods recorded as without an issue.
    """

    lines: Sequence[Line]
    frequency: Frequency
    language: str = "en"
    title: str = ""
    description: str = ""
    unit: str = ""
    y_format: str = ".2f"
    no_issue: Collection[date] = frozenset()

    @cached_property
    def runs(self):
        """Return what may be joined of each line, no more than the widest drawing shows; found once for both drawings."""
        from .gaps import (  # circle: joining is calculated with points
            MOST_DRAWN,
            MOST_OF_ALL,
            runs_of,
            thinned,
        )

        limit = min(MOST_DRAWN, MOST_OF_ALL // max(1, len(self.lines)))
        return [thinned(runs_of(line.points, self.frequency, self.no_issue), limit) for line in self.lines]


class Point(NamedTuple):
    """A value that is there."""

    period: date
    value: Decimal
    demonstration: bool
