"""The look of one series: its classes, its strokes, and which of its points are the newest."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from indexdata.arithmetic.periods import Period

from .gaps import parts_of, stretches_of
from .model import Point, Run
from .shapes import Path, Place

SERIES_CLASSES = 8
#: A lone estimate is two short strokes, so far from its place to either side.
DASH_FROM, DASH_TO = 1, 5


class DrawnLine(NamedTuple):
    """A series that has values: its number among the lines of the chart, from 1, and its runs."""

    number: int
    label: str
    runs: list[Run]
    estimated: Collection[Period] = frozenset()

    @property
    def points(self) -> list[Point]:
        return [point for run in self.runs for point in run]

    @property
    def holds_estimates(self) -> bool:
        """Tell whether a published point of it is an estimate."""
        return any(point.period in self.estimated for point in self.points if not point.demonstration)


def strokes_of(
    runs: Iterable[Run],
    at: Callable[[Point], Place],
    number: int,
    demonstration: bool,
    estimated: Collection[Period] = frozenset(),
) -> list[Path]:
    """The lines and lone dots of one series, either what is demonstration or what is published.

    `at` says where a point lies; steps from or to a published point of the `estimated` periods are strokes of their own.
    """
    joined: list[list[Place]] = []
    dashed: list[list[Place]] = []
    dots: list[list[Place]] = []
    for run in runs:
        for kind, stretch in stretches_of(run):
            if kind != demonstration:
                continue
            for is_estimate, points in parts_of(stretch, frozenset() if demonstration else estimated):
                places = [at(point) for point in points]
                if len(places) > 1:
                    (dashed if is_estimate else joined).append(places)
                elif is_estimate:
                    dashed += _lone_dashes(*places[0])
                else:
                    dots.append(places)
    css = line_class(number) + (" kc-demo" if demonstration else "")
    drawn = ((joined, f"kc-line {css}"), (dashed, f"kc-line {css} kc-estimate"), (dots, f"kc-dots {css}"))
    return [Path(strokes, classes) for strokes, classes in drawn if strokes]


def _lone_dashes(x: float, y: float) -> list[list[Place]]:
    return [[(x - DASH_TO, y), (x - DASH_FROM, y)], [(x + DASH_FROM, y), (x + DASH_TO, y)]]


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
