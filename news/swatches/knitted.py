"""Knitted cloth: loops drawn as pairs of legs, each leg a rounded yarn that leans into the next loop."""

import numpy as np
from numpy.random import Generator

from .light import SUN
from .noise import pick, soften, tile
from .values import Counts, Numbers, Shaded, Threads, Where

_WALES, _COURSES = 128, 256


class Knit:
    """Loops in wales (columns) and courses (rows), seen from the technical face.

    `wale` and `course` are the distances in units, `leg` the thickness of a leg as a share of the wale,
    `lean` tips the loops of every second course the other way as in warp knitting, `fuzz` and `deep` (how
    dark the cloth is between the loops) run from 0 to 1. `stripes` are the colours of the courses in order.
    """

    def __init__(
        self,
        rng: Generator,
        stripes: Threads,
        *,
        wale: float,
        course: float,
        leg: float = 0.2,
        lean: float = 0.0,
        fuzz: float = 0.3,
        deep: float = 0.6,
        shine: float = 0.1,
        rib: float = 0.0,
    ) -> None:
        self.stripes, self.wale, self.course = stripes, wale, course
        self.leg, self.lean, self.deep, self.shine, self.rib = leg, lean, deep, shine, rib
        self.fuzz = np.float32(fuzz)
        self._fibre = tile(rng, (256, 256), (1, 1))
        uneven = soften((rng.random((_WALES, _COURSES)) * 2 - 1).astype(np.float32), 1, 2)
        each = (rng.random((_WALES, 1)) * 2 - 1).astype(np.float32)
        self._uneven = (1 + uneven * np.float32(0.16) + each * np.float32(0.05)).ravel()

    def shade(self, x: Numbers, y: Numbers) -> Shaded:
        """The cloth at points x, y (same shape, units of the cloth)."""
        u, v = x / np.float32(self.wale), y / np.float32(self.course)
        column, row = np.floor(u), np.floor(v)
        across, down = u - column - np.float32(0.5), v - row
        column, row = column.astype(np.int32), row.astype(np.int32)
        if self.lean:
            side = (row & 1).astype(np.float32) * 2 - 1
            across = across + side * np.float32(self.lean) * (down - np.float32(0.5))
        uneven = self._uneven.take((column % _WALES) * _COURSES + row % _COURSES)
        fibre = pick(self._fibre, x, y, 0.9)
        bright = self._loops(across, down, uneven, fibre)
        if self.rib:
            hollow = across * across * 4
            bright = bright * (1 - np.float32(self.rib) * hollow)
        bright = bright * (1 + fibre * self.fuzz * np.float32(0.2))
        return Shaded(self._colour(row) * bright, None, np.float32(self.shine))

    def _loops(self, across: Numbers, down: Numbers, uneven: Numbers, fibre: Numbers) -> Numbers:
        side, away = np.sign(across), np.abs(across)
        rag = fibre * self.fuzz * np.float32(0.16)
        upper = self._leg(away, side, down + 1, uneven, rag)
        lower = self._leg(away, side, down, uneven, rag)
        ground = np.float32(1 - self.deep) * (np.float32(0.75) + down * np.float32(0.35))
        seen = np.where(lower[1], lower[0], ground)
        return np.where(upper[1], upper[0], seen * (1 - np.float32(0.25) * upper[2]))

    def _leg(
        self, away: Numbers, side: Numbers, along: Numbers, uneven: Numbers, rag: Numbers
    ) -> tuple[Numbers, Where, Numbers]:
        place = along * np.float32(1 / 1.5)
        centre = np.float32(0.37) - np.float32(0.27) * place
        swell = np.sqrt(np.clip(1 - (place * 2 - 1) ** 2, 0, 1))
        width = np.float32(self.leg) * uneven * (np.float32(0.35) + np.float32(0.65) * swell)
        reach = (away - centre) / width + rag
        square = np.minimum(reach * reach, 1)
        upright = np.sqrt(1 - square) * swell
        slope = (place * 2 - 1) * np.float32(0.5)
        light = np.float32(0.5) + np.float32(0.7) * (
            upright * SUN[2] + reach * side * SUN[0] * np.float32(0.7)
        )
        light = light + slope * SUN[1] * np.float32(0.35)
        near = np.clip(np.float32(1.6) - np.abs(reach), 0, 1)
        return light * uneven, (square < 1) & (place < 1), near

    def _colour(self, row: Counts) -> Numbers:
        if self.stripes.shape[0] == 1:
            return self.stripes[0][:, None, None]
        return self.stripes.T.take(row % self.stripes.shape[0], axis=1)
