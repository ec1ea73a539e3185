"""What every recipe starts from: one fabric, its colourways and the ways it may lie."""

import numpy as np

from .cloths import make_cloth
from .colour import lightness, linear
from .light import drape, relief, ripple

PAPER, PAPER_DEEP = "#EFE9DD", "#DDD5C6"


class Recipe:
    """One fabric about to be drawn: weave, yarn, palette, frame and the random generator they share."""

    def __init__(self, weave, yarn, palette, frame, rng):
        self.weave, self.yarn, self.palette, self.frame, self.rng = weave, yarn, palette, frame, rng

    @property
    def paper(self) -> np.ndarray:
        """The table the cloth lies on: paper, a little deeper under pale cloth."""
        return linear(PAPER_DEEP) if lightness(self.palette[0]) > 0.8 else linear(PAPER)

    def cloth(self, turn: int = 0):
        """The cloth in its colours, or in the colours that start `turn` places on in the palette."""
        turn %= len(self.palette)
        colours = self.palette[turn:] + self.palette[:turn]
        return make_cloth(self.weave, self.yarn, colours, self.rng)

    def ways(self, most: int = 4) -> list:
        """The cloth in several colourways."""
        return [self.cloth(turn) for turn in range(min(most, max(2, len(self.palette))))]

    def soft(self, size=420, depth=0.08, **more):
        """The relief of cloth laid down softly."""
        return relief(ripple(self.frame, self.rng, size=size, depth=depth), **more)

    def folds(self, angle, length, depth, *, shine=8, nap=0.0, shift=1.0, **more):
        """The relief of long folds."""
        height = drape(self.frame, self.rng, angle=angle, length=length, depth=depth, **more)
        return relief(height, shine, nap, shift)

    def lean(self, most: float = 0.02) -> float:
        """A small turn to one side or the other."""
        return float(self.rng.random() * 2 - 1) * most
