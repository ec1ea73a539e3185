"""Charts as SVG, drawn on the server: plain data in, a string out. No database and no request here.

On a page a chart is drawn twice, because text in a scaled drawing scales with it: once `WIDE`, once `NARROW`.
`draw_both(chart)` gives the two; `css/components/chart.css` shows the one that fits the width of the figure (the other
is `display: none`, also to screen readers). `js/chart.js` adds crosshair, tooltip, keyboard and range selection from
the `data-` attributes of the drawing and the table beside it; its header says what markup it expects.

    <figure data-chart>{{ both }}<figcaption>…</figcaption><table data-chart-table>…</table></figure>

A file of its own (`chart.svg`) is `draw_chart(chart, standalone=True)`: styles, title and source line included.
`lay_out` gives the same drawing as shapes, for other formats.

The rules of the figures hold here: a missing value is a gap, never joined. Two points are joined only when they are one
period apart or everything between them is in `chart.no_issue`; a point without a neighbour is a dot. What
is demonstration is dashed, muted and named. Inside the page there are no `style` attributes (the Content-Security-Policy
forbids them), only classes: `kc-line kc-line--1`, `kc-demo`, `kc-grid`, `kc-axis`, ….
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .enums import Frequency
from .periods import MONTHS, next_period, period_label

WIDE = (880, 400)
NARROW = (340, 300)
NARROW_BELOW = 560
MAX_POINTS = 1200
SERIES_CLASSES = 6

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
    """What to draw. `y_format` is a Python format for values; `unit` is printed above the axis ("%" also behind values)."""

    lines: Sequence[Line]
    frequency: Frequency
    language: str = "en"
    title: str = ""
    description: str = ""
    unit: str = ""
    y_format: str = ",.2f"
    no_issue: Collection[date] = frozenset()


# --- Points, runs and stretches: what may be joined ---------------------------------------------------------------


class Point(NamedTuple):
    period: date
    value: Decimal
    demonstration: bool


def runs_of(points, frequency, no_issue=frozenset()) -> list[list[Point]]:
    """Points in any order → runs of points that may be joined. Missing values are in no run; a lone point is one."""
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

    A step from or to a demonstration point is demonstration. A published point between two such steps comes as a
    published stretch of one point, and so does any lone point.
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


# --- Scales and ticks ---------------------------------------------------------------------------------------------


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
    """Round values at even steps from at or below `low` to at or above `high`, at most about `most` of them."""
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
                return _with_years(mondays[::weeks], chinese, by_day=True)
    for months, pixels_wanted in ((1, 38), (2, 38), (3, 38), (6, 42)):
        if months * 30.4 * room >= pixels_wanted:
            firsts = [
                date(year, month, 1) for year in range(t0.year, t1.year + 1) for month in range(1, 13, months)
            ]
            shown = [day for day in firsts if t0 <= day <= t1]
            if len(shown) > 1:
                return _with_years(shown, chinese)
    if weekly and len(mondays) < 9:
        return _with_years(mondays[:: max(1, math.ceil(58 / (7 * room)))] or [t0], chinese, by_day=True)
    januaries = [date(year, 1, 1) for year in range(t0.year, t1.year + 1) if t0 <= date(year, 1, 1) <= t1]
    if not januaries:
        return _with_years([t0], chinese, by_day=weekly)
    step = next(years for years in (1, 2, 5, 10, 20, 50, 100) if years * 365.25 * room >= 46 or years == 100)
    labelled = [day for day in januaries if day.year % step == 0] or januaries[:1]
    return [
        Tick(day, f"{day.year}年" if chinese else f"{day.year}") if day in labelled else Tick(day)
        for day in januaries
    ]


def _with_years(days, chinese, by_day=False):
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
    return ticks


# --- Shapes: the drawing before it is written down ------------------------------------------------------------------


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


class Mark(NamedTuple):
    """A small closed shape; `kind` 1 to 6 follows the series."""

    x: float
    y: float
    kind: int
    css: str
    size: float = 3.5


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
        self.narrow = width < NARROW_BELOW
        self.margin = 16 if standalone else 2
        self.words = _words(chart.language)
        self.drawing = Drawing(width, height)
        self.add = self.drawing.shapes.append
        limit = min(MAX_POINTS, 3 * width)
        runs = [runs_of(line.points, chart.frequency, chart.no_issue) for line in chart.lines]
        self.lines = [
            (number, line, thinned(of_line, limit))
            for number, (line, of_line) in enumerate(zip(chart.lines, runs, strict=True), 1)
            if of_line
        ]
        self.several = len(chart.lines) > 1
        self.points = [point for *_, of_line in self.lines for run in of_line for point in run]
        self.demonstration = any(point.demonstration for point in self.points)
        bottom = height - self.margin
        if standalone:
            self.add(Text(self.margin, bottom - 3, self.words["source"], "kc-source"))
            bottom -= 26
        top = self._heading()
        if self.points:
            self._axes(top, bottom)
            self._strokes()
            if not (self.narrow and not self.several):
                self._end_labels()
        else:
            self.add(Text(width / 2, (top + bottom) / 2, self.words["empty"], "kc-empty", "middle"))

    # Heading: title (in a file of its own), newest value (narrow), unit and legend.

    def _heading(self):
        y = self.margin
        if self.standalone:
            for text in _wrapped(self.chart.title, self.width - 2 * self.margin, 19, 2):
                self.add(Text(self.margin, y + 18, text, "kc-title"))
                y += 25
        if self.points and self.narrow and not self.several:
            for block in self._newest_blocks(self.lines[0]):
                x = self.margin
                for text, css, size in block.rows:
                    self.add(Text(x, y + 20, text, css))
                    x += _measure(text, size) + 8
                y += 28 if block is not None and block.rows[0][2] > 20 else 22
        x = self.margin
        entries = [(self.chart.unit, None, None)] if self.chart.unit else []
        entries += self._legend()
        for text, css, mark in entries:
            size = 12.5
            needed = (30 if css or mark else 0) + _measure(text, size)
            if x > self.margin and x + needed > self.width - self.margin:
                x, y = self.margin, y + 19
            if css:
                self.add(Path([[(x, y + 10), (x + 22, y + 10)]], css))
            if mark:
                self.add(Mark(x + 11, y + 10, mark, f"kc-mark kc-mark--{mark}"))
            if css or mark:
                x += 28
            self.add(Text(x, y + 14, text, "kc-unit" if not (css or mark) else "kc-legend"))
            x += _measure(text, size) + 20
        return y + (30 if entries else 10)

    def _legend(self):
        """Entries (text, class of a sample stroke, kind of a mark)."""
        entries = []
        if self.several and self.narrow:
            entries += [
                (
                    _wrapped(line.label, self.width - 2 * self.margin - 30, 12.5, 1)[0],
                    f"kc-line {_series(number)}",
                    _kind(number),
                )
                for number, line, _ in self.lines
            ]
        if self.demonstration:
            if not self.several and not all(point.demonstration for point in self.points):
                entries.append((self.words["published"], "kc-line kc-line--1", None))
            entries.append((self.words["demonstration"], "kc-line kc-line--1 kc-demo", None))
        return entries

    # Axes.

    def _axes(self, top, bottom):
        values = [point.value for point in self.points]
        room = bottom - top - 40
        ticks = value_ticks(min(values), max(values), max(3, min(7, int(room / 44))))
        labels = [self._tick_label(tick, ticks) for tick in ticks]
        left = self.margin + max(_measure(label, 13) for label in labels) + 8
        right = self.width - self.margin - self._end_width()
        t0, t1 = min(p.period for p in self.points), max(p.period for p in self.points)
        if t0 == t1:
            t0, t1 = date.fromordinal(t0.toordinal() - 15), date.fromordinal(t1.toordinal() + 15)
        times = time_ticks(t0, t1, right - left - 16, self.chart.frequency, self.chart.language)
        bottom -= 40 if any(tick.under for tick in times) else 24
        frame = Frame(left, right, top, bottom, t0, t1, ticks[0], ticks[-1])
        self.drawing.frame = self.frame = frame
        self.add(Path([[(left, frame.y(tick)), (right, frame.y(tick))] for tick in ticks[1:]], "kc-grid"))
        if ticks[0] < 0 < ticks[-1]:
            self.add(Path([[(left, frame.y(0)), (right, frame.y(0))]], "kc-zero"))
        for tick, label in zip(ticks, labels, strict=True):
            self.add(Text(left - 8, frame.y(tick) + 4.5, label, "kc-tick", "end"))
        self.add(Path([[(left, bottom), (right, bottom)]], "kc-axis"))
        notches = [
            [(frame.x(t.day), bottom), (frame.x(t.day), bottom + (6 if t.label else 3))] for t in times
        ]
        self.add(Path(notches, "kc-axis"))
        edge = self.width - self.margin
        for tick in times:
            x = frame.x(tick.day)
            half = max(_measure(tick.label, 13), _measure(tick.under, 13)) / 2
            x = min(max(x, self.margin + half), edge - half)
            if tick.label:
                self.add(Text(x, bottom + 20, tick.label, "kc-tick", "middle"))
            if tick.under:
                self.add(Text(x, bottom + 36, tick.under, "kc-tick kc-tick--year", "middle"))

    def _tick_label(self, tick, ticks):
        places = max(0, -(ticks[1] - ticks[0]).normalize().as_tuple().exponent)
        grouping = "," if "," in self.chart.y_format else ""
        sign = "+" if "+" in self.chart.y_format and tick > 0 else ""
        return self._signed(f"{tick:{sign}{grouping}.{places}f}")

    def _shown(self, value):
        return self._signed(format(value, self.chart.y_format))

    def _signed(self, text):
        return text.replace("-", "−") + ("%" if self.chart.unit.startswith("%") else "")

    # Lines.

    def _strokes(self):
        at = partial(_position, self.frame)
        for wanted in (True, False):
            for number, _line, runs in self.lines:
                stretches = [
                    [at(point) for point in points]
                    for run in runs
                    for demonstration, points in stretches_of(run)
                    if demonstration == wanted
                ]
                muted = " kc-demo" if wanted else ""
                joined = [stretch for stretch in stretches if len(stretch) > 1]
                dots = [stretch for stretch in stretches if len(stretch) == 1]
                if joined:
                    self.add(Path(joined, f"kc-line {_series(number)}{muted}"))
                if dots:
                    self.add(Path(dots, f"kc-dots {_series(number)}{muted}"))
        for number, _line, runs in self.lines:
            points = [point for run in runs for point in run]
            if self.several:
                self._marks(number, points, at)
            else:
                for point in _newest(points):
                    muted = " kc-demo" if point.demonstration else ""
                    self.add(Mark(*at(point), _kind(number), f"kc-mark {_mark(number)}{muted}", 4))

    def _marks(self, number, points, at):
        """A mark on the newest point and on points here and there, so that lines differ by more than colour."""
        spacing = (self.frame.x1 - self.frame.x0) / 6
        last = math.inf
        for point in reversed(points):
            x, y = at(point)
            if last - x >= spacing or last == math.inf:
                muted = " kc-demo" if point.demonstration else ""
                self.add(Mark(x, y, _kind(number), f"kc-mark {_mark(number)}{muted}"))
                last = x

    # Labels at the line ends.

    def _end_width(self):
        if self.narrow and not self.several:
            return 4
        rows = [row for line in self.lines for block in self._newest_blocks(line) for row in block.rows]
        return max(_measure(text, size) for text, _, size in rows) + (24 if self.several else 14)

    def _newest_blocks(self, numbered_line):
        number, line, runs = numbered_line
        newest = _newest([point for run in runs for point in run])
        if self.several:
            return [self._compared_block(number, line, newest[-1])]
        blocks = []
        for point in newest:
            label = period_label(point.period, self.chart.frequency, self.chart.language)
            small = point.demonstration and len(newest) > 1
            rows = [
                (
                    self._shown(point.value),
                    "kc-value kc-value--small" if small else "kc-value",
                    15 if small else 24,
                ),
                (label, "kc-note", 12.5),
            ]
            if point.demonstration:
                rows = [(text, f"{css} kc-demo", size) for text, css, size in rows]
                rows.append((self.words["demonstration"], "kc-note kc-demo", 12.5))
            blocks.append(_Block(point, number, rows))
        return blocks

    def _compared_block(self, number, line, point):
        muted = " kc-demo" if point.demonstration else ""
        value = (self._shown(point.value), f"kc-value kc-value--small{muted}", 15)
        if self.narrow:
            return _Block(point, number, [value])
        names = [(text, "kc-name", 13) for text in _wrapped(line.label, 150, 13, 2)]
        rows = [*names, value]
        if point.period != max(p.period for p in self.points):
            rows.append(
                (period_label(point.period, self.chart.frequency, self.chart.language), "kc-note", 12.5)
            )
        return _Block(point, number, rows)

    def _end_labels(self):
        frame = self.frame
        blocks = [block for line in self.lines for block in self._newest_blocks(line)]
        if self.several and sum(block.height for block in blocks) > frame.bottom - frame.top + 40:
            # Too many for their names and dates: the names stay on one line, the dates go.
            blocks = [_Block(b.point, b.number, _shortened(b.rows)) for b in blocks]
        wanted = [frame.y(block.point.value) for block in blocks]
        centres = spread(wanted, [block.height for block in blocks], frame.top - 12, frame.bottom + 28)
        for block, centre in zip(blocks, centres, strict=True):
            x, y = _position(frame, block.point)
            if self.several:
                if frame.right - x > 12 or abs(centre - y) > 6:
                    self.add(
                        Path(
                            [[(x + 6, y), (max(frame.right - 4, x + 6), y), (frame.right + 4, centre)]],
                            "kc-leader",
                        )
                    )
                self.add(
                    Mark(frame.right + 10, centre, _kind(block.number), f"kc-mark {_mark(block.number)}")
                )
            elif frame.right - x > 12 or abs(centre - y) > 20:
                self.add(
                    Path(
                        [[(x + 6, y), (max(frame.right - 4, x + 6), y), (frame.right + 6, centre)]],
                        "kc-leader",
                    )
                )
            baseline = centre - block.height / 2
            for text, css, size in block.rows:
                baseline += size * 1.22
                self.add(Text(frame.right + (18 if self.several else 10), baseline - size * 0.28, text, css))


@dataclass
class _Block:
    """A label at a line end: rows of (text, class, size) for one point."""

    point: Point
    number: int
    rows: list

    @property
    def height(self):
        return sum(size * 1.22 for *_, size in self.rows) + 4


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


def _shortened(rows):
    names = [row for row in rows if row[1] == "kc-name"]
    value = next(row for row in rows if row[1].startswith("kc-value"))
    text = names[0][0] if len(names) == 1 else names[0][0].rstrip("…") + "…"
    return [(text, "kc-name", 13), value]


def _newest(points):
    """The newest published point and, when a demonstration point is newer (or the only kind), that one."""
    newest = points[-1]
    published = next((point for point in reversed(points) if not point.demonstration), newest)
    return [newest] if published is newest else [published, newest]


def _position(frame, point):
    return frame.x(point.period), frame.y(point.value)


def _kind(number):
    return (number - 1) % SERIES_CLASSES + 1


def _series(number):
    return f"kc-line--{_kind(number)}"


def _mark(number):
    return f"kc-mark--{_kind(number)}"


def _words(language):
    return WORDS["zh" if language.startswith("zh") else "en"]


def _measure(text, size):
    """About how wide a text will be: good enough to leave room, whatever the font."""
    return size * sum(_advance(character) for character in text)


def _advance(character):
    if ord(character) >= 0x2E80:
        return 1.02
    if character in " .,:;'|()[]·il":
        return 0.32
    return 0.7 if character.isupper() or character in "mw%+−—" else 0.57


def _wrapped(text, width, size, most):
    """Text in at most so many lines of this width; the last one ends in … when the rest does not fit."""
    lines, line = [], ""
    for word in _breakable(text):
        if line and _measure(line + word.rstrip(), size) > width:
            lines.append(line.strip())
            line = ""
        line += word
    lines.append(line.strip())
    cut = len(lines) > most
    lines = lines[:most]
    if cut or _measure(lines[-1], size) > width:
        while lines[-1] and _measure(lines[-1] + "…", size) > width:
            lines[-1] = lines[-1][:-1].rstrip()
        lines[-1] += "…"
    return lines


def _breakable(text):
    """Pieces after which a line may end: words, and single characters of Chinese."""
    piece = ""
    for character in text:
        piece += character
        if character == " " or ord(character) >= 0x2E80:
            yield piece
            piece = ""
    yield piece


# --- Writing SVG ----------------------------------------------------------------------------------------------------


def draw_chart(
    chart: Chart, width: int = WIDE[0], height: int = WIDE[1], standalone: bool = False, ident: str = ""
) -> SafeString:
    """The chart as one `<svg>`.

    `ident` makes the ids of title and description unique when the same chart stands twice on a page at the same size.
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
        "class": f"kc-chart kc-chart--{size}" + (" kc-chart--file" if standalone else ""),
        "viewBox": f"0 0 {width} {height}",
        "role": "img",
        "aria-labelledby": f"{ident}-title {ident}-desc",
        "lang": chart.language,
        "font-size": "13",
        **attributes,
    }
    if standalone:
        opening = {"xmlns": "http://www.w3.org/2000/svg", "width": width, "height": height, **opening}
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
    return mark_safe("".join(parts))  # noqa: S308 (every text went through _escaped)


