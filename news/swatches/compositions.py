"""The compositions of article covers."""

import numpy as np
from numpy.random import Generator

from . import drafts
from . import layouts as lay
from .cloths import make_cloth
from .colour import mix
from .edges import beyond, within
from .light import Relief, drape, relief, ripple
from .plains import melange
from .scene import Piece, Scene, turned
from .threads import WarpSheet
from .values import Cloth, Colour, Frame, Numbers, Outline, Palette, Threads
from .woven import System, Woven
from .yarn import parse_yarn

_QUIET = (
    ("plain", "21S × 21S"),
    ("twill", "21S × 21S"),
    ("plain", "10S × 10S"),
    ("herringbone", "2/28 Nm × 2/28 Nm"),
    ("crepe", "75D × 100D high twist"),
)


class Cover:
    """The beginning of every composition: colours with the ground first, a frame, a random generator."""

    def __init__(self, colours: Palette, frame: Frame, rng: Generator) -> None:
        self.frame, self.rng = frame, rng
        rest = colours[1:] or colours
        self.ground = colours[0]
        self.colours = [rest[k] for k in rng.permutation(len(rest))]

    def colour(self, number: int) -> Colour:
        """A colour beside the ground, counted round."""
        return self.colours[number % len(self.colours)]

    def chance(self, low: float, high: float) -> float:
        """A number between two others."""
        return low + (high - low) * float(self.rng.random())

    def cloth(self, colour: Colour, number: int | None = None) -> Cloth:
        """A quiet cloth mostly of one colour; which one is left to chance unless a number is given."""
        drawn = int(self.rng.integers(0, len(_QUIET)))
        weave, yarn = _QUIET[drawn if number is None else number]
        near = mix(colour, self.ground, 0.18)
        return make_cloth(weave, parse_yarn(yarn), [colour, near, near, colour], self.rng)

    def folds(self, angle: float, length: float, depth: float, *, wander: float = 0.25) -> Relief:
        """Long folds over the frame."""
        height = drape(self.frame, self.rng, angle=angle, length=length, depth=depth, wander=wander)
        return relief(height, 8)

    def soft(self, size: float = 520, depth: float = 0.06) -> Relief:
        """Cloth laid down softly."""
        return relief(ripple(self.frame, self.rng, size=size, depth=depth), 8)

    def twill(self, ends: Threads, picks: Threads, pitch: float) -> Woven:
        """A twill with threads in the given orders of colour."""
        warp = System(ends, pitch, 1.02, fuzz=0.7, twist=0.5)
        return Woven(self.rng, drafts.twill(2, 2), warp, System(picks, pitch, 1.02, fuzz=0.7, twist=0.5))


def bolts(c: Cover) -> Scene:
    """Folded cloths piled from one side."""
    side = "rb"[int(c.rng.integers(0, 2))]
    cloths = [c.cloth(c.ground, 0), *(c.cloth(c.colour(k)) for k in range(4))]
    reliefs = [c.soft(), c.folds(0.02 if side == "r" else 0.24, 420, 0.05)]
    start, tilt = c.chance(0.36, 0.56), c.chance(-0.015, 0.015)
    return lay.stacked(
        c.ground, c.frame, cloths, reliefs, start=start, side=side, tilt=tilt, thick=30, lustre=0.12
    )


def fold(c: Cover) -> Scene:
    """A draped cloth that falls over a flat one."""
    folds = c.folds(c.chance(0.04, 0.16), c.chance(420, 560), 0.15, wander=0.35)
    line = beyond(c.frame[0] * c.chance(0.28, 0.48), c.frame[1] * 0.5, c.chance(0.03, 0.09), 70)
    under = Piece(c.cloth(c.ground, 0), c.soft(), turned(0.01))
    over = Piece(c.cloth(c.colour(0)), folds, turned(0.04), line, 70, 0.25, lay.rolled(line, c.frame, 40))
    return Scene(c.ground, [under, over], c.frame)


