"""Charts as SVG, drawn on the server: plain data in, a string out. No database and no request here.

On a page a chart is drawn twice, because text in a scaled drawing scales with it: once `WIDE`, once `NARROW`.
`draw_both(chart)` gives the two, and `css/components/chart.css` shows the one that fits the width of the
figure (the other is `display: none`, also to screen readers). `js/chart.js` adds crosshair, tooltip, keyboard
and range selection from the `data-` attributes of the drawing and the table beside it; its header says what
markup it expects:

    <figure data-chart>{{ both }}<figcaption>…</figcaption><table data-chart-table>…</table></figure>

A file of its own (`chart.svg`) is `draw_chart(chart, standalone=True)`: styles, title and source included.
`lay_out` gives the same drawing as shapes, for other formats.

The rules of the figures hold here. A missing value is a gap, never joined: two points are joined only when
they are one period apart or everything between them is in `chart.no_issue`, and a point without a neighbour
is a dot. What is demonstration is dashed (and nothing else is), muted and named. Several lines differ by
their marks as well as by colour. There are no `style` attributes in a page, which its
Content-Security-Policy forbids, only classes: `kc-line kc-line--1`, `kc-mark`, `kc-demo`, `kc-grid`,
`kc-axis`, ….
"""

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ..enums import Frequency
from ..periods import MONTHS, next_period, period_label

WIDE = (880, 400)
NARROW = (340, 300)
NARROW_BELOW = 560
MAX_POINTS = 1200
SERIES_CLASSES = 6
LINE_HEIGHT = 1.22

WORDS = {
    "en": {
        "published": "published",
        "demonstration": "demonstration",
        "empty": "No figures in this span of time",
        "source": "Source: China · Keqiao Textile Index",
        "axis": "The value axis runs from {low} to {high}.",
        "contains": "Contains demonstration figures.",
        "untitled": "Chart",
    },
    "zh": {
        "published": "发布数据",
        "demonstration": "演示数据",
        "empty": "该时段没有数据",
        "source": "来源：中国·柯桥纺织指数",
        "axis": "数值轴范围为 {low} 至 {high}。",
        "contains": "含演示数据。",
        "untitled": "图表",
    },
}


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
    y_format: str = ",.2f"
    no_issue: Collection[date] = frozenset()


# Points, runs and stretches: what may be joined


class Point(NamedTuple):
    period: date
    value: Decimal
    demonstration: bool


def runs_of(points, frequency, no_issue=frozenset()) -> list[list[Point]]:
    """Points in any order → runs that may be joined; a lone point is a run, a missing value is in none."""
    runs = []
    for period, value, demonstration in sorted(points, key=lambda point: point[0]):
        if value is None or not value.is_finite():
            continue
        if not runs or not _adjoins(runs[-1][-1].period, period, frequency, no_issue):
            runs.append([])
        runs[-1].append(Point(period, value, demonstration))
    return runs


def _adjoins(earlier, later, frequency, no_issue):
    step = next_period(earlier, frequency)
    while step < later and step in no_issue:
        step = next_period(step, frequency)
    return step == later


def stretches_of(run) -> list[tuple[bool, list[Point]]]:
    """A run → stretches (demonstration, points) to stroke; neighbours share their end point.

    A step from or to a demonstration point is demonstration. A published point between two such steps comes
    as a published stretch of one point, and so does any lone point.
    """
    if len(run) == 1:
        return [(run[0].demonstration, run)]
    stretches = []
    for earlier, later in pairwise(run):
        demonstration = earlier.demonstration or later.demonstration
        if stretches and stretches[-1][0] == demonstration:
            stretches[-1][1].append(later)
        else:
            stretches.append((demonstration, [earlier, later]))
    joined = {point.period for demonstration, points in stretches if not demonstration for point in points}
    alone = [point for point in run if not point.demonstration and point.period not in joined]
    return stretches + [(False, [point]) for point in alone]


