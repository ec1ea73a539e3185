"""A paper that grows downwards while it is written on: texts, rules and drawings below each other."""

from collections.abc import Iterator

from foundation.lettering import FAMILY, width_of
from indexdata.charts.style import COLOURS, LIGHT
from indexdata.charts.svg import attributes_of, escaped

INK = COLOURS[LIGHT]


class Paper:
    """An SVG of a width that is as high as what was put on it; `y` is where the next thing stands."""

    def __init__(self, width: int, margin: int) -> None:
        self.width, self.margin = width, margin
        self.y: float = 0
        self._parts: list[str] = []

    @property
    def right(self) -> float:
        return self.width - self.margin

    def put(self, part: str) -> None:
        """Put an SVG element on the paper."""
        self._parts.append(part)

    def block(self, height: float, colour: str, x: float = 0, width: float | None = None) -> None:
        """Put a coloured block at `y`, as wide as the paper unless it is told."""
        box = {"x": x, "y": self.y, "width": self.width if width is None else width, "height": height}
        self.put(f"<rect{attributes_of({**box, 'fill': colour})}/>")

    def rule(self, colour: str = INK["rule"]) -> None:
        """Draw a rule at `y`, from margin to margin."""
        self.block(1, colour, self.margin, self.right - self.margin)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        colour: str,
        *,
        bold: bool = False,
        anchor: str = "start",
    ) -> None:
        """Write one line; its letters stand on `y`."""
        look: dict[str, object] = {"x": round(x, 1), "y": round(y, 1), "font-size": size, "fill": colour}
        if anchor != "start":
            look["text-anchor"] = anchor
        if bold:
            look |= {"stroke": colour, "stroke-width": round(size * 0.03, 2), "stroke-linejoin": "round"}
        self.put(f"<text{attributes_of(look)}>{escaped(text)}</text>")

    def paragraph(
        self, text: str, size: float, colour: str, *, width: float | None = None, bold: bool = False
    ) -> None:
        """Write a text in as many lines as it needs, and go below it."""
        for line in broken(text, width or self.right - self.margin, size):
            self.y += size * 1.4
            self.text(self.margin, self.y - size * 0.3, line, size, colour, bold=bold)

    def svg(self) -> str:
        """Return what was put on the paper."""
        size = {"width": self.width, "height": round(self.y)}
        opening = {
            "xmlns": "http://www.w3.org/2000/svg",
            **size,
            "viewBox": f"0 0 {self.width} {round(self.y)}",
            "font-family": FAMILY,
        }
        paper = f"<rect{attributes_of({**size, 'fill': INK['paper']})}/>"
        return f"<svg{attributes_of(opening)}>{paper}{''.join(self._parts)}</svg>"


def broken(text: str, width: float, size: float) -> list[str]:
    """Return a text in lines that are no wider than this, broken after words and between Chinese characters.

    No line begins with a mark that closes something.
    """
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and width_of((lines[-1] + piece).rstrip(), size) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def fitted(text: str, width: float, size: float) -> str:
    """Return a text cut with an ellipsis where it is wider than this."""
    if width_of(text, size) <= width:
        return text
    while text and width_of(f"{text}…", size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _pieces(text: str) -> Iterator[str]:
    """Yield what stays together: words and numbers, Chinese characters with the marks that close them."""
    piece = ""
    for before, character in zip(" " + text, text, strict=False):
        ends = before == " " or ord(before) >= 0x2E80 or ord(character) >= 0x2E80
        if piece and ends and character not in "，。；：、）》”%":
            yield piece
            piece = ""
        piece += character
    yield piece