def draw_both(chart: Chart, ident: str = "") -> SafeString:
    """The wide and the narrow drawing for one figure of a page."""
    return mark_safe(draw_chart(chart, *WIDE, ident=ident) + draw_chart(chart, *NARROW, ident=ident))  # noqa: S308


def sparkline(
    points, frequency, no_issue=frozenset(), *, width: int = 120, height: int = 32, label: str = ""
) -> SafeString:
    """A small line without axes, for the front page and the tree, by the same gap rule.

    With `label` it is an image with that name; without one it is hidden from screen readers, because the figures
    stand beside it. Without any value it is an empty string.
    """
    runs = thinned(runs_of(points, frequency, no_issue), 2 * width)
    if not runs:
        return mark_safe("")
    every = [point for run in runs for point in run]
    low, high = min(p.value for p in every), max(p.value for p in every)
    if low == high:
        low, high = low - 1, high + 1
    frame = Frame(0, width, 4, height - 4, every[0].period, every[-1].period, low, high, inset=4)
    at = partial(_position, frame)
    shapes = []
    for wanted in (True, False):
        stretches = [
            [at(p) for p in stretch] for run in runs for kind, stretch in stretches_of(run) if kind == wanted
        ]
        muted = " kc-demo" if wanted else ""
        if joined := [stretch for stretch in stretches if len(stretch) > 1]:
            shapes.append(Path(joined, f"kc-line kc-line--1{muted}"))
        if dots := [stretch for stretch in stretches if len(stretch) == 1]:
            shapes.append(Path(dots, f"kc-dots kc-line--1{muted}"))
    muted = " kc-demo" if every[-1].demonstration else ""
    shapes.append(Mark(*at(every[-1]), 1, f"kc-mark kc-mark--1{muted}", 2.5))
    named = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    opening = {"class": "kc-sparkline", "viewBox": f"0 0 {width} {height}", "width": width, "height": height}
    return mark_safe(f"<svg{_attributes(opening | named)}>{''.join(map(_written, shapes))}</svg>")  # noqa: S308


