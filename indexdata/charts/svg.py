"""Writing shapes down as SVG, for pages and for files: short numbers, escaped text, no `style` attributes."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from django.utils.html import escape

from foundation.characters import storable

from .lines import kind_of
from .shapes import Marker, Place, Shape, Text, TextRow
from .style import PAGE, Look


def written(shape: Shape, look: Look = PAGE) -> str:
    """Return a shape as an SVG element, dressed for a page or for a file."""
    if isinstance(shape, Text):
        place = {"x": short_number(shape.x), "y": short_number(shape.y)}
        anchor = {} if shape.anchor == "start" else {"text-anchor": shape.anchor}
        return (
            f"<text{attributes_of({**look.text(shape.css), **place, **anchor})}>{escaped(shape.text)}</text>"
        )
    if isinstance(shape, TextRow):
        parts = (
            f"<tspan{attributes_of({**look.text(css), **({'dx': 8} if n else {})})}>{escaped(text)}</tspan>"
            for n, (text, css) in enumerate(shape.parts)
        )
        return f'<text x="{short_number(shape.x)}" y="{short_number(shape.y)}">{"".join(parts)}</text>'
    if isinstance(shape, Marker):
        return f"<path{attributes_of({**look.mark(shape.css), 'd': _mark_path(shape)})}/>"
    strokes = "".join(map(_stroke_path, shape.strokes))
    return f"<path{attributes_of({**look.stroke(shape.css), 'd': strokes})}/>"


def _stroke_path(places: Sequence[Place]) -> str:
    """M…l… with tenths of a pixel; steps are taken between rounded places, so that nothing drifts."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in places]
    (x, y), *rest = tenths
    if not rest:
        return f"M{_joined(x, y)}h0"
    steps = [step for (x0, y0), (x1, y1) in pairwise(tenths) for step in (x1 - x0, y1 - y0)]
    return f"M{_joined(x, y)}l{_joined(*steps)}"


def _mark_path(mark: Marker) -> str:
    """Circle, square, triangle, diamond, triangle on its head, cross, triangle on its side, bar: one for each series."""
    r = mark.size
    x, y = mark.x, mark.y
    corners: list[Place] | None = {
        2: [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
        3: [(0, -1.2), (1.15, 0.85), (-1.15, 0.85)],
        4: [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)],
        5: [(0, 1.2), (1.15, -0.85), (-1.15, -0.85)],
        6: [
            (-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4), (1.2, 0.4), (0.4, 0.4),
            (0.4, 1.2), (-0.4, 1.2), (-0.4, 0.4), (-1.2, 0.4), (-1.2, -0.4), (-0.4, -0.4),
        ],
        7: [(1.2, 0), (-0.85, 1.15), (-0.85, -1.15)],
        8: [(-1.4, -0.5), (1.4, -0.5), (1.4, 0.5), (-1.4, 0.5)],
    }.get(kind_of(mark.kind))  # fmt: skip
    if corners:
        return _stroke_path([(x + dx * r, y + dy * r) for dx, dy in corners]) + "z"
    half, full = _tenths(round(r * 10)), _tenths(round(r * 20))
    start = f"M{short_number(x - r)} {short_number(y)}"
    return f"{start}a{half} {half} 0 1 0 {full} 0a{half} {half} 0 1 0-{full} 0z"


def _joined(*tenths: int) -> str:
    text = " ".join(_tenths(number) for number in tenths)
    return text.replace(" -", "-")


def _tenths(number: int) -> str:
    """Tenths as the shortest decimal: 5 → ".5", -12 → "-1.2", 30 → "3"."""
    sign, (whole, tenth) = ("-" if number < 0 else ""), divmod(abs(number), 10)
    return sign + (f"{whole or ''}.{tenth}" if tenth else f"{whole}")


def short_number(number: float) -> str:
    """Return a number of pixels with at most one place, as short as can be."""
    return _tenths(round(number * 10))


def attributes_of(attributes: Mapping[str, object]) -> str:
    """Return a mapping as the attributes of a tag."""
    return "".join(f' {name}="{escaped(value)}"' for name, value in attributes.items())


def escaped(value: object) -> str:
    """Text for SVG: escaped, and without the characters that XML cannot hold."""
    return escape(storable(str(value)))