def thinned(runs, limit):
    """Runs with at most `limit` points in all: first, lowest, highest and last of each slice of time stay.

    Published and demonstration points are thinned apart, so that neither hides the other. Gaps stay gaps.
    """
    points = [point for run in runs for point in run]
    if len(points) <= limit:
        return runs
    kinds = len({point.demonstration for point in points})
    first, last = points[0].period, points[-1].period
    slices = max(1, limit // (4 * kinds))
    width = ((last - first).days + 1) / slices
    buckets = {}
    for point in points:
        buckets.setdefault((point.demonstration, int((point.period - first).days / width)), []).append(point)
    kept = set()
    for bucket in buckets.values():
        lowest, highest = min(bucket, key=lambda p: p.value), max(bucket, key=lambda p: p.value)
        kept |= {bucket[0].period, lowest.period, highest.period, bucket[-1].period}
    thin = ([point for point in run if point.period in kept] for run in runs)
    return [run for run in thin if run]


# Scales and ticks


@dataclass(frozen=True)
class Frame:
    """Where the values lie: pixels of the plot area, and the dates and values at its edges."""

    left: float
    right: float
    top: float
    bottom: float
    t0: date
    t1: date
    v0: Decimal
    v1: Decimal
    inset: float = 8

    @property
    def x0(self):
        return self.left + self.inset

    @property
    def x1(self):
        return self.right - self.inset

    def x(self, day):
        return self.x0 + (self.x1 - self.x0) * (day - self.t0).days / max(1, (self.t1 - self.t0).days)

    def y(self, value):
        return self.bottom - (self.bottom - self.top) * float((value - self.v0) / (self.v1 - self.v0))


def value_ticks(low: Decimal, high: Decimal, most: int) -> list[Decimal]:
    """At most about `most` round values at even steps, from at or below `low` to at or above `high`."""
    if low == high:
        margin = max(abs(low) / 200, Decimal("0.5"))
        low, high = low - margin, high + margin
    rough = (high - low) / (most - 1)
    power = Decimal(1).scaleb(rough.adjusted())
    for factor in ("1", "2", "2.5", "5", "10", "20"):
        step = power * Decimal(factor)
        first, last = math.floor(low / step), math.ceil(high / step)
        if last - first < most:
            break
    return [step * number for number in range(first, last + 1)]


class Tick(NamedTuple):
    day: date
    label: str = ""
    under: str = ""


def time_ticks(t0: date, t1: date, pixels: float, frequency, language: str) -> list[Tick]:
    """Ticks of a time axis so many pixels wide: weeks, months or years, as many as can be labelled.

    A tick without a label is a short one (the years between two labelled years).
    """
    chinese = language.startswith("zh")
    days = max(1, (t1 - t0).days)
    room = pixels / days
    weekly = Frequency(frequency) == Frequency.WEEKLY
    if weekly:
        mondays = [date.fromordinal(n) for n in range(t0.toordinal(), t1.toordinal() + 1) if n % 7 == 1]
        for weeks in (1, 2):
            if weeks * 7 * room >= 58 and len(mondays) > 1:
                return _with_years(mondays[::weeks], room, chinese, by_day=True)
    for months, pixels_wanted in ((1, 38), (3, 38), (6, 42)):
        if months * 30.4 * room >= pixels_wanted:
            firsts = [
                date(year, month, 1) for year in range(t0.year, t1.year + 1) for month in range(1, 13, months)
            ]
            shown = [day for day in firsts if t0 <= day <= t1]
            if len(shown) > 1:
                return _with_years(shown, room, chinese)
    if weekly and len(mondays) < 9:
        return _with_years(mondays[:: max(1, math.ceil(58 / (7 * room)))] or [t0], room, chinese, by_day=True)
    januaries = [date(year, 1, 1) for year in range(t0.year, t1.year + 1) if t0 <= date(year, 1, 1) <= t1]
    if not januaries:
        return _with_years([t0], room, chinese, by_day=weekly)
    step = next(years for years in (1, 2, 5, 10, 20, 50, 100) if years * 365.25 * room >= 46 or years == 100)
    labelled = [day for day in januaries if day.year % step == 0] or januaries[:1]
    return [
        Tick(day, f"{day.year}年" if chinese else f"{day.year}") if day in labelled else Tick(day)
        for day in januaries
    ]


def _with_years(days, room, chinese, by_day=False):
    """Ticks labelled with day or month; the year stands under the first of each year."""
    ticks, year = [], None
    for day in days:
        if chinese:
            label = f"{day.month}月{day.day}日" if by_day else f"{day.month}月"
        else:
            month = MONTHS[day.month - 1][:3]
            label = f"{day.day} {month}" if by_day else month
        under = "" if day.year == year else f"{day.year}年" if chinese else f"{day.year}"
        ticks.append(Tick(day, label, under))
        year = day.year
    second = next((tick for tick in ticks[1:] if tick.under), None)
    if second and (second.day - ticks[0].day).days * room < 50:
        ticks[0] = ticks[0]._replace(under="")
    return ticks


# Shapes: the drawing before it is written down


class Path(NamedTuple):
    """Strokes: each of `strokes` is a list of (x, y); a stroke of one point is a round dot."""

    strokes: list
    css: str


class Text(NamedTuple):
    x: float
    y: float
    text: str
    css: str
    anchor: str = "start"


class Row(NamedTuple):
    """Texts after each other on one line: (text, class), as wide as they turn out to be."""

    x: float
    y: float
    parts: list


class Mark(NamedTuple):
    """A small closed shape: `kind` 1 to 6 follows the series."""

    x: float
    y: float
    kind: int
    css: str
    size: float = 3.8


@dataclass
class Drawing:
    width: int
    height: int
    shapes: list = field(default_factory=list)
    frame: Frame | None = None


def lay_out(chart: Chart, width: int = WIDE[0], height: int = WIDE[1], standalone: bool = False) -> Drawing:
    """The chart as shapes on a sheet of this size."""
    return _Layout(chart, width, height, standalone).drawing


class _Layout:
    """One pass from top to bottom: heading, plot frame, axes, lines, labels at the line ends."""

    def __init__(self, chart, width, height, standalone):
        self.chart, self.width, self.height, self.standalone = chart, width, height, standalone
        self.several = len(chart.lines) > 1
        self.narrow = width < NARROW_BELOW
        self.margin = 16 if standalone else 2
        self.words = _words(chart.language)
        self.drawing = Drawing(width, height)
        self.lines = self._drawn_lines()
        self.points = [point for line in self.lines for point in line.points]
        bottom = height - self.margin
        if standalone:
            self.text(self.margin, bottom - 3, self.words["source"], "kc-source")
            bottom -= 26
        top = self._heading(self.margin)
        if self.points:
            self.blocks = [] if self._newest_in_heading else self._fitting_blocks(bottom - top - 20)
            self._axes(top, bottom)
            for demonstration in (True, False):
                for line in self.lines:
                    self.drawing.shapes += _strokes(line.runs, self.at, line.number, demonstration)
            for line in self.lines:
                self._marks(line)
            self._end_labels()
        else:
            self.text(width / 2, (top + bottom) / 2, self.words["empty"], "kc-empty", "middle")

    def add(self, shape):
        self.drawing.shapes.append(shape)

    def text(self, x, y, text, css, anchor="start"):
        self.add(Text(x, y, text, css, anchor))

    def at(self, point):
        return self.frame.x(point.period), self.frame.y(point.value)

    def _drawn_lines(self):
        limit = min(MAX_POINTS, 3 * self.width)
        lines = []
        for number, line in enumerate(self.chart.lines, 1):
            runs = thinned(runs_of(line.points, self.chart.frequency, self.chart.no_issue), limit)
            if runs:
                lines.append(_DrawnLine(number, line.label, runs))
        return lines

    # Heading: title (in a file of its own), newest value (narrow), unit and legend.

    @property
    def _newest_in_heading(self):
        return self.narrow and not self.several

    def _heading(self, y):
        if self.standalone:
            for text in _wrapped(self.chart.title, self.width - 2 * self.margin, 19, 2):
                self.text(self.margin, y + 18, text, "kc-title")
                y += 26
        if self.points and self._newest_in_heading:
            for block in self._newest_blocks(self.lines[0]):
                tall = max(size for *_, size in block.rows)
                row = [(text, css) for text, css, _ in block.rows]
                self.add(Row(self.margin, y + tall * 0.85, row))
                y += tall + 6
        x = self.margin
        entries = self._legend()
        for text, stroke, mark in entries:
            sample = 28 if stroke else 0
            needed = sample + _measure(text, 12.5)
            if x > self.margin and x + needed > self.width - self.margin:
                x, y = self.margin, y + 19
            if stroke:
                self.add(Path([[(x, y + 10), (x + 22, y + 10)]], stroke))
            if mark:
                self.add(Mark(x + 11, y + 10, mark, _mark(mark)))
            self.text(x + sample, y + 14, text, "kc-legend" if stroke else "kc-unit")
            x += needed + 20
        return y + (30 if entries else 10)

    def _legend(self):
        """Entries (text, class of a sample stroke, number of a mark), the unit first."""
        entries = [(self.chart.unit, "", 0)] if self.chart.unit else []
        if self.several and self.narrow:
            room = self.width - 2 * self.margin - 30
            entries += [
                (_wrapped(line.label, room, 12.5, 1)[0], f"kc-line {_series(line.number)}", line.number)
                for line in self.lines
            ]
        kinds = {point.demonstration for point in self.points}
        if True in kinds:
            if not self.several and False in kinds:
                entries.append((self.words["published"], "kc-line kc-line--1", 0))
            entries.append((self.words["demonstration"], "kc-line kc-line--1 kc-demo", 0))
        return entries

    # Axes.

    def _axes(self, top, bottom):
        values = [point.value for point in self.points]
        ticks = value_ticks(
            min(values),
            max(values),
            max(3, min(7, int((bottom - top - 40) / (36 if self.narrow else 44)) + 1)),
        )
        labels = [self._tick_label(tick, ticks) for tick in ticks]
        left = self.margin + max(_measure(label, 13) for label in labels) + 8
        right = self.width - self.margin - self._end_width()
        t0, t1 = min(p.period for p in self.points), max(p.period for p in self.points)
        if t0 == t1:
            t0, t1 = t0 - timedelta(days=15), t1 + timedelta(days=15)
        times = time_ticks(t0, t1, right - left - 16, self.chart.frequency, self.chart.language)
        bottom -= 40 if any(tick.under for tick in times) else 24
        frame = Frame(left, right, top, bottom, t0, t1, ticks[0], ticks[-1])
        self.drawing.frame = self.frame = frame
        self.add(Path([[(left, frame.y(tick)), (right, frame.y(tick))] for tick in ticks[1:]], "kc-grid"))
        if ticks[0] < 0 < ticks[-1]:
            self.add(Path([[(left, frame.y(0)), (right, frame.y(0))]], "kc-zero"))
        for tick, label in zip(ticks, labels, strict=True):
            self.text(left - 8, frame.y(tick) + 4.5, label, "kc-tick", "end")
        notches = [
            [(frame.x(t.day), bottom), (frame.x(t.day), bottom + (6 if t.label else 3))] for t in times
        ]
        self.add(Path([[(left, bottom), (right, bottom)], *notches], "kc-axis"))
        for tick in times:
            half = max(_measure(tick.label, 13), _measure(tick.under, 13)) / 2
            x = min(max(frame.x(tick.day), self.margin + half), self.width - self.margin - half)
            if tick.label:
                self.text(x, bottom + 20, tick.label, "kc-tick", "middle")
            if tick.under:
                self.text(x, bottom + 36, tick.under, "kc-tick", "middle")

    def _tick_label(self, tick, ticks):
        places = max(0, -(ticks[1] - ticks[0]).normalize().as_tuple().exponent)
        grouping = "," if "," in self.chart.y_format else ""
        sign = "+" if "+" in self.chart.y_format and tick > 0 else ""
        return self._signed(f"{tick:{sign}{grouping}.{places}f}")

    def _shown(self, value):
        return self._signed(format(value, self.chart.y_format))

    def _signed(self, text):
        return text.replace("-", "−") + ("%" if self.chart.unit.startswith("%") else "")

    # Marks on the lines and labels at their ends.

    def _marks(self, line):
        """A mark on the newest point; several lines have more of them, to differ by more than colour."""
        marked = _newest(line.points)
        if self.several:
            marked, spacing = [], (self.frame.x1 - self.frame.x0) / 7
            for point in reversed(line.points):
                if not marked or self.frame.x(marked[-1].period) - self.frame.x(point.period) >= spacing:
                    marked.append(point)
        for point in marked:
            self.add(Mark(*self.at(point), line.number, _mark(line.number, point.demonstration)))

    def _fitting_blocks(self, room):
        """The labels for the line ends, with less in each until all fit into the height."""
        for names, dates in ((2, True), (2, False), (1, False)):
            blocks = [block for line in self.lines for block in self._newest_blocks(line, names, dates)]
            if sum(block.height for block in blocks) <= room:
                break
        return blocks

    def _newest_blocks(self, line, names=2, dates=True):
        newest = _newest(line.points)
        if self.several:
            return [self._compared_block(line, newest[-1], names, dates)]
        blocks = []
        for point in newest:
            small = point.demonstration and len(newest) > 1
            value = "kc-value kc-value--small" if small else "kc-value"
            rows = [(self._shown(point.value), value, 15 if small else 24), self._date_row(point)]
            if point.demonstration:
                rows.append((self.words["demonstration"], "kc-note", 12.5))
                rows = [(text, f"{css} kc-demo", size) for text, css, size in rows]
            blocks.append(_Block(point, line.number, rows))
        return blocks

    def _compared_block(self, line, point, names, dates):
        muted = " kc-demo" if point.demonstration else ""
        rows = [(self._shown(point.value), f"kc-value kc-value--small{muted}", 15)]
        if not self.narrow:
            width = 150 if names > 1 else 170
            rows = [(text, "kc-name", 13) for text in _wrapped(line.label, width, 13, names)] + rows
            if dates and point.period != max(p.period for p in self.points):
                rows.append(self._date_row(point))
        return _Block(point, line.number, rows)

    def _date_row(self, point):
        return period_label(point.period, self.chart.frequency, self.chart.language), "kc-note", 12.5

    def _end_width(self):
        rows = [row for block in self.blocks for row in block.rows]
        beside = 24 if self.several else 14
        return max((_measure(text, size, "kc-value" in css) + beside for text, css, size in rows), default=4)

    def _end_labels(self):
        frame = self.frame
        wanted = [frame.y(block.point.value) for block in self.blocks]
        heights = [block.height for block in self.blocks]
        centres = spread(wanted, heights, frame.top - 12, frame.bottom + 28)
        for block, centre in zip(self.blocks, centres, strict=True):
            x, y = self.at(block.point)
            if frame.right - x > 12 or abs(centre - y) > (6 if self.several else 20):
                self.add(
                    Path(
                        [[(x + 6, y), (max(frame.right - 4, x + 6), y), (frame.right + 5, centre)]],
                        "kc-leader",
                    )
                )
            if self.several:
                self.add(Mark(frame.right + 11, centre, block.number, _mark(block.number)))
            baseline = centre - block.height / 2
            for text, css, size in block.rows:
                baseline += size * LINE_HEIGHT
                self.text(frame.right + (19 if self.several else 10), baseline - size * 0.28, text, css)


class _DrawnLine(NamedTuple):
    number: int
    label: str
    runs: list

    @property
    def points(self):
        return [point for run in self.runs for point in run]


class _Block(NamedTuple):
    """A label at a line end: rows of (text, class, size) for one point."""

    point: Point
    number: int
    rows: list

    @property
    def height(self):
        return sum(size * LINE_HEIGHT for *_, size in self.rows) + 4


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


def _strokes(runs, at, number, demonstration):
    """The lines and lone dots of one series, either what is demonstration or what is published."""
    stretches = [
        [at(point) for point in points]
        for run in runs
        for kind, points in stretches_of(run)
        if kind == demonstration
    ]
    css = _series(number) + (" kc-demo" if demonstration else "")
    joined = [stretch for stretch in stretches if len(stretch) > 1]
    dots = [stretch for stretch in stretches if len(stretch) == 1]
    return [
        Path(strokes, f"{kind} {css}")
        for strokes, kind in ((joined, "kc-line"), (dots, "kc-dots"))
        if strokes
    ]


def _newest(points):
    """The newest published point and, when a demonstration point is newer (or the only kind), that one."""
    newest = points[-1]
    published = next((point for point in reversed(points) if not point.demonstration), newest)
    return [newest] if published is newest else [published, newest]


def _kind(number):
    return (number - 1) % SERIES_CLASSES + 1


def _series(number):
    return f"kc-line--{_kind(number)}"


def _mark(number, demonstration=False):
    return f"kc-mark kc-mark--{_kind(number)}" + (" kc-demo" if demonstration else "")


def _words(language):
    return WORDS["zh" if language.startswith("zh") else "en"]


def _measure(text, size, bold=False):
    """About how wide a text will be: good enough to leave room, whatever the font."""
    return size * sum(_advance(character) for character in text) * (1.12 if bold else 1)


def _advance(character):
    if ord(character) >= 0x2E80:
        return 1.02
    if character in " .,:;'|()[]·il":
        return 0.32
    if character in "%+−—":
        return 0.85
    return 0.7 if character.isupper() or character in "mw" else 0.58


def _wrapped(text, width, size, most):
    """Text in at most so many lines of this width, about equally long.

    The last one ends in … when the rest does not fit.
    """
    lines = _broken(text, width, size)
    if 1 < len(lines) <= most:
        narrower = range(int(_measure(text, size) / len(lines)), int(width), 4)
        lines = next((even for w in narrower if len(even := _broken(text, w, size)) == len(lines)), lines)
    cut = len(lines) > most
    lines = lines[:most]
    if cut or _measure(lines[-1], size) > width:
        while lines[-1] and _measure(lines[-1] + "…", size) > width:
            lines[-1] = lines[-1][:-1].rstrip()
        lines[-1] += "…"
    return lines


def _broken(text, width, size):
    lines, line = [], ""
    for word in _breakable(text):
        if line and _measure(line + word.rstrip(), size) > width:
            lines.append(line.strip())
            line = ""
        line += word
    return [*lines, line.strip()]


def _breakable(text):
    """Pieces after which a line may end: words, and single characters of Chinese."""
    piece = ""
    for character in text:
        piece += character
        if character == " " or ord(character) >= 0x2E80:
            yield piece
            piece = ""
    yield piece


# Writing SVG


def draw_chart(
    chart: Chart, width: int = WIDE[0], height: int = WIDE[1], standalone: bool = False, ident: str = ""
) -> SafeString:
    """The chart as one `<svg>`.

    `ident` makes the ids of title and description unique when the same chart stands twice on a page.
    """
    drawing = lay_out(chart, width, height, standalone)
    words = _words(chart.language)
    title, description = chart.title or words["untitled"], [chart.description]
    attributes = {}
    if frame := drawing.frame:
        low, high = _plain(frame.v0), _plain(frame.v1)
        description.append(words["axis"].format(low=low, high=high))
        attributes = {
            "data-x0": _number(frame.x0),
            "data-x1": _number(frame.x1),
            "data-t0": frame.t0.isoformat(),
            "data-t1": frame.t1.isoformat(),
            "data-y0": _number(frame.bottom),
            "data-y1": _number(frame.top),
            "data-v0": low,
            "data-v1": high,
            "data-frequency": Frequency(chart.frequency).value,
        }
        if chart.unit.startswith("%"):
            attributes["data-suffix"] = "%"
    if any(
        demonstration and value is not None for line in chart.lines for _, value, demonstration in line.points
    ):
        description.append(words["contains"])
    if not ident:
        keys = "|".join(line.key or line.label for line in chart.lines)
        ident = f"{crc32(f'{title}|{keys}|{attributes}'.encode()):x}"
    ident = f"kc-{ident}-{width}"
    size = "narrow" if width < NARROW_BELOW else "wide"
    opening = {
        "class": f"kc-chart kc-chart--{size}" + (" kc-chart--several" if len(chart.lines) > 1 else ""),
        "viewBox": f"0 0 {width} {height}",
        "role": "img",
        "aria-labelledby": f"{ident}-title {ident}-desc",
        "font-size": "13",
        **attributes,
    }
    if standalone:
        opening = {"xmlns": "http://www.w3.org/2000/svg", "width": width, "height": height, **opening}
        opening["lang"] = chart.language  # in a page it is the page's
    parts = [
        f"<svg{_attributes(opening)}>",
        f'<title id="{_escaped(ident)}-title">{_escaped(title)}</title>',
        f'<desc id="{_escaped(ident)}-desc">{_escaped(" ".join(filter(None, description)))}</desc>',
    ]
    if standalone:
        parts.append(f'<style>{FILE_STYLE}</style><rect class="kc-paper" width="{width}" height="{height}"/>')
    parts.append('<g aria-hidden="true">')
    parts += (_written(shape) for shape in drawing.shapes)
    parts.append("</g></svg>")
    return mark_safe("".join(parts))


def draw_both(chart: Chart, ident: str = "") -> SafeString:
    """The wide and the narrow drawing for one figure of a page."""
    width, height = NARROW
    height += 19 * max(0, len(chart.lines) - 2)  # the names stand above the plot
    return mark_safe(draw_chart(chart, *WIDE, ident=ident) + draw_chart(chart, width, height, ident=ident))


def sparkline(
    points, frequency, no_issue=frozenset(), *, width: int = 120, height: int = 32, label: str = ""
) -> SafeString:
    """A small line without axes, for the front page and the tree, by the same gap rule.

    With `label` it is an image with that name; without one it is hidden from screen readers, because the
    figures stand beside it. Without any value it is an empty string.
    """
    runs = thinned(runs_of(points, frequency, no_issue), 2 * width)
    if not runs:
        return mark_safe("")
    every = [point for run in runs for point in run]
    low, high = min(p.value for p in every), max(p.value for p in every)
    if low == high:
        low, high = low - 1, high + 1
    frame = Frame(0, width, 4, height - 4, every[0].period, every[-1].period, low, high, inset=4)

    def at(point):
        return frame.x(point.period), frame.y(point.value)

    shapes = _strokes(runs, at, 1, True) + _strokes(runs, at, 1, False)
    shapes.append(Mark(*at(every[-1]), 1, _mark(1, every[-1].demonstration), 2.5))
    named = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    opening = {"class": "kc-sparkline", "viewBox": f"0 0 {width} {height}", "width": width, "height": height}
    return mark_safe(f"<svg{_attributes(opening | named)}>{''.join(map(_written, shapes))}</svg>")


def _written(shape):
    if isinstance(shape, Text):
        anchor = "" if shape.anchor == "start" else f' text-anchor="{shape.anchor}"'
        place = f'x="{_number(shape.x)}" y="{_number(shape.y)}"'
        return f'<text class="{shape.css}" {place}{anchor}>{_escaped(shape.text)}</text>'
    if isinstance(shape, Row):
        gap = ' dx="8"'
        parts = (
            f'<tspan class="{css}"{gap if n else ""}>{_escaped(text)}</tspan>'
            for n, (text, css) in enumerate(shape.parts)
        )
        return f'<text x="{_number(shape.x)}" y="{_number(shape.y)}">{"".join(parts)}</text>'
    if isinstance(shape, Mark):
        return f'<path class="{shape.css}" d="{_mark_path(shape)}"/>'
    strokes = "".join(map(_stroke_path, shape.strokes))
    return f'<path class="{shape.css}" d="{strokes}" fill="none" stroke="currentColor"/>'


def _stroke_path(points):
    """M…l… with tenths of a pixel; steps are taken between rounded places, so that nothing drifts."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    (x, y), *rest = tenths
    if not rest:
        return f"M{_joined(x, y)}h0"
    steps = [step for (x0, y0), (x1, y1) in pairwise(tenths) for step in (x1 - x0, y1 - y0)]
    return f"M{_joined(x, y)}l{_joined(*steps)}"


def _mark_path(mark):
    """Circle, square, triangle, diamond, triangle on its head, cross: one for each series."""
    r = mark.size
    x, y = mark.x, mark.y
    corners = {
        2: [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
        3: [(0, -1.2), (1.15, 0.85), (-1.15, 0.85)],
        4: [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)],
        5: [(0, 1.2), (1.15, -0.85), (-1.15, -0.85)],
        6: [
            (-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4), (1.2, 0.4), (0.4, 0.4),
            (0.4, 1.2), (-0.4, 1.2), (-0.4, 0.4), (-1.2, 0.4), (-1.2, -0.4), (-0.4, -0.4),
        ],
    }.get(_kind(mark.kind))  # fmt: skip
    if corners:
        return _stroke_path([(x + dx * r, y + dy * r) for dx, dy in corners]) + "z"
    half, full = _tenths(round(r * 10)), _tenths(round(r * 20))
    return f"M{_number(x - r)} {_number(y)}a{half} {half} 0 1 0 {full} 0a{half} {half} 0 1 0-{full} 0z"


def _joined(*tenths):
    text = " ".join(_tenths(number) for number in tenths)
    return text.replace(" -", "-")


def _tenths(number):
    """Tenths as the shortest decimal: 5 → ".5", -12 → "-1.2", 30 → "3"."""
    sign, (whole, tenth) = ("-" if number < 0 else ""), divmod(abs(number), 10)
    return sign + (f"{whole or ''}.{tenth}" if tenth else f"{whole}")


def _number(number):
    return _tenths(round(number * 10))


def _plain(number):
    return f"{number.normalize():f}"


def _attributes(attributes):
    return "".join(f' {name}="{_escaped(value)}"' for name, value in attributes.items())


_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def _escaped(value):
    """Text for SVG: escaped, and without the characters that XML cannot hold."""
    return escape(_NOT_XML.sub("", str(value)))


#: Styles of a chart file, which must look right without the site's style sheets; the colours are those of
#: css/tokens.css.
FILE_STYLE = (
    "svg{--paper:#f6f2e9;--ink:#1e2430;--soft:#565c68;--rule:#d8cfbd;--axis:#a79d88;--demo:#7a5a12;"
    "--s1:#24406e;--s2:#98292c;--s3:#2f6648;--s4:#8a5a00;--s5:#5d3a7a;--s6:#00646e;"
    'font-family:system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei",'
    '"Noto Sans CJK SC",sans-serif;'
    "font-variant-numeric:tabular-nums}"
    "@media(prefers-color-scheme:dark){svg{--paper:#14171d;--ink:#e9e4d8;--soft:#a9abad;--rule:#343a46;"
    "--axis:#565d6b;--demo:#d9b45f;"
    "--s1:#9db7e4;--s2:#f0908c;--s3:#86c79d;--s4:#e0b45a;--s5:#c3a3e0;--s6:#74c7d0}}"
    ".kc-paper{fill:var(--paper)}text{fill:var(--soft);font-size:13px}"
    ".kc-title{fill:var(--ink);font-size:19px;font-weight:600}.kc-source,.kc-note,.kc-unit,.kc-legend{font-size:12.5px}"
    ".kc-name{fill:var(--ink)}.kc-value{fill:var(--ink);font-size:24px;font-weight:600}.kc-value--small{font-size:15px}"
    ".kc-grid{stroke:var(--rule)}.kc-axis,.kc-zero,.kc-leader{stroke:var(--axis)}"
    ".kc-leader{stroke-dasharray:1 2}"
    ".kc-line{stroke-width:2;stroke-linejoin:round;stroke-linecap:round}.kc-dots{stroke-width:5;stroke-linecap:round}"
    ".kc-line--1,.kc-mark--1{color:var(--s1)}.kc-line--2,.kc-mark--2{color:var(--s2)}"
    ".kc-line--3,.kc-mark--3{color:var(--s3)}.kc-line--4,.kc-mark--4{color:var(--s4)}"
    ".kc-line--5,.kc-mark--5{color:var(--s5)}.kc-line--6,.kc-mark--6{color:var(--s6)}"
    ".kc-mark{fill:currentColor}"
    ".kc-line.kc-demo{stroke-width:1.4;stroke-dasharray:3 2;stroke-linecap:butt}"
    ".kc-dots.kc-demo{stroke-width:3.5}"
    "svg:not(.kc-chart--several) .kc-demo{color:var(--demo)}.kc-mark.kc-demo{fill:var(--paper);stroke:currentColor;stroke-width:1.5}"
    "text.kc-demo,tspan.kc-demo{fill:var(--demo);font-style:italic}:lang(zh) .kc-demo{font-style:normal}"
)
