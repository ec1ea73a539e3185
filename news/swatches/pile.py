"""Pile cloth: velvet and velour as fine standing fibres, corduroy as ribs of pile on a plain ground."""

import numpy as np
from numpy.random import Generator

from .light import SUN
from .noise import pick, tile
from .values import Colour, Numbers, Shaded


class Pile:
    """An even pile. `fine` is how coarse the fibre looks in units, `mottle` how uneven the lay is (0 to 1).

    `wale` is the distance in units of the faint ribs of a knitted ground, or 0.
    """

    def __init__(
        self, rng: Generator, colour: Colour, *, fine: float = 1.4, mottle: float = 0.5, wale: float = 0.0
    ) -> None:
        self.colour, self.fine, self.mottle, self.wale = colour, fine, np.float32(mottle), wale
        self._fibre = tile(rng, (512, 512), (1, 0))
        self._lay = tile(rng, (256, 256), (5, 4))

    def shade(self, x: Numbers, y: Numbers) -> Shaded:
        """The cloth at points x, y (same shape, units of the cloth)."""
        fibre = pick(self._fibre, x, y, 1 / self.fine)
        lay = pick(self._lay, x + fibre, y + fibre * 2, 0.42)
        bright = 1 + fibre * np.float32(0.24) + lay * self.mottle * np.float32(0.22)
        if self.wale:
            u = x / np.float32(self.wale)
            across = (u - np.floor(u)) * 2 - 1
            bright = bright * (
                np.float32(1.05) - across * across * np.float32(0.20) - across * np.float32(0.05)
            )
        return Shaded(self.colour[:, None, None] * bright, None, np.float32(1))


class Corduroy:
    """Cut pile in upright wales `wale` units apart, on a ground whose weft shows in the hollows."""

    def __init__(self, rng: Generator, colour: Colour, *, wale: float, ground: Colour | None = None) -> None:
        self.colour, self.wale = colour, np.float32(wale)
        self.ground = colour if ground is None else ground
        self._fibre = tile(rng, (512, 512), (2, 0))
        self._tuft = tile(rng, (256, 256), (3, 1))
        self._lean = tile(rng, (128, 64), (9, 1))

    def shade(self, x: Numbers, y: Numbers) -> Shaded:
        """The cloth at points x, y (same shape, units of the cloth)."""
        u = x / self.wale
        wander = pick(self._lean, u, y, 0.12) * np.float32(0.012)
        tuft = pick(self._tuft, x, y, 0.5)
        fibre = pick(self._fibre, x, y, 0.9)
        across = (u - np.floor(u) - np.float32(0.5) + wander) * np.float32(2.0)
        edge = np.float32(0.84) + tuft * np.float32(0.035) + fibre * np.float32(0.03)
        reach = np.clip(across / edge, -1, 1)
        rise = np.sqrt(1 - reach * reach)
        bright = (
            np.float32(0.26) + np.float32(0.95) * rise * SUN[2] + reach * rise * SUN[0] * np.float32(0.62)
        )
        bright = bright * (1 + fibre * np.float32(0.17) + tuft * np.float32(0.12))
        pick_line = y / np.float32(5.5)
        thread = (pick_line - np.floor(pick_line)) * 2 - 1
        hollow = np.float32(0.30) * (1 - thread * thread * np.float32(0.6))
        in_pile = np.abs(across) < edge
        bright = np.where(in_pile, np.maximum(bright, np.float32(0.24)), hollow)
        return Shaded(self.colour[:, None, None] * bright, None, rise)
