"""The cover of a commentary: the real line of its index up to its issue, without words, so that it serves every language."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from foundation.lettering import FAMILY
from indexdata.arithmetic.periods import FrequencyCode, Period
from indexdata.charts import Frame, Marker, Path, Text, runs_of, value_ticks
from indexdata.charts.lines import mark_class, strokes_of
from indexdata.charts.model import Point, Reading
from indexdata.charts.shapes import Shape
from indexdata.charts.style import COLOURS, LIGHT, FileLook
from indexdata.charts.svg import attributes_of, written

SIZE = (540, 304)
#: So many years are drawn, and everything where that are fewer figures than these.
YEARS, FEWEST = 3, 8
LEFT, RIGHT, TOP, BOTTOM = 52, 508, 28, 262


def cover_svg(
    points: Sequence[Reading], frequency: FrequencyCode, no_issue: Collection[Period] = frozenset()
) -> str:
    """Return the line of a series as a cover: figures, gaps and all as in its chart, its last figure marked.

    `points` are published figures, oldest first, up to the issue; without any it is an empty text.
    """
    held = [point for point in points if point[1] is not None]
    if not held:
        return ""
    newest = held[-1][0]
    recent = [point for point in held if point[0] > newest - timedelta(days=YEARS * 366)]
    runs = runs_of(recent if len(recent) >= FEWEST else held, frequency, no_issue)
    every = [point for run in runs for point in run]
    frame = _frame(every)
    look = FileLook()

    def at(point: Point) -> tuple[float, float]:
        return frame.x(point.period), frame.y(point.value)

    shapes: list[Shape] = [*_ground(every, frame), *strokes_of(runs, at, 1, False)]
    shapes.append(Marker(*at(every[-1]), 1, mark_class(1), 6))
    width, height = SIZE
    opening = {
        "xmlns": "http://www.w3.org/2000/svg",
        "width": width,
        "height": height,
        "viewBox": f"0 0 {width} {height}",
        "font-family": FAMILY,
    }
    paper = f'<rect width="{width}" height="{height}" fill="{look.paper}"/>'
    paper += f'<rect width="{width}" height="6" fill="{COLOURS[LIGHT]["s1"]}"/>'
    return f"<svg{attributes_of(opening)}>{paper}{''.join(written(shape, look) for shape in shapes)}</svg>"


def _frame(points: Sequence[Point]) -> Frame:
    """Return the plot; a single figure stands in the middle."""
    first, last = points[0].period, points[-1].period
    if first == last:
        first, last = first - timedelta(days=180), last + timedelta(days=180)
    ticks = _ticks(points)
    return Frame(LEFT, RIGHT, TOP, BOTTOM, first, last, ticks[0], ticks[-1])


def _ticks(points: Sequence[Point]):
    return value_ticks(min(point.value for point in points), max(point.value for point in points), 5)


def _ground(points: Sequence[Point], frame: Frame) -> list[Shape]:
    """Return the rules with their values, and the years below."""
    ticks = _ticks(points)
    shapes: list[Shape] = [
        Path([[(LEFT, frame.y(tick)), (RIGHT, frame.y(tick))] for tick in ticks], "kc-grid")
    ]
    shapes += [
        Text(LEFT - 8, frame.y(tick) + 4.5, f"{tick.normalize():f}", "kc-tick", "end") for tick in ticks
    ]
    years = [date(year, 1, 1) for year in range(frame.t0.year + 1, frame.t1.year + 1)]
    step = max(1, -(-len(years) // 7))
    shapes += [Text(frame.x(day), BOTTOM + 22, str(day.year), "kc-tick", "middle") for day in years[::step]]
    return shapes
