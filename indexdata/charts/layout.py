"""One pass from top to bottom: heading, plot frame, axes, lines, labels at the line ends."""

from .axes import MOST_BELOW_PLOT, draw_axes
from .events import NAMES_HIGH, draw_events, marks_of
from .heading import draw_heading
from .labels import ABOVE_PLOT, ABOVE_TICKS, draw_labels, fitting_blocks, width_of
from .lines import DrawnLine, mark_class, newest_of, strokes_of
from .model import Chart, Point
from .shapes import WIDE, Drawing, Marker
from .sheet import Sheet


def lay_out(chart: Chart, width: int = WIDE[0], height: int = WIDE[1], standalone: bool = False) -> Drawing:
    """The chart as shapes on a sheet of this size."""
    sheet = Sheet(chart, width, height, standalone)
    bottom = height - sheet.margin
    if standalone:
        sheet.text(sheet.margin, bottom - 3, sheet.words["source"], "kc-source")
        bottom -= 26
    top = draw_heading(sheet, sheet.margin)
    if not sheet.points:
        sheet.text(width / 2, (top + bottom) / 2, sheet.words["empty"], "kc-empty", "middle")
        return sheet.drawing
    marks = marks_of(sheet)
    if marks:
        top += NAMES_HIGH
    blocks = (
        []
        if sheet.newest_in_heading
        else fitting_blocks(sheet, bottom - top - MOST_BELOW_PLOT + ABOVE_PLOT + ABOVE_TICKS)
    )
    draw_axes(sheet, top, bottom, width_of(sheet, blocks))
    draw_events(sheet, marks)
    _draw_lines(sheet)
    draw_labels(sheet, blocks)
    return sheet.drawing


def _draw_lines(sheet: Sheet) -> None:
    """Draw the lines: published ones above those of the demonstration, the marks above all."""
    for demonstration in (True, False):
        for line in sheet.lines:
            sheet.drawing.shapes += strokes_of(
                line.runs, sheet.at, line.number, demonstration, line.estimated
            )
    for line in sheet.lines:
        for point in _marked(sheet, line):
            sheet.add(Marker(*sheet.at(point), line.number, mark_class(line.number, point.demonstration)))


def _marked(sheet: Sheet, line: DrawnLine) -> list[Point]:
    """The newest point gets a mark; several lines have more of them, to differ by more than colour."""
    if not sheet.several:
        return newest_of(line.points)
    marked: list[Point] = []
    spacing = (sheet.frame.x1 - sheet.frame.x0) / 7
    for point in reversed(line.points):
        if not marked or sheet.frame.x(marked[-1].period) - sheet.frame.x(point.period) >= spacing:
            marked.append(point)
    return marked
