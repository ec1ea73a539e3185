"""The plot frame with its grid, and both axes with their labels."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from .model import Point
from .scales import Frame, Tick, time_ticks, value_ticks
from .shapes import Path
from .sheet import Sheet
from .text import measure
from .values import tick_label

#: So far labels of the time axis stay from each other.
TICK_GAP = 6
#: What the labels of the time axis need at most below the plot.
MOST_BELOW_PLOT = 40


def draw_axes(sheet: Sheet, top: float, bottom: float, end_width: float) -> None:
    """Set the frame of the sheet between top and bottom, `end_width` free on the right, and draw its axes."""
    values = [point.value for point in sheet.points]
    rows = int((bottom - top - 40) / (36 if sheet.narrow else 44)) + 1
    ticks = value_ticks(min(values), max(values), max(3, min(7, rows)))
    labels = [tick_label(sheet.chart, tick, ticks[1] - ticks[0]) for tick in ticks]
    left = sheet.margin + max(measure(label, 13) for label in labels) + 8
    right = sheet.width - sheet.margin - end_width
    t0, t1 = _span(sheet.points)
    if sheet.chart.by_year:
        t0, t1 = t0.replace(month=1, day=1), t0.replace(month=12, day=31)
    times = time_ticks(t0, t1, right - left - 16, sheet.chart.frequency, sheet.chart.language)
    if sheet.chart.by_year:
        times = [tick._replace(under="") for tick in times]
    bottom -= MOST_BELOW_PLOT if any(tick.under for tick in times) else 24
    sheet.drawing.frame = Frame(left, right, top, bottom, t0, t1, ticks[0], ticks[-1])
    _draw_values(sheet, ticks, labels)
    _draw_times(sheet, times)


def _span(points: Sequence[Point]) -> tuple[date, date]:
    """The first and the last day of the time axis; a single period gets room on both sides."""
    t0, t1 = min(p.period for p in points), max(p.period for p in points)
    return (t0 - timedelta(days=15), t1 + timedelta(days=15)) if t0 == t1 else (t0, t1)


def _draw_values(sheet: Sheet, ticks: Sequence[Decimal], labels: Sequence[str]) -> None:
    frame, left, right = sheet.frame, sheet.frame.left, sheet.frame.right
    sheet.add(Path([[(left, frame.y(tick)), (right, frame.y(tick))] for tick in ticks[1:]], "kc-grid"))
    if ticks[0] < 0 < ticks[-1]:
        sheet.add(Path([[(left, frame.y(0)), (right, frame.y(0))]], "kc-zero"))
    for tick, label in zip(ticks, labels, strict=True):
        sheet.text(left - 8, frame.y(tick) + 4.5, label, "kc-tick", "end")


def _draw_times(sheet: Sheet, times: Sequence[Tick]) -> None:
    """Draw the time axis. A label that would touch the one before it is left out, its notch stays."""
    frame, bottom = sheet.frame, sheet.frame.bottom
    notches = [[(frame.x(t.day), bottom), (frame.x(t.day), bottom + (6 if t.label else 3))] for t in times]
    sheet.add(Path([[(frame.left, bottom), (frame.right, bottom)], *notches], "kc-axis"))
    for below, texts in ((20, [tick.label for tick in times]), (36, [tick.under for tick in times])):
        free = 0.0
        for tick, text in zip(times, texts, strict=True):
            half = measure(text, 13) / 2
            x = min(max(frame.x(tick.day), sheet.margin + half), sheet.width - sheet.margin - half)
            if text and x - half >= free:
                sheet.text(x, bottom + below, text, "kc-tick", "middle")
                free = x + half + TICK_GAP
        sheet.ticks_reach = max(sheet.ticks_reach, free)
