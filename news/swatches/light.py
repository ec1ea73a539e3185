"""Light on cloth: folds as height fields, and what they do to brightness, lustre and position.

Lengths are in frame units: a swatch is 1200 units wide whatever its size in pixels.
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from .noise import ease, field, fractal, spread, triangle, wave
from .values import Frame, Numbers

STEP = 4
SUN = tuple(np.float32(part) for part in (-0.46, -0.52, 0.72))
HALF = tuple(np.float32(part) for part in (-0.248, -0.2803, 0.9273))


@dataclass(frozen=True)
class Relief:
    """Coarse fields, one value every STEP units: brightness, lustre, shift of the cloth, steepness."""

    light: Numbers
    gloss: Numbers
    dx: Numbers
    dy: Numbers
    steep: Numbers

    def at(self, name: str, x: Numbers, y: Numbers) -> Numbers:
        """One of the fields, read at the columns x and the rows y (1-D, in units)."""
        return spread(getattr(self, name), y / STEP + 1, x / STEP + 1)


def grid(frame: Frame) -> tuple[Numbers, Numbers]:
    """The x and y of every point of the coarse grid over a frame."""
    width, height = frame
    x = (np.arange(width // STEP + 4, dtype=np.float32) - 1) * STEP
    y = (np.arange(height // STEP + 4, dtype=np.float32) - 1) * STEP
    return np.broadcast_to(x, (y.size, x.size)), np.broadcast_to(y[:, None], (y.size, x.size))


def relief(height: Numbers, shine: int = 8, nap: float = 0.0, shift: float = 1.0) -> Relief:
    """Light a height field from the upper left.

    `shine` is how tight the highlight is (a power of the cosine: 4, 8, 16 or 32); `nap` from 0 to 1 turns
    ordinary cloth into pile, which is brightest where the light grazes it; `shift` is how far the folds
    carry the threads with them.
    """
    down, across = _slopes(height)
    upright = 1 / np.sqrt(1 + across * across + down * down)
    plain = (-across * SUN[0] - down * SUN[1] + SUN[2]) * upright / SUN[2]
    plain = np.where(plain < 0.35, 0.35 - (0.35 - plain) * 0.3, plain)
    grazing = 1 - upright
    piled = 0.50 + 7.5 * grazing / (1 + 1.4 * grazing) + 0.65 * (plain - 1)
    plain = np.where(plain > 1.08, 1.08 + (plain - 1.08) * 0.45, plain)
    light = plain * (1 - nap) + np.clip(piled, 0.16, 2.6) * nap
    glance = np.clip((-across * HALF[0] - down * HALF[1] + HALF[2]) * upright, 0, 1)
    return Relief(
        light=light.astype(np.float32),
        gloss=_power(glance, shine).astype(np.float32),
        dx=(across * 16 * shift).astype(np.float32),
        dy=(down * 16 * shift - height * 0.3 * shift).astype(np.float32),
        steep=(1 / upright).astype(np.float32),
    )


def _slopes(height: Numbers) -> tuple[Numbers, Numbers]:
    down, across = np.zeros_like(height), np.zeros_like(height)
    down[1:-1] = (height[2:] - height[:-2]) / (2 * STEP)
    across[:, 1:-1] = (height[:, 2:] - height[:, :-2]) / (2 * STEP)
    down[0], down[-1] = down[1], down[-2]
    across[:, 0], across[:, -1] = across[:, 1], across[:, -2]
    return down, across


def _power(values: Numbers, power: int) -> Numbers:
    while power > 1:
        values = values * values
        power //= 2
    return values


def drape(
    frame: Frame,
    rng: Generator,
    *,
    angle: float,
    length: float,
    depth: float = 0.1,
    wander: float = 0.25,
    sharp: float = 0.0,
) -> Numbers:
    """Long folds lying along `angle` turns from upright, about `length` units apart."""
    x, y = grid(frame)
    across, along = wave(angle + 0.25), wave(angle)
    bend = fractal(rng, x.shape, (frame[1] / 500, frame[0] / 500), 2) * np.float32(wander)
    turns = (x * across + y * along) / np.float32(length) + bend + np.float32(rng.random())
    rounded = wave(turns) * np.float32(0.5) + np.float32(0.5)
    keen = 1 - np.sqrt(np.abs(wave(turns * np.float32(0.5))) + 0.01)
    ridge = rounded * np.float32(1 - sharp) + keen * np.float32(sharp)
    second = wave(turns * np.float32(0.43) + bend * 2 + np.float32(0.3)) * np.float32(0.6)
    strength = np.float32(0.75) + np.float32(0.45) * field(rng, x.shape, (2, 3))
    return ((ridge * strength + second) * np.float32(depth * length)).astype(np.float32)


def ripple(
    frame: Frame, rng: Generator, *, size: float = 420, depth: float = 0.1, octaves: int = 2
) -> Numbers:
    """Soft hills and hollows about `size` units wide, as in cloth laid down by hand."""
    x, _ = grid(frame)
    return fractal(rng, x.shape, (frame[1] / size, frame[0] / size), octaves) * np.float32(depth * size)


def crumple(frame: Frame, rng: Generator, *, creases: int = 16, depth: float = 14.0) -> Numbers:
    """The sharp facets of a crisp cloth that has been squeezed and let go."""
    x, y = grid(frame)
    height = np.zeros(x.shape, dtype=np.float32)
    bend = fractal(rng, x.shape, (3, 4), 3) * np.float32(70)
    main = rng.random()
    for _ in range(creases):
        turn = main + (rng.random() - 0.5) * 0.22
        centre_x, centre_y = rng.random() * frame[0], rng.random() * frame[1]
        across, along = wave(turn + 0.25), wave(turn)
        away = (x - np.float32(centre_x)) * across + (y - np.float32(centre_y)) * along
        away = away + bend * np.float32(rng.random() * 1.6 - 0.8)
        on = (y - np.float32(centre_y)) * across - (x - np.float32(centre_x)) * along
        reach, width = np.float32(120 + 300 * rng.random()), np.float32(26 + 60 * rng.random())
        near = 1 / (1 + (on / reach) * (on / reach))
        edge = np.sqrt(away * away + 9) / width
        height += near * np.float32(depth * (0.5 + rng.random())) / (1 + edge * edge * edge + edge)
    return height


def press(
    frame: Frame, *, x_at: float | None = None, y_at: float | None = None, depth: float = 9.0
) -> Numbers:
    """An ironed fold across the whole cloth: a soft ridge with a sharp top."""
    x, y = grid(frame)
    away = (x - np.float32(x_at)) if x_at is not None else (y - np.float32(y_at))
    return np.float32(depth) / (1 + np.abs(away) / np.float32(14))


def strokes(frame: Frame, rng: Generator) -> Numbers:
    """Brightness of a pile that a hand has stroked in wide, soft-edged sweeps (about 1)."""
    x, y = grid(frame)
    bend = fractal(rng, x.shape, (2.2, 3), 2)
    sweep = triangle(x / np.float32(760) + y / np.float32(1900) + bend * np.float32(0.45))
    return 1 + (ease(sweep * 2.4 - 0.7) - np.float32(0.5)) * np.float32(0.34)


def vignette(frame: Frame) -> Numbers:
    """The even fall of light from the upper left to the lower right corner (about 1)."""
    x, y = grid(frame)
    across, down = x / np.float32(frame[0]) - np.float32(0.42), y / np.float32(frame[1]) - np.float32(0.4)
    return (1.04 - 0.30 * (across * across + down * down) - 0.07 * (across + down)).astype(np.float32)
