"""Repeatable randomness and the few curves that everything else is built from.

Only additions, multiplications, divisions, square roots and table look-ups are used on whole pictures: those
are exact in IEEE arithmetic, so that a picture has the same bytes on every processor.
"""

import hashlib
import math
from typing import TypeVar, overload

import numpy as np
from numpy.random import Generator

from .values import Counts, Numbers

#: What repeats over a cloth: numbers, or which of a few kinds of cloth it is.
Tile = TypeVar("Tile", Numbers, Counts)

_TURN = 16384
_SINE = np.array([round(math.sin(2 * math.pi * k / _TURN), 6) for k in range(_TURN)], dtype=np.float32)


def generator(*words: str) -> Generator:
    """A random generator that depends on the given words and on nothing else."""
    digest = hashlib.sha256("\x1f".join(words).encode("utf-8")).digest()
    return Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))


@overload
def wave(turns: float) -> np.floating: ...
@overload
def wave(turns: Numbers) -> Numbers: ...
def wave(turns: float | Numbers) -> np.floating | Numbers:
    """Sine of an angle counted in turns (1.0 is a full circle), from a table."""
    index = np.floor(np.asarray(turns, dtype=np.float32) * np.float32(_TURN)).astype(np.int32)
    return _SINE[index & (_TURN - 1)]


def ease(value: Numbers) -> Numbers:
    """Smooth step: 0 below 0, 1 above 1, no corner in between."""
    value = np.clip(value, 0, 1)
    return value * value * (3 - 2 * value)


def triangle(turns: Numbers) -> Numbers:
    """A zig-zag between 0 and 1, once per turn."""
    return np.abs((turns - np.floor(turns)) * 2 - 1)


def spread(grid: Numbers, rows: Numbers, columns: Numbers) -> Numbers:
    """Read a small grid at fractional row and column positions (1-D each), bilinearly."""
    top = np.clip(np.floor(rows).astype(np.int32), 0, grid.shape[0] - 2)
    left = np.clip(np.floor(columns).astype(np.int32), 0, grid.shape[1] - 2)
    down = (rows - top).astype(np.float32)[:, None]
    right = (columns - left).astype(np.float32)
    lines = grid[top] * (1 - down) + grid[top + 1] * down
    start = lines[:, left]
    return start + (lines[:, left + 1] - start) * right


def field(rng: Generator, shape: tuple[int, ...], cells: tuple[float, float]) -> Numbers:
    """Smooth noise between -1 and 1 on `shape` points, with about `cells` bumps down and across."""
    down, across = (max(1, math.ceil(n)) for n in cells)
    knots = (rng.random((down + 3, across + 3)) * 2 - 1).astype(np.float32)
    rows, columns = _eased(shape[0], cells[0]), _eased(shape[1], cells[1])
    return spread(knots, rows, columns)


def _eased(count: int, cells: float) -> Numbers:
    position = np.arange(count, dtype=np.float32) * np.float32(cells / max(1, count - 1))
    whole = np.floor(position)
    return whole + ease(position - whole)


def fractal(rng: Generator, shape: tuple[int, ...], cells: tuple[float, float], octaves: int = 3) -> Numbers:
    """Smooth noise with finer and fainter noise on top, roughly between -1 and 1."""
    total = np.zeros(shape, dtype=np.float32)
    for octave in range(octaves):
        total += field(rng, shape, (cells[0] * 2**octave, cells[1] * 2**octave)) * np.float32(0.5**octave)
    return total * np.float32(0.62)


def soften(values: Numbers, axis: int, reach: int) -> Numbers:
    """Wrap-around moving average, twice, along one axis; keeps a tile seamless."""
    for _ in range(2):
        total = values.copy()
        for step in range(1, reach + 1):
            total += np.roll(values, step, axis) + np.roll(values, -step, axis)
        values = total / np.float32(2 * reach + 1)
    return values


def tile(rng: Generator, shape: tuple[int, int], blur: tuple[int, int]) -> Numbers:
    """A seamless tile of noise, blurred by `blur` points down and across, scaled to spread about ±1."""
    values = (rng.random(shape) * 2 - 1).astype(np.float32)
    for axis in (0, 1):
        if blur[axis]:
            values = soften(values, axis, blur[axis])
    spreadness = np.float32(round(float(np.sqrt(np.mean(values.astype(np.float64) ** 2))), 6))
    return np.clip(values / (spreadness * np.float32(2)), -1.6, 1.6)


def pick(grid: Tile, x: Numbers, y: Numbers, density: float = 1.0) -> Tile:
    """Nearest point of a repeating tile that has `density` points per unit of x and y."""
    rows, columns = grid.shape[-2:]
    row = _wrap(np.floor(y * np.float32(density)).astype(np.int32), rows)
    column = _wrap(np.floor(x * np.float32(density)).astype(np.int32), columns)
    return grid.reshape(*grid.shape[:-2], rows * columns).take(row * columns + column, axis=-1)


def _wrap(index: Counts, count: int) -> Counts:
    return index & (count - 1) if count & (count - 1) == 0 else index % count
