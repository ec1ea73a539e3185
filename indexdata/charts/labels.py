"""Labels at the line ends: what they say, how much of it fits, and where they stand without overlap."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from indexdata.arithmetic.periods import period_label

from .lines import DrawnLine, mark_class, newest_of
from .model import Chart, Point
from .shapes import Marker, Path
from .sheet import Sheet
from .text import measure, wrapped
from .values import shown_value

LINE_HEIGHT = 1.22
#: So far labels may stand out of the plot: above it, below it, and below it where labels of the time axis reach under them.
ABOVE_PLOT, BELOW_PLOT, ABOVE_TICKS = 12, 28, 8
#: A line of a label: (text, class, size).
Row: TypeAlias = tuple[str, str, float]


class Block(NamedTuple):
    """A label at a line end: its rows for one point."""

    point: Point
    number: int
    rows: list[Row]

    @property
    def height(self) -> float:
        return sum(size * LINE_HEIGHT for *_, size in self.rows) + 4


def newest_blocks(sheet: Sheet, line: DrawnLine, names: int = 2, dates: bool = True) -> list[Block]:
    """Return what is said of a line's newest points; of several lines only the newest one of each.

    `names` is the most lines a series' name may take, `dates` whether the date of an older point is said.
    """
    newest = newest_of(line.points)
    if sheet.several:
        return [_compared_block(sheet, line, newest[-1], names, dates)]
    blocks = []
    for point in newest:
        small = point.demonstration and len(newest) > 1
        value = "kc-value kc-value--small" if small else "kc-value"
        rows: list[Row] = [
            (shown_value(sheet.chart, point.value), value, 15 if small else 24),
            _date_row(sheet.chart, point),
        ]
        if point.demonstration:
            rows.append((sheet.words["demonstration"], "kc-note", 12.5))
            rows = [(text, f"{css} kc-demo", size) for text, css, size in rows]
        blocks.append(Block(point, line.number, rows))
    return blocks


def fitting_blocks(sheet: Sheet, room: float) -> list[Block]:
    """Return the labels for the line ends, with less in each until all fit into the height."""
    for names, dates in ((2, True), (2, False), (1, False)):
        blocks = [block for line in sheet.lines for block in newest_blocks(sheet, line, names, dates)]
        if sum(block.height for block in blocks) <= room:
            break
    return blocks


def width_of(sheet: Sheet, blocks: list[Block]) -> float:
    """Return how much room the labels need beside the plot."""
    rows = [row for block in blocks for row in block.rows]
    beside = 24 if sheet.several else 14
    return max((measure(text, size, "kc-value" in css) + beside for text, css, size in rows), default=4)


def draw_labels(sheet: Sheet, blocks: list[Block]) -> None:
    """Draw the labels beside the line ends, with a leader where one stands apart from its point."""
    frame = sheet.frame
    wanted = [frame.y(block.point.value) for block in blocks]
    heights = [block.height for block in blocks]
    left = frame.right + (19 if sheet.several else 10)
    beside_ticks = BELOW_PLOT if sheet.ticks_reach <= left else ABOVE_TICKS
    centres = spread(wanted, heights, frame.top - ABOVE_PLOT, frame.bottom + beside_ticks)
    for block, centre in zip(blocks, centres, strict=True):
        x, y = sheet.at(block.point)
        if frame.right - x > 12 or abs(centre - y) > (6 if sheet.several else 20):
            leader = [(x + 6, y), (max(frame.right - 4, x + 6), y), (frame.right + 5, centre)]
            sheet.add(Path([leader], "kc-leader"))
        if sheet.several:
            sheet.add(Marker(frame.right + 11, centre, block.number, mark_class(block.number)))
        baseline = centre - block.height / 2
        for text, css, size in block.rows:
            baseline += size * LINE_HEIGHT
            sheet.text(left, baseline - size * 0.28, text, css)


def spread(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Centres as near as may be to the wanted ones so that labels of these heights do not overlap.

    They stay between top and bottom as long as they fit there at all.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    centres = [0.0] * len(wanted)
    edge = top
    for i in order:
        centres[i] = max(wanted[i], edge + heights[i] / 2)
        edge = centres[i] + heights[i] / 2
    edge = max(bottom, top + sum(heights))
    for i in reversed(order):
        centres[i] = min(centres[i], edge - heights[i] / 2)
        edge = centres[i] - heights[i] / 2
    return centres


def _compared_block(sheet: Sheet, line: DrawnLine, point: Point, names: int, dates: bool) -> Block:
    muted = " kc-demo" if point.demonstration else ""
    rows: list[Row] = [(shown_value(sheet.chart, point.value), f"kc-value kc-value--small{muted}", 15)]
    if not sheet.narrow:
        width = 150 if names > 1 else 170
        rows = [*((text, "kc-name", 13) for text in wrapped(line.label, width, 13, names)), *rows]
        if dates and not sheet.chart.by_year and point.period != max(p.period for p in sheet.points):
            rows.append(_date_row(sheet.chart, point))
    return Block(point, line.number, rows)


def _date_row(chart: Chart, point: Point) -> Row:
    return period_label(point.period, chart.frequency, chart.language), "kc-note", 12.5
