"""The beginning of every recipe: one fabric, its colourways and the ways it may lie."""

from numpy.random import Generator

from .cloths import make_cloth
from .colour import lightness, linear
from .light import Relief, drape, relief, ripple
from .values import Cloth, Colour, Frame, Palette
from .yarn import Yarn

PAPER, PAPER_DEEP = "#EFE9DD", "#DDD5C6"


class Recipe:
    """One fabric about to be drawn: weave, yarn, palette, frame and the random generator they share."""

    def __init__(self, weave: str, yarn: Yarn, palette: Palette, frame: Frame, rng: Generator) -> None:
        self.weave, self.yarn, self.palette, self.frame, self.rng = weave, yarn, palette, frame, rng

    @property
    def paper(self) -> Colour:
        """The table the cloth lies on: paper, a little deeper under pale cloth."""
        return linear(PAPER_DEEP) if lightness(self.palette[0]) > 0.8 else linear(PAPER)

    def cloth(self, turn: int = 0) -> Cloth:
        """The cloth in its colours, or in the colours that start `turn` places on in the palette."""
        turn %= len(self.palette)
        colours = self.palette[turn:] + self.palette[:turn]
        return make_cloth(self.weave, self.yarn, colours, self.rng)

    def ways(self, most: int = 4) -> list[Cloth]:
        """The cloth in several colourways."""
        return [self.cloth(turn) for turn in range(min(most, max(2, len(self.palette))))]

    def soft(self, size: float = 420, depth: float = 0.08, *, nap: float = 0.0) -> Relief:
        """The relief of cloth laid down softly."""
        return relief(ripple(self.frame, self.rng, size=size, depth=depth), nap=nap)

    def folds(
        self,
        angle: float,
        length: float,
        depth: float,
        *,
        wander: float = 0.25,
        shine: int = 8,
        nap: float = 0.0,
        shift: float = 1.0,
    ) -> Relief:
        """The relief of long folds."""
        height = drape(self.frame, self.rng, angle=angle, length=length, depth=depth, wander=wander)
        return relief(height, shine, nap, shift)

    def lean(self, most: float = 0.02) -> float:
        """A small turn to one side or the other."""
        return float(self.rng.random() * 2 - 1) * most