def corner(c: Cover) -> Scene:
    """A cloth with its corner turned to show the other side."""
    face, back = c.cloth(c.colour(0)), c.cloth(mix(c.colour(0), c.ground, 0.7))
    ground = mix(c.ground, c.colour(1), 0.06)
    folds = c.folds(0.16, 800, 0.05)
    return lay.corner(ground, c.frame, face, back, folds, at=0.72, angle=c.chance(0.06, 0.12), lustre=0.1)


def fell(c: Cover) -> Scene:
    """Open warp above, the cloth that has been woven from it below."""
    count = int(c.rng.integers(16, 36))
    pale = mix(c.ground, c.colour(1), 0.1)
    ends = np.stack([c.colour(0)] * count + [c.colour(1)] * 8 + [pale] * 5 + [c.colour(2)] * 4)
    picks = melange(c.rng, mix(c.ground, c.colour(0), 0.25), [c.ground], 0.3)
    line = beyond(0, c.frame[1] * c.chance(0.42, 0.64), 0.25, 4)
    warp = WarpSheet(c.rng, ends, pitch=15.0, width=0.6)
    cloth = c.twill(ends, picks, 15.0)
    pieces = [Piece(warp, None, turned(0.0)), Piece(cloth, c.soft(700, 0.04), turned(0.0), line, 44, 0.1)]
    return Scene(mix(c.ground, c.colour(0), 0.05), pieces, c.frame)


def check(c: Cover) -> Scene:
    """A large check that fills the frame."""
    wide = int(c.rng.integers(16, 30))
    order = [(c.ground, wide), (c.colour(0), wide), (c.ground, 6), (c.colour(1), 4), (c.ground, 6)]
    order += [(c.colour(0), wide), (c.colour(2), 3)]
    threads = np.stack([colour for colour, count in order for _ in range(count)])
    folds = c.folds(c.chance(0.06, 0.16), 560, 0.09, wander=0.3)
    cloth = c.twill(threads, threads, 9.0)
    return lay.full(c.ground, c.frame, cloth, folds, angle=c.chance(-0.08, 0.08), lustre=0.05)


def bands(c: Cover) -> Scene:
    """Bands of cloth that go over and under each other like the threads of a plain weave."""
    width, tilt = c.frame[1] * c.chance(0.15, 0.21), c.chance(-0.02, 0.02)
    level = [_band(c, at, width, 0.25 + tilt) for at in _steps(c.frame[1], width)]
    upright = [_band(c, at, width, tilt) for at in _steps(c.frame[0], width)]
    pieces = [Piece(cloth, None, turned(0.25 + tilt), line, 26) for cloth, line in level]
    for column, (cloth, line) in enumerate(upright):
        under = [other for row, (_, other) in enumerate(level) if (row + column) % 2]
        pieces.append(Piece(cloth, None, turned(tilt), within(line, *map(_outside, under)), 26))
    return Scene(mix(c.ground, c.colour(1), 0.05), pieces, c.frame)


def _steps(span: float, width: float) -> Numbers:
    step = width * 1.34
    return np.arange(-0.4 * width, span + width, step)


def _band(c: Cover, at: float, width: float, angle: float) -> tuple[Cloth, Outline]:
    level = angle > 0.15
    near = (c.frame[0] / 2, at) if level else (at, c.frame[1] / 2)
    far = (near[0], at + width) if level else (at + width, near[1])
    colour = c.ground if c.rng.random() < 0.4 else c.colour(int(c.rng.integers(0, 4)))
    cloth = make_cloth("plain", parse_yarn("21S × 21S"), [mix(colour, c.ground, 0.05), colour], c.rng)
    return cloth, within(beyond(*near, angle), beyond(*far, angle + 0.5))


def _outside(line: Outline) -> Outline:
    return lambda x, y: np.float32(3) - line(x, y)


COMPOSITIONS = (bolts, fold, corner, fell, check, bands)