def _written(shape):
    if isinstance(shape, Text):
        anchor = "" if shape.anchor == "start" else f' text-anchor="{shape.anchor}"'
        place = f'x="{_number(shape.x)}" y="{_number(shape.y)}"'
        return f'<text class="{shape.css}" {place}{anchor}>{_escaped(shape.text)}</text>'
    if isinstance(shape, Mark):
        return f'<path class="{shape.css}" d="{_mark_path(shape)}"/>'
    return f'<path class="{shape.css}" d="{"".join(map(_stroke_path, shape.strokes))}" fill="none" stroke="currentColor"/>'


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
    }.get(mark.kind)  # fmt: skip
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


def _escaped(value):
    """Text for SVG: escaped, and without the control characters that XML cannot hold."""
    return escape("".join(c for c in str(value) if c.isprintable() or c in "\n\t"))


#: Styles of a chart file: it must look right without the site's style sheets, on light and dark.
FILE_STYLE = (
    "svg{--paper:#faf7f0;--ink:#211d18;--soft:#655d51;--rule:#e2dbcc;--axis:#8c8373;--demo:#857b69;"
    "--s1:#2f3f87;--s2:#a2352b;--s3:#4c7440;--s4:#9a6a0c;--s5:#7b3f74;--s6:#1c7278;"
    'font-family:system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;'
    "font-variant-numeric:tabular-nums}"
    "@media(prefers-color-scheme:dark){svg{--paper:#17171a;--ink:#ede8dc;--soft:#aba392;--rule:#34332f;--axis:#857d6e;"
    "--demo:#a0967f;--s1:#9dacf2;--s2:#f0907f;--s3:#9cc68a;--s4:#e2b95c;--s5:#d79ccd;--s6:#72c6cb}}"
    ".kc-paper{fill:var(--paper)}text{fill:var(--soft);font-size:13px}"
    ".kc-title{fill:var(--ink);font-size:19px;font-weight:600}.kc-source,.kc-note,.kc-unit,.kc-legend{font-size:12.5px}"
    ".kc-name{fill:var(--ink)}.kc-value{fill:var(--ink);font-size:24px;font-weight:600}.kc-value--small{font-size:15px}"
    ".kc-grid{stroke:var(--rule)}.kc-axis,.kc-zero{stroke:var(--axis)}.kc-leader{stroke:var(--axis);stroke-dasharray:1 2}"
    ".kc-line{stroke-width:2;stroke-linejoin:round;stroke-linecap:round}.kc-dots{stroke-width:5;stroke-linecap:round}"
    ".kc-line--1,.kc-mark--1{color:var(--s1)}.kc-line--2,.kc-mark--2{color:var(--s2)}"
    ".kc-line--3,.kc-mark--3{color:var(--s3)}.kc-line--4,.kc-mark--4{color:var(--s4)}"
    ".kc-line--5,.kc-mark--5{color:var(--s5)}.kc-line--6,.kc-mark--6{color:var(--s6)}"
    ".kc-line--2{stroke-dasharray:9 4}.kc-line--3{stroke-dasharray:16 4}.kc-line--4{stroke-dasharray:9 4 2 4}"
    ".kc-line--5{stroke-dasharray:16 4 2 4}.kc-line--6{stroke-dasharray:5 4}.kc-dots{stroke-dasharray:none}"
    ".kc-mark{fill:currentColor;stroke:var(--paper);stroke-width:1.5;paint-order:stroke}"
    ".kc-line.kc-demo{stroke-width:1.3;stroke-dasharray:2 3;stroke-linecap:butt}.kc-dots.kc-demo{stroke-width:3.5}"
    ".kc-line--1.kc-demo,.kc-mark--1.kc-demo{color:var(--demo)}.kc-mark.kc-demo{fill:var(--paper);stroke:currentColor}"
    "text.kc-demo{fill:var(--demo);font-style:italic}"
)
