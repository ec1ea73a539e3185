"""The drawing before it is written down: shapes on a sheet of a size, whatever the format."""

from dataclasses import dataclass, field
from typing import NamedTuple

from .scales import Frame

#: Width and height of the two drawings of a page, and the width from which a drawing is a wide one.
WIDE = (880, 400)
NARROW = (340, 300)
NARROW_BELOW = 560


class Path(NamedTuple):
    """Strokes: each of `strokes` is a list of (x, y); a stroke of one point is a round dot."""

    strokes: list
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
    parts: list


class Marker(NamedTuple):
    """A small closed shape: `kind` 1 to 6 follows the series."""

    x: float
    y: float
    kind: int
    css: str
    size: float = 3.8


@dataclass
class Drawing:
    """Shapes in the order they are drawn; `frame` is None where there is nothing to plot."""

    width: int
    height: int
    shapes: list = field(default_factory=list)
    frame: Frame | None = None
