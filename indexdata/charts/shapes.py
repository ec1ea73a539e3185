"""The drawing before it is written down: shapes on a sheet of a size, whatever the format."""

from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from .scales import Frame

#: Width and height of the two drawings of a page, and the width from which a drawing is a wide one.
WIDE = (880, 400)
NARROW = (340, 300)
NARROW_BELOW = 560

#: Where something lies on the sheet: (x, y) in pixels.
Place: TypeAlias = tuple[float, float]


class Path(NamedTuple):
    """Strokes: a stroke of one place is a round dot."""

    strokes: list[list[Place]]
    css: str


class Text(NamedTuple):
    """One text on one line; `anchor` is start, middle or end."""

    x: float
    y: float
    text: str
    css: str
    anchor: str = "start"


class TextRow(NamedTuple):
    """Texts after each other on one line: (text, class), as wide as they turn out to be."""

    x: float
    y: float
    parts: list[tuple[str, str]]


class Marker(NamedTuple):
    """A small closed shape: `kind` 1 to 8 follows the series."""

    x: float
    y: float
    kind: int
    css: str
    size: float = 3.8


Shape: TypeAlias = Path | Text | TextRow | Marker


@dataclass
class Drawing:
    """Shapes in the order they are drawn; `frame` is None where there is nothing to plot."""

    width: int
    height: int
    shapes: list[Shape] = field(default_factory=list)
    frame: Frame | None = None
