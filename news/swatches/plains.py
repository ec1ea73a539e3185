"""Plain weaves, which differ by everything but the weave: sheer, crisp, soft, printed, slubbed, heavy."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.random import Generator

from . import drafts
from .colour import lightness, mix, vivid
from .figures import print_tile
from .noise import tile
from .values import Colour, Palette, Threads
from .woven import System, Woven, thread_pitch
from .yarn import Yarn


def kind_of(yarn: Yarn, palette: Palette) -> str:
    """Return the plain cloth that a yarn and palette make, as one of the names in _MAKERS."""
    if yarn.high_twist and not yarn.spun:
        return "voile" if yarn.warp.denier != yarn.weft.denier else "chiffon"
    if yarn.slub:
        return "slub"
    if yarn.linen:
        return "linen"
    if yarn.spun:
        if sum(vivid(colour) for colour in palette) >= 3:
            return "print"
        return "heavy" if yarn.warp.denier > 450 else "shirting"
    return "crisp" if yarn.warp.per_filament > 2 else "soft"


def make_plain(yarn: Yarn, palette: Palette, rng: Generator) -> Woven:
    """A plain cloth whose main colour is the first of the palette."""
    return _MAKERS[kind_of(yarn, palette)](yarn, palette, rng)


def row(*colours: Colour) -> Threads:
    """Colours of threads in order, as an array."""
    return np.stack(colours)


def melange(rng: Generator, base: Colour, others: Sequence[Colour], share: float, count: int = 48) -> Threads:
    """Threads that each hold a little of other colours, at random up to `share`."""
    picks = rng.integers(0, len(others), count)
    return np.stack([mix(base, others[k], share * rng.random()) for k in picks])


def pitches(yarn: Yarn, coarse: float = 0.74) -> tuple[float, float]:
    """Distances of ends and picks in units; a denser direction lies closer."""
    warp, weft = thread_pitch(yarn.warp, coarse), thread_pitch(yarn.weft, coarse)
    if yarn.ends and yarn.picks:
        ratio = min(1.5, (yarn.ends / yarn.picks) ** 0.25)
        return max(4.6, warp / ratio), weft * ratio
    return warp, weft


def _sheer(yarn: Yarn, palette: Palette, rng: Generator, width: float, clear: float) -> Woven:
    warp, weft = pitches(yarn, 0.66)
    pale = row(palette[0])
    grain = 1 + tile(rng, (512, 512), (2, 1)) * np.float32(0.05)
    return Woven(
        rng,
        drafts.plain(),
        System(pale, warp, width, fuzz=0.3, shine=0.3, clear=clear),
        System(pale, weft, width, fuzz=0.3, shine=0.3, clear=clear),
        relief_tile=grain,
        depth=0.75,
    )


def _chiffon(yarn: Yarn, palette: Palette, rng: Generator) -> Woven:
    return _sheer(yarn, palette, rng, 0.64, 0.45)


def _voile(yarn: Yarn, palette: Palette, rng: Generator) -> Woven:
    return _sheer(yarn, palette, rng, 0.52, 0.30)


def _crisp(yarn: Yarn, palette: Palette, rng: Generator) -> Woven:
    warp, weft = pitches(yarn)
    shot = mix(palette[1 % len(palette)], palette[0], 0.45)
    return Woven(
        rng,
        drafts.plain(),
        System(row(palette[0]), warp, 1.04, fuzz=0.05, shine=1.0),
        System(row(shot), weft, 1.04, fuzz=0.05, shine=0.8),
        depth=0.75,
    )


def _soft(yarn: Yarn, palette: Palette, rng: Generator) -> Woven:
    warp, weft = pitches(yarn)
    return Woven(
        rng,
        drafts.plain(),
        System(row(palette[0]), warp, 1.02, fuzz=0.25, shine=0.45),
        System(row(mix(palette[0], row(np.ones(3, np.float32))[0], 0.02)), weft, 1.02, fuzz=0.25, shine=0.35),
        depth=0.7,
    )


def _shirting(yarn: Yarn, palette: Palette, rng: Generator) -> Woven:
    warp, weft = pitches(yarn)
    base = palette[0]
    ends = [base] * 14
    if lightness(base) > 0.8 and len(palette) > 2:
        ends = [base] * 14 + [palette[1]] * 12 + [base] * 14 + [palette[2]] * 3
    return Woven(
        rng,
        drafts.plain(),
        System(row(*ends), warp, 1.0, fuzz=0.4, twist=0.3, shine=0.1),
        System(row(base), weft, 1.0, fuzz=0.4, twist=0.3, shine=0.1),
        depth=0.8,
    )


def _heavy(yarn: Yarn, palette: Palette, rng: Generator) -> Woven:
    warp, weft = pitches(yarn, 0.62)
    threads = melange(rng, palette[0], [mix(palette[0], palette[-1], 0.4), np.ones(3, np.float32)], 0.16)
    return Woven(
        rng,
        drafts.plain(),
        System(threads, warp, 1.0, fuzz=0.7, twist=0.8, shine=0.0),
        System(threads[::-1], weft, 1.03, fuzz=0.7, twist=0.8, shine=0.0),
    )


def _linen(yarn: Yarn, palette: Palette, rng: Generator) -> Woven:
    pitch = thread_pitch(yarn.warp, 0.5)
    others = [palette[k % len(palette)] for k in (1, 3)] + [np.ones(3, np.float32)]
    return Woven(
        rng,
        drafts.plain(),
        System(melange(rng, palette[0], others, 0.45), pitch, 0.92, slub=0.5, fuzz=0.8, twist=0.3, shine=0.1),
        System(
            melange(rng, palette[0], others, 0.45),
            pitch * 1.08,
            0.92,
            slub=0.6,
            fuzz=0.8,
            twist=0.3,
            shine=0.1,
        ),
    )


def _slub(yarn: Yarn, palette: Palette, rng: Generator) -> Woven:
    pitch = thread_pitch(yarn.warp, 0.98)
    ends = melange(rng, palette[0], [palette[-1], palette[2 % len(palette)]], 0.5)
    picks = melange(rng, palette[0], [palette[2 % len(palette)], palette[1 % len(palette)]], 0.45)
    return Woven(
        rng,
        drafts.plain(),
        System(ends, pitch, 0.96, slub=1.0, fuzz=0.6, shine=0.25),
        System(picks, pitch * 1.12, 0.98, slub=1.3, fuzz=0.6, shine=0.25),
    )


def _print(yarn: Yarn, palette: Palette, rng: Generator) -> Woven:
    warp, weft = pitches(yarn)
    pale = max(palette, key=lightness)
    colours = [palette[0], palette[1 % len(palette)], palette[2 % len(palette)], pale]
    return Woven(
        rng,
        drafts.plain(),
        System(row(palette[0]), warp, 1.0, fuzz=0.5, shine=0.15),
        System(row(palette[0]), weft, 1.0, fuzz=0.5, shine=0.15),
        print_tile=print_tile(rng, colours),
        depth=0.62,
    )


_MAKERS: dict[str, Callable[[Yarn, Palette, Generator], Woven]] = {
    "chiffon": _chiffon,
    "voile": _voile,
    "slub": _slub,
    "linen": _linen,
    "print": _print,
    "heavy": _heavy,
    "shirting": _shirting,
    "crisp": _crisp,
    "soft": _soft,
}
