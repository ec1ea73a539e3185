"""Woven cloth: threads as rounded cylinders that go over and under each other as the draft says."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from . import drafts
from .light import SUN
from .noise import pick, soften, tile, wave
from .values import Counts, Draft, Numbers, Shaded, Threads, Where
from .yarn import YarnThread


@dataclass(frozen=True)
class System:
    """One direction of a cloth: colours of its threads in order, distance in units, thickness and looks.

    `width` is thread thickness as a share of the distance; `slub`, `fuzz` and `twist` from 0 to 1; `clear` is
    how much shows through one thread; `glint` marks threads with metal in them; `sunk` is how far a single
    crossing lies below the floats around it (0 to 1).
    """

    colours: Threads
    pitch: float
    width: float = 1.0
    slub: float = 0.0
    fuzz: float = 0.1
    twist: float = 0.0
    shine: float = 0.1
    clear: float = 0.0
    glint: Numbers | None = None
    sunk: float = 0.0


_COUNT, _STEPS = 192, 512


def thread_pitch(thread: YarnThread, coarse: float = 0.92) -> float:
    """Distance between two threads in units, from the yarn: thickness grows with the root of the denier."""
    return float(min(25.0, max(4.6, coarse * thread.denier**0.5)))


class Woven:
    """A cloth woven from two systems after a draft. `relief_tile` and `print_tile` repeat over it.

    relief_tile: brightness per unit (rows, columns); print_tile: linear colours (3, rows, columns), two
    points per unit, printed over the threads.
    """

    def __init__(
        self,
        rng: Generator,
        draft: Draft,
        warp: System,
        weft: System,
        *,
        relief_tile: Numbers | None = None,
        print_tile: Numbers | None = None,
        depth: float = 1.0,
    ) -> None:
        self.warp, self.weft, self.depth = warp, weft, np.float32(depth)
        self.relief_tile, self.print_tile = relief_tile, print_tile
        self.draft = draft
        self._fibre = tile(rng, (256, 256), (1, 1))
        self._up = draft.astype(np.float32).ravel() * 2 - 1
        self._warp_float = _float_tables(draft, 0)
        self._weft_float = _float_tables(draft, 1)
        self._warp_body = _body(rng, warp)
        self._weft_body = _body(rng, weft)

    def shade(self, x: Numbers, y: Numbers) -> Shaded:
        """The cloth at points x, y (same shape, units of the cloth)."""
        u, v = x * np.float32(1 / self.warp.pitch), y * np.float32(1 / self.weft.pitch)
        end, pick_ = np.floor(u), np.floor(v)
        fu, fv = u - end, v - pick_
        end, pick_ = end.astype(np.int32), pick_.astype(np.int32)
        cell = (pick_ % self.draft.shape[0]) * self.draft.shape[1] + end % self.draft.shape[1]
        up = self._up.take(cell)
        fibre = pick(self._fibre, x, y, 0.9)
        warp = self._strand(self.warp, self._warp_body, self._warp_float, cell, end, fu, fv, v, up, fibre)
        weft = self._strand(self.weft, self._weft_body, self._weft_float, cell, pick_, fv, fu, u, -up, fibre)
        over = warp.level > weft.level
        bright = np.where(over, warp.light(SUN[0], SUN[1]), weft.light(SUN[1], SUN[0]))
        bright = bright * (1 + fibre * np.float32(0.05 + 0.26 * self.warp.fuzz))
        if self.relief_tile is not None:
            bright = bright * pick(self.relief_tile, x, y)
        return Shaded(
            self._colour(over, end, pick_, x, y) * bright + self._glints(over, end, pick_, fu, fv),
            self._cover(warp, weft),
            np.where(over, np.float32(self.warp.shine), np.float32(self.weft.shine)),
        )

    def _strand(
        self,
        system: System,
        body: Numbers,
        runs: tuple[Numbers, Numbers],
        cell: Counts,
        number: Counts,
        across: Numbers,
        along: Numbers,
        length: Numbers,
        side: Numbers,
        fibre: Numbers,
    ) -> "Strand":
        into, share = runs
        place = (into.take(cell) + along) * share.take(cell) * 2 - 1
        step = np.floor(length * 4).astype(np.int32) & (_STEPS - 1)
        uneven = body.take((number % _COUNT) * _STEPS + step)
        offset = across * 2 - 1 + (uneven - 1) * np.float32(0.25) + fibre * np.float32(0.09 * system.fuzz)
        reach = offset / (np.float32(system.width) * uneven)
        strand = Strand(system, reach, place, side, uneven, along, self.depth)
        if system.sunk:
            strand.shade = 1 - (share.take(cell) > 0.9) * np.float32(system.sunk)
        return strand

    def _colour(self, over: Where, end: Counts, pick_: Counts, x: Numbers, y: Numbers) -> Numbers:
        if self.print_tile is not None:
            return pick(self.print_tile, x, y, 2.0)
        ends, picks = self.warp.colours, self.weft.colours
        if ends.shape[0] == 1 and picks.shape[0] == 1:
            both = np.concatenate([picks, ends]).T
            return both.take(over.astype(np.int32), axis=1)
        both = np.concatenate([ends, picks]).T
        index = np.where(over, end % ends.shape[0], ends.shape[0] + pick_ % picks.shape[0])
        return both.take(index, axis=1)

    def _cover(self, warp: "Strand", weft: "Strand") -> Numbers | None:
        if self.warp.width >= 0.95 and self.weft.width >= 0.95:
            return None
        seen = warp.presence() * np.float32(1 - self.warp.clear)
        other = weft.presence() * np.float32(1 - self.weft.clear)
        return 1 - (1 - seen) * (1 - other)

    def _glints(
        self, over: Where, end: Counts, pick_: Counts, fu: Numbers, fv: Numbers
    ) -> Numbers | np.floating:
        glint = self.weft.glint
        if glint is None:
            return np.float32(0)
        metal = glint.take(pick_ % glint.size) * (~over)
        spark = wave(end * np.float32(0.377) + pick_ * np.float32(0.619) + fu * np.float32(0.3))
        return metal * np.clip(spark, 0, 1) * (1 - (fv * 2 - 1) * (fv * 2 - 1)) * np.float32(0.55)


class Strand:
    """One thread system at some points: its level, its light and where it is present."""

    def __init__(
        self,
        system: System,
        reach: Numbers,
        place: Numbers,
        side: Numbers,
        uneven: Numbers,
        along: Numbers,
        depth: np.floating,
    ) -> None:
        self.system, self.reach, self.place, self.side = system, reach, place, side
        self.uneven, self.along = uneven, along
        square = np.minimum(reach * reach, 1)
        self.round = np.sqrt(1 - square)
        bow = place * place
        self.arch = 1 - bow * bow
        self.depth = depth
        self.shade: Numbers | np.floating = np.float32(1)
        self.level = (
            self.side * self.arch * np.float32(0.9) + self.round - (reach * reach > 1) * np.float32(3)
        )

    def light(self, sun_across: np.floating, sun_along: np.floating) -> Numbers:
        """Brightness of the thread, darker where it dives below its neighbours."""
        upright = self.round * SUN[2] + np.clip(self.reach, -1, 1) * sun_across
        slope = self.place * self.place * self.place * self.side * sun_along * np.float32(0.55)
        hidden = np.clip(self.level * np.float32(0.34) + np.float32(0.5), 0.22, 1)
        value = (np.float32(0.40) + (upright + slope) * np.float32(0.8)) * (
            np.float32(0.3) + hidden * np.float32(0.82)
        )
        value = np.float32(0.91) + (value - np.float32(0.95)) * self.depth
        if self.system.fuzz:
            value = value * (1 + (self.uneven - 1) * np.float32(self.system.fuzz))
        if self.system.twist:
            turn = wave(self.along * np.float32(1.6) + self.reach * np.float32(0.42))
            value = value * (1 + turn * np.float32(0.2 * self.system.twist))
        return value * self.shade

    def presence(self) -> Numbers:
        """1 where the thread is, 0 beside it, with a soft edge."""
        return np.clip((1 - np.abs(self.reach)) * np.float32(6), 0, 1)


def _float_tables(draft: Draft, axis: int) -> tuple[Numbers, Numbers]:
    into, length = drafts.floats(draft, axis)
    return into.astype(np.float32).ravel(), (np.float32(1) / length.astype(np.float32)).ravel()


def _body(rng: Generator, system: System) -> Numbers:
    fine = soften((rng.random((_COUNT, _STEPS)) * 2 - 1).astype(np.float32), 1, 3)
    long = soften((rng.random((_COUNT, _STEPS)) * 2 - 1).astype(np.float32), 1, 24)
    each = (rng.random((_COUNT, 1)) * 2 - 1).astype(np.float32)
    body = 1 + fine * np.float32(0.10) + each * np.float32(0.05) + long * np.float32(0.25)
    if system.slub:
        thick = np.clip(long * 5 - np.float32(0.25) + each * np.float32(0.5), 0, 1)
        body = body + thick * np.float32(0.75 * system.slub) - np.float32(0.16 * system.slub)
    return np.clip(body, 0.55, 1.7).astype(np.float32).ravel()
