"""A line without axes, small enough to stand in a row of figures."""

from collections.abc import Collection, Iterable

from django.utils.safestring import SafeString, mark_safe

from indexdata.arithmetic.periods import FrequencyCode, Period

from .gaps import runs_of, thinned
from .lines import mark_class, strokes_of
from .model import Point, Reading
from .scales import Frame
from .shapes import Marker, Place, Shape
from .svg import attributes_of, written


def sparkline(
    points: Iterable[Reading],
    frequency: FrequencyCode,
    no_issue: Collection[Period] = frozenset(),
    *,
    width: int = 120,
    height: int = 32,
    label: str = "",
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

    def at(point: Point) -> Place:
        return frame.x(point.period), frame.y(point.value)

    shapes: list[Shape] = [*strokes_of(runs, at, 1, True), *strokes_of(runs, at, 1, False)]
    shapes.append(Marker(*at(every[-1]), 1, mark_class(1, every[-1].demonstration), 2.5))
    named = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    opening = {"class": "kc-sparkline", "viewBox": f"0 0 {width} {height}", "width": width, "height": height}
    return mark_safe(f"<svg{attributes_of(opening | named)}>{''.join(map(written, shapes))}</svg>")
