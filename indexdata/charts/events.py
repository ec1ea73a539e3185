"""Events on a chart: a line at the first day, a bar to the last, the name above the plot where all names find room."""

from collections.abc import Sequence

from .model import Mark
from .shapes import Path
from .sheet import Sheet
from .text import measure

#: What the names need above the plot, their size, and how far they stay from each other.
NAMES_HIGH, NAME_SIZE, NAME_GAP = 18, 12, 10


def marks_of(sheet: Sheet) -> list[Mark]:
    """Return the events within the points of a chart, oldest first."""
    if not sheet.points:
        return []
    first, last = min(p.period for p in sheet.points), max(p.period for p in sheet.points)
    return [mark for mark in sheet.chart.marks if mark.start <= last and (mark.end or mark.start) >= first]


def draw_events(sheet: Sheet, marks: Sequence[Mark]) -> None:
    """Draw the marks of a chart whose axes are drawn."""
    frame = sheet.frame
    lines, bars = [], []
    for mark in marks:
        x = frame.x(max(mark.start, frame.t0))
        if mark.start >= frame.t0:
            lines.append([(x, frame.top - 4), (x, frame.bottom)])
        if mark.end:
            bars.append([(x, frame.bottom), (frame.x(min(mark.end, frame.t1)), frame.bottom)])
    if lines:
        sheet.add(Path(lines, "kc-event"))
    if bars:
        sheet.add(Path(bars, "kc-event-days"))
    for x, name in _places(sheet, marks):
        sheet.text(x, frame.top - 8, name, "kc-event-name", "middle")


def _places(sheet: Sheet, marks: Sequence[Mark]) -> list[tuple[float, str]]:
    """Return where the names stand; none where they do not all fit: they are listed below the chart."""
    places, free = [], float(sheet.margin)
    for mark in marks:
        half = measure(mark.name, NAME_SIZE) / 2
        x = sheet.frame.x(max(mark.start, sheet.frame.t0))
        x = min(max(x, sheet.margin + half), sheet.width - sheet.margin - half)
        if x - half < free:
            return []
        free = x + half + NAME_GAP
        places.append((x, mark.name))
    return places
