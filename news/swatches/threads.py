"""Single threads: a sheet of warp on the loom."""

import numpy as np
from numpy.random import Generator

from .light import SUN
from .noise import pick, tile, wave
from .values import Numbers, Shaded, Threads


class WarpSheet:
    """Parallel upright threads with air between them: `colours` in order, distances in units."""

    def __init__(self, rng: Generator, colours: Threads, *, pitch: float, width: float) -> None:
        self.colours, self.pitch, self.width = colours, np.float32(pitch), np.float32(width)
        self._shift = ((rng.random(256) - 0.5) * 0.24).astype(np.float32)
        self._fibre = tile(rng, (256, 256), (2, 0))

    def shade(self, x: Numbers, y: Numbers) -> Shaded:
        """The threads at points x, y (same shape, units of the cloth)."""
        u = x / self.pitch
        number = np.floor(u).astype(np.int32)
        fibre = pick(self._fibre, x, y, 0.9)
        across = u - np.floor(u) - np.float32(0.5) + self._shift.take(number & 255)
        reach = across * 2 / self.width + fibre * np.float32(0.06)
        light = _rounded(reach, y * np.float32(0.06) + reach * np.float32(0.3)) * (
            1 + fibre * np.float32(0.1)
        )
        colour = self.colours.T.take(number % self.colours.shape[0], axis=1)
        return Shaded(colour * light, np.clip((1 - np.abs(reach)) * 5, 0, 1))


def _rounded(reach: Numbers, turn: Numbers) -> Numbers:
    rise = np.sqrt(1 - np.minimum(reach * reach, 1))
    light = np.float32(0.36) + rise * np.float32(0.66) + np.clip(reach, -1, 1) * SUN[0] * np.float32(0.42)
    return light * (1 + wave(turn) * np.float32(0.12))
