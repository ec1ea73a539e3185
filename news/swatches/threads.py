"""Single threads: a sheet of warp on the loom, and one yarn laid along a curve."""

import numpy as np
from numpy.random import Generator

from .light import SUN
from .noise import ease, pick, tile, wave
from .values import Colour, Frame, Numbers, Outline, Shaded, Threads


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


class Course:
    """A line across the frame through random levels: its height at each x, and the outline of a yarn."""

    def __init__(
        self, rng: Generator, frame: Frame, *, low: float, high: float, rise: float, knots: int = 7
    ) -> None:
        steps = (rng.random(knots + 1) - 0.5) * 0.62
        levels = np.clip(0.5 - rise * (np.linspace(0, 1, knots + 1) - 0.5) + steps * 0.6, 0, 1)
        self.levels = ((low + (high - low) * levels) * frame[1]).astype(np.float32)
        self.gap = np.float32(frame[0] / knots)

    def height(self, x: Numbers) -> Numbers:
        """The y of the line at x, in units."""
        turns = np.clip(x / self.gap, 0, self.levels.size - 1.001)
        whole = np.floor(turns)
        index, part = whole.astype(np.int32), turns - whole
        part = part * np.float32(0.4) + ease(part) * np.float32(0.6)
        return self.levels[index] + (self.levels[index + 1] - self.levels[index]) * part

    def away(self, x: Numbers, y: Numbers) -> Numbers:
        """Signed distance from the line, positive below it."""
        slope = (self.height(x + 3) - self.height(x - 3)) / np.float32(6)
        return (y - self.height(x)) / np.sqrt(1 + slope * slope)

    def yarn(self, radius: float) -> Outline:
        """The outline of a yarn laid along the line."""
        return lambda x, y: np.abs(self.away(x, y)) - np.float32(radius)

    def below(self) -> Outline:
        """The outline of everything below the line."""
        return lambda x, y: -self.away(x, y)


class Cord:
    """A plied yarn that follows a course."""

    def __init__(self, rng: Generator, colour: Colour, course: Course, radius: float) -> None:
        self.colour, self.course, self.radius = colour, course, np.float32(radius)
        self._fibre = tile(rng, (256, 256), (1, 1))

    def shade(self, x: Numbers, y: Numbers) -> Shaded:
        """The yarn at points x, y (same shape, units of the frame)."""
        reach = np.clip(self.course.away(x, y) / self.radius, -1, 1)
        fibre = pick(self._fibre, x + y * 0, y, 0.8)
        turn = x / (self.radius * np.float32(3.4)) + reach * np.float32(0.42)
        light = _rounded(reach, turn, SUN[1], 0.3) * (1 + fibre * np.float32(0.14))
        return Shaded(self.colour[:, None, None] * light)


def _rounded(reach: Numbers, turn: Numbers, sun: np.floating = SUN[0], ply: float = 0.12) -> Numbers:
    rise = np.sqrt(1 - np.minimum(reach * reach, 1))
    light = np.float32(0.36) + rise * np.float32(0.66) + np.clip(reach, -1, 1) * sun * np.float32(0.42)
    return light * (1 + wave(turn) * np.float32(ply))
