"""Cloth with holes: hexagonal net, lace on a net, and leno with its twisted pairs of ends."""

import numpy as np
from numpy.random import Generator

from .light import SUN
from .noise import pick, tile, wave
from .values import Colour, Counts, Numbers, Shaded, Threads

_ROOT = np.float32(3**0.5)


def hexagon_edge(x: Numbers, y: Numbers, size: float) -> Numbers:
    """Distance from each point to the nearest side of a net of hexagons `size` units wide."""
    half, tall = np.float32(size / 2), np.float32(size) * _ROOT / 2
    ax, ay = _centred(x, 2 * half), _centred(y, 2 * tall)
    bx, by = _centred(x - half, 2 * half), _centred(y - tall, 2 * tall)
    first = ax * ax + ay * ay < bx * bx + by * by
    dx, dy = np.abs(np.where(first, ax, bx)), np.abs(np.where(first, ay, by))
    return half - np.maximum(dx, dx / 2 + dy * (_ROOT / 2))


def _centred(value: Numbers, period: np.floating) -> Numbers:
    turns = value / period
    return (turns - np.floor(turns + np.float32(0.5))) * period


class Net:
    """A hexagonal net: `size` between the sides of a hole, `yarn` half the thickness of a side, in units."""

    def __init__(
        self,
        rng: Generator,
        colour: Colour,
        *,
        size: float,
        yarn: float,
        clear: float = 0.25,
        stretch: float = 1.25,
    ) -> None:
        self.colour, self.size, self.yarn = colour, size, np.float32(yarn)
        self.clear, self.stretch = np.float32(1 - clear), np.float32(1 / stretch)
        self._wander = tile(rng, (128, 128), (4, 4))

    def shade(self, x: Numbers, y: Numbers) -> Shaded:
        """The cloth at points x, y (same shape, units of the cloth)."""
        return Shaded(*self.seen(x, y))

    def seen(self, x: Numbers, y: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Its colour, cover and lustre at points x, y."""
        bent = pick(self._wander, x, y, 0.3) * np.float32(0.12)
        edge = hexagon_edge(x + bent, (y + bent) * self.stretch, self.size)
        reach = np.clip(edge / self.yarn, 0, 1)
        rise = np.sqrt(1 - reach * reach)
        twist = wave((x + y) * np.float32(0.11) + reach * np.float32(0.2)) * np.float32(0.08)
        bright = np.float32(0.62) + rise * np.float32(0.46) + twist
        cover = np.clip((1 - edge / self.yarn) * np.float32(3), 0, 1) * self.clear
        return self.colour[:, None, None] * bright, cover, rise


class Lace:
    """Motifs on a hexagonal net. `figure` repeats over the cloth with two points per unit.

    Its values: 0 net, 1 loosely filled, 2 densely filled, 3 outlined with a heavy thread.
    """

    def __init__(
        self,
        rng: Generator,
        colour: Colour,
        figure: Counts,
        *,
        size: float,
        yarn: float,
        outline: Colour | None = None,
    ) -> None:
        self.net = Net(rng, colour, size=size, yarn=yarn, clear=0.1, stretch=1.1)
        self.figure, self.size = figure, size
        self.colour, self.outline = colour, colour if outline is None else outline
        self._fibre = tile(rng, (256, 256), (1, 0))

    def shade(self, x: Numbers, y: Numbers) -> Shaded:
        """The cloth at points x, y (same shape, units of the cloth)."""
        net_colour, net_cover, _ = self.net.seen(x, y)
        kind = pick(self.figure, x, y, 2.0)
        fibre = pick(self._fibre, x, y, 0.8)
        turns = y * np.float32(1 / 5.2)
        thread = (turns - np.floor(turns)) * 2 - 1
        cloth = np.float32(0.56) + (1 - thread * thread) * np.float32(0.26) + fibre * np.float32(0.07)
        cord = np.float32(0.92) + fibre * np.float32(0.14)
        bright = np.where(kind >= 3, cord, np.where(kind > 0, cloth, np.float32(0)))
        grid_x, grid_y = _centred(x, np.float32(7)), _centred(y, np.float32(7))
        open_ = (grid_x * grid_x + grid_y * grid_y) < 5
        filled = np.where(kind == 1, np.where(open_, np.float32(0.1), np.float32(0.86)), np.float32(0.97))
        plain = kind == 0
        colour = np.where(plain, net_colour, self.colour[:, None, None] * bright)
        return Shaded(colour, np.where(plain, net_cover, filled), None)


class Leno:
    """Ends in twisted pairs that cross between the picks, with open gaps. Distances in units."""

    def __init__(
        self,
        rng: Generator,
        ends: Threads,
        picks: Threads,
        *,
        pair: float,
        pick_: float,
        yarn: float,
        clear: float = 0.0,
    ) -> None:
        self.ends, self.picks = ends, picks
        self.pair, self.pick, self.yarn = np.float32(pair), np.float32(pick_), np.float32(yarn)
        self.clear = np.float32(1 - clear)
        self._wander = tile(rng, (256, 256), (4, 4))
        self._fibre = tile(rng, (256, 256), (1, 1))

    def shade(self, x: Numbers, y: Numbers) -> Shaded:
        """The cloth at points x, y (same shape, units of the cloth)."""
        bent = pick(self._wander, x, y, 0.12)
        fibre = pick(self._fibre, x, y, 0.9)
        u, v = x / self.pair + bent * np.float32(0.02), y / self.pick + bent * np.float32(0.05)
        number = np.floor(u).astype(np.int32)
        across = (u - np.floor(u) - np.float32(0.5)) * self.pair
        swing = wave(v * np.float32(0.5) + (number & 1) * np.float32(0.5)) * self.yarn * np.float32(1.15)
        over, over_cover = self._end(across - swing, fibre)
        under, under_cover = self._end(across + swing, fibre)
        weft, weft_cover = self._end((v - np.floor(v) - np.float32(0.5)) * self.pick, fibre, sun=SUN[1])
        end = self.ends.T.take(number % self.ends.shape[0], axis=1)
        colour = np.where(
            weft_cover > 0.5, self.picks[0][:, None, None] * weft, end * under * np.float32(0.8)
        )
        colour = np.where(over_cover > 0.5, end * over, colour)
        cover = np.maximum(np.maximum(over_cover, under_cover), weft_cover) * self.clear
        return Shaded(colour, cover, None)

    def _end(self, away: Numbers, fibre: Numbers, sun: np.floating = SUN[0]) -> tuple[Numbers, Numbers]:
        reach = away / self.yarn + fibre * np.float32(0.08)
        rise = np.sqrt(1 - np.minimum(reach * reach, 1))
        light = np.float32(0.46) + rise * np.float32(0.62) + np.clip(reach, -1, 1) * sun * np.float32(0.4)
        return light * (1 + fibre * np.float32(0.06)), np.clip((1 - np.abs(reach)) * 4, 0, 1)
