"""The sizes of pictures, by name."""

from typing import NamedTuple


class Size(NamedTuple):
    """A size in pixels, and how many of them make one of the drawing: letters keep their proportion to the picture."""

    width: int
    height: int
    scale: float

    @property
    def sheet(self) -> tuple[int, int]:
        """Return the size of the drawing."""
        return round(self.width / self.scale), round(self.height / self.scale)


CARD = "card"
#: The card is what sites show of a link; the square is for messengers and telephones, the slide for presentations.
SIZES = {CARD: Size(1200, 630, 1.5), "square": Size(1080, 1080, 1.8), "slide": Size(1600, 900, 5 / 3)}
