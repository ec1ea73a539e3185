"""The look of one series: its classes, its strokes, and which of its points are the newest."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from .gaps import stretches_of
from .model import Point, Run
from .shapes import Path, Place

SERIES_CLASSES = 8


class DrawnLine(NamedTuple):
    """A series that has values: its number among the lines of the chart, from 1, and its runs."""

    number: int
    label: str
    runs: list[Run]

    @property
    def points(self) -> list[Point]:
        return [point for run in self.runs for point in run]


def strokes_of(
    runs: Iterable[Run], at: Callable[[Point], Place], number: int, demonstration: bool
) -> list[Path]:
    """The lines and lone dots of one series, either what is demonstration or what is published.

    `at` says where a point lies.
    """
    stretches = [
        [at(point) for point in points]
        for run in runs
        for kind, points in stretches_of(run)
        if kind == demonstration
    ]
    css = line_class(number) + (" kc-demo" if demonstration else "")
    joined = [stretch for stretch in stretches if len(stretch) > 1]
    dots = [stretch for stretch in stretches if len(stretch) == 1]
    return [
        Path(strokes, f"{kind} {css}")
        for strokes, kind in ((joined, "kc-line"), (dots, "kc-dots"))
        if strokes
    ]


def newest_of(points: Sequence[Point]) -> list[Point]:
    """The newest published point and, when a demonstration point is newer (or the only kind), that one."""
    newest = points[-1]
    published = next((point for point in reversed(points) if not point.demonstration), newest)
    return [newest] if published is newest else [published, newest]


def kind_of(number: int) -> int:
    """Return which of the eight looks the series of this number has."""
    return (number - 1) % SERIES_CLASSES + 1


def line_class(number: int) -> str:
    """Return the class that colours the strokes of a series."""
    return f"kc-line--{kind_of(number)}"


def mark_class(number: int, demonstration: bool = False) -> str:
    """Return the classes of a mark of a series."""
    return f"kc-mark kc-mark--{kind_of(number)}" + (" kc-demo" if demonstration else "")
