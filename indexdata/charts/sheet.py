"""The sheet a chart is laid out on: its measures, what is to be drawn, and the shapes so far."""

from .gaps import thinned
from .lines import DrawnLine
from .model import Chart, Point
from .scales import Frame
from .shapes import NARROW_BELOW, Drawing, Place, Shape, Text
from .words import words_in


class Sheet:
    """One chart on its way to a drawing."""

    def __init__(self, chart: Chart, width: int, height: int, standalone: bool) -> None:
        self.chart, self.width, self.height, self.standalone = chart, width, height, standalone
        self.several = len(chart.lines) > 1
        self.narrow = width < NARROW_BELOW
        self.newest_in_heading = self.narrow and not self.several
        self.margin = 16 if standalone else 2
        self.words = words_in(chart.language)
        self.drawing = Drawing(width, height)
        self.ticks_reach = (
            0.0  # how far to the right the labels of the time axis need the room below the plot
        )
        self.lines = self._drawn_lines()
        self.points = [point for line in self.lines for point in line.points]

    @property
    def frame(self) -> Frame:
        """Return the plot area; it is known once the axes are drawn."""
        if self.drawing.frame is None:
            raise ValueError("The axes are not drawn yet.")
        return self.drawing.frame

    def add(self, shape: Shape) -> None:
        self.drawing.shapes.append(shape)

    def text(self, x: float, y: float, text: str, css: str, anchor: str = "start") -> None:
        self.add(Text(x, y, text, css, anchor))

    def at(self, point: Point) -> Place:
        """Return where a point lies."""
        return self.frame.x(point.period), self.frame.y(point.value)

    def _drawn_lines(self) -> list[DrawnLine]:
        lines = []
        for number, (line, whole) in enumerate(zip(self.chart.lines, self.chart.runs, strict=True), 1):
            runs = thinned(whole, 3 * self.width)
            if runs:
                lines.append(DrawnLine(number, line.label, runs, line.estimated))
        return lines
