"""Every weave made into cloth from a yarn and a palette."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.random import Generator

from . import drafts
from .colour import lightness, mix
from .figures import damask, lace
from .knitted import Knit
from .noise import ease, tile
from .openwork import Lace, Leno, Net
from .pile import Corduroy, Pile
from .plains import make_plain, melange, pitches, row
from .values import Cloth, Numbers, Palette
from .woven import System, Woven, thread_pitch
from .yarn import Yarn

WHITE = np.ones(3, dtype=np.float32)


def denim_like(palette: Palette) -> bool:
    """Tell whether a palette means indigo denim: a clear blue first and a pale colour for the weft."""
    red, green, blue = (float(part) for part in palette[0])
    return blue > 2 * red and blue > 1.5 * green and max(map(lightness, palette)) > 0.8


def make_cloth(weave: str, yarn: Yarn, palette: Palette, rng: Generator) -> Cloth:
    """The cloth of a weave; its main colour is the first of the palette."""
    return MAKERS[weave](yarn, palette, rng)


def _twill(yarn: Yarn, palette: Palette, rng: Generator) -> Woven:
    warp, weft = pitches(yarn, 0.44 if yarn.spun else 0.66)
    sunk = 0.0
    if denim_like(palette):
        ends = melange(rng, palette[0], [palette[1], mix(palette[0], palette[1], 0.5)], 0.4)
        pale = melange(rng, max(palette, key=lightness), [palette[-2]], 0.12)
        warp, weft = warp * 0.84, weft * 0.84
        draft, picks, sunk = drafts.twill(3, 1), pale, 0.4
    elif yarn.elastic and not yarn.spun:
        draft, ends, picks = drafts.twill(2, 2), row(palette[0]), row(mix(palette[0], WHITE, 0.05))
    elif yarn.warp.plies > 1:
        warp, weft = warp * 0.75, weft * 0.75
        draft = drafts.twill(2, 2)
        ground = melange(rng, palette[0], [palette[1], mix(palette[1], WHITE, 0.1)], 0.4, 60)
        ends = np.concatenate([ground, row(*[mix(palette[1], WHITE, 0.22)] * 2)])
        picks = melange(rng, palette[0], [palette[1], palette[-1]], 0.25)
    else:
        draft = drafts.twill(3, 1)
        ends = melange(rng, palette[0], [WHITE, mix(palette[0], palette[1 % len(palette)], 0.4)], 0.12)
        picks = row(mix(palette[0], WHITE, 0.10))
    spun = yarn.spun
    return Woven(
        rng,
        draft,
        System(ends, warp, 1.03, fuzz=0.6 if spun else 0.15, twist=0.6 * spun, shine=0.1 if spun else 0.5),
        System(
            picks,
            weft,
            1.0,
            fuzz=0.6 if spun else 0.15,
            twist=0.5 * spun,
            shine=0.1 if spun else 0.4,
            sunk=sunk,
        ),
        depth=1.0 if spun else 0.85,
    )


def _satin(yarn: Yarn, palette: Palette, rng: Generator) -> Woven:
    back = palette[0] if not yarn.black_weft else palette[0] * np.float32(0.8)
    warp = thread_pitch(yarn.warp, 0.78)
    spun = yarn.spun
    return Woven(
        rng,
        drafts.satin(8, 3),
        System(row(palette[0]), warp, 1.12, fuzz=0.1 + 0.2 * spun, shine=1.0 if yarn.bright else 0.5),
        System(row(back), warp * 1.15, 1.0, fuzz=0.1, shine=0.9 if yarn.bright else 0.4),
        depth=0.2 if not yarn.black_weft else 0.5,
    )


def _herringbone(yarn: Yarn, palette: Palette, rng: Generator) -> Woven:
    pitch = thread_pitch(yarn.warp, 0.34)
    second = palette[1 % len(palette)]
    others = [palette[-1], second, WHITE]
    return Woven(
        rng,
        drafts.herringbone(2, 2, 16),
        System(melange(rng, palette[0], others, 0.25), pitch, 1.02, fuzz=1.0, twist=0.5, shine=0.0),
        System(
            melange(rng, mix(second, WHITE, 0.08), [palette[0], WHITE], 0.3), pitch, 1.02, fuzz=1.0, twist=0.5
        ),
    )


def _dobby(yarn: Yarn, palette: Palette, rng: Generator) -> Woven:
    warp, weft = pitches(yarn, 0.66)
    base, tint = palette[0], palette[1 % len(palette)]
    ends = [mix(base, tint, 0.9)] * 12 + [base] * 12
    return Woven(
        rng,
        drafts.dobby(int(rng.integers(0, 3))),
        System(row(*ends), warp, 1.02, fuzz=0.3, twist=0.2, shine=0.3),
        System(row(mix(tint, palette[-1], 0.22)), weft, 1.0, fuzz=0.3, twist=0.2, shine=0.1),
    )


def _jacquard(yarn: Yarn, palette: Palette, rng: Generator) -> Woven:
    pitch = thread_pitch(yarn.warp, 0.55)
    gold = palette[1 % len(palette)]
    glint = np.zeros(6, dtype=np.float32)
    if yarn.lurex:
        glint[::2] = 1
    picks = row(gold, mix(gold, palette[-1], 0.35))
    return Woven(
        rng,
        drafts.damask(damask(168, 112), 8),
        System(row(palette[0]), pitch, 1.06, fuzz=0.15, shine=0.5, sunk=0.2),
        System(
            picks, pitch * 1.05, 1.06, fuzz=0.15, shine=1.0, sunk=0.5, glint=glint * np.float32(gold.max())
        ),
        depth=0.9,
    )


def _crepe(yarn: Yarn, palette: Palette, rng: Generator) -> Woven:
    warp, weft = pitches(yarn, 0.6)
    pebble = tile(rng, (384, 384), (4, 2)) * np.float32(0.09) + tile(rng, (384, 384), (1, 1)) * np.float32(
        0.05
    )
    return Woven(
        rng,
        drafts.crepe(rng),
        System(row(palette[0]), warp, 1.0, fuzz=0.5, shine=0.4),
        System(row(palette[0]), weft, 1.0, fuzz=0.5, shine=0.3),
        relief_tile=1 + pebble,
        depth=0.75,
    )


def _seersucker(yarn: Yarn, palette: Palette, rng: Generator) -> Woven:
    pitch = thread_pitch(yarn.warp, 0.62)
    flat, puckered, stripe = 12, 14, 26
    pale = palette[1 % len(palette)]
    ends = [palette[0]] * flat + [pale] * puckered
    width = max(2, round(pitch * stripe))
    return Woven(
        rng,
        drafts.plain(),
        System(row(*ends), width / stripe, 1.0, fuzz=0.4, twist=0.2, shine=0.1),
        System(row(pale), pitch, 1.0, fuzz=0.4, twist=0.2, shine=0.1),
        relief_tile=_puckers(rng, width, flat / stripe),
        depth=0.8,
    )


def _puckers(rng: Generator, width: int, flat: float) -> Numbers:
    rows, repeats = 900, 5
    height = tile(rng, (rows, width * repeats), (9, 7))
    place = (np.arange(width * repeats, dtype=np.float32) % width) / np.float32(width)
    middle = (place - np.float32(flat)) / np.float32(1 - flat)
    bulge = np.where(middle > 0, ease(4 * middle * (1 - middle)), 0)
    height = height * bulge * np.float32(8.5) + bulge * np.float32(7)
    down = np.roll(height, -1, 0) - np.roll(height, 1, 0)
    across = np.roll(height, -1, 1) - np.roll(height, 1, 1)
    return np.clip(1 - down * np.float32(0.16) - across * np.float32(0.10), 0.5, 1.28).astype(np.float32)


def _velvet(yarn: Yarn, palette: Palette, rng: Generator) -> Pile:
    return Pile(rng, palette[0], fine=1.3, mottle=0.4)


def _corduroy(yarn: Yarn, palette: Palette, rng: Generator) -> Corduroy:
    wales = yarn.wales or 11
    return Corduroy(rng, palette[0], wale=min(60.0, 420 / wales), ground=palette[0])


def _jersey(yarn: Yarn, palette: Palette, rng: Generator) -> Knit:
    wale = thread_pitch(yarn.warp, 0.95)
    threads = melange(rng, palette[0], [WHITE, palette[0]], 0.05, 24)
    return Knit(rng, threads, wale=wale, course=wale * 0.78, leg=0.185, fuzz=0.7, deep=0.62)


def _interlock(yarn: Yarn, palette: Palette, rng: Generator) -> Knit:
    smooth = yarn.monofilament
    wale = 10.5 if smooth else 12.5
    return Knit(
        rng,
        row(palette[0]),
        wale=wale,
        course=wale * 0.95,
        leg=0.24 if smooth else 0.23,
        fuzz=0.1 if smooth else 0.35,
        deep=0.22 if smooth else 0.42,
        shine=0.5 if smooth else 0.2,
        rib=0.10 if smooth else 0.30,
    )


def _warp_knit(yarn: Yarn, palette: Palette, rng: Generator) -> Pile | Knit:
    if yarn.warp.filaments >= 144:
        return Pile(rng, palette[0], fine=1.7, mottle=0.55, wale=13)
    threads = row(palette[0])
    return Knit(rng, threads, wale=15, course=11, leg=0.19, lean=0.34, fuzz=0.2, deep=0.6, shine=0.5)


def _mesh(yarn: Yarn, palette: Palette, rng: Generator) -> Net:
    fine = yarn.monofilament
    thick = 1.35 if fine else min(6.0, 0.24 * yarn.warp.denier**0.5)
    return Net(rng, palette[0], size=17 if fine else 26, yarn=thick, clear=0.18, stretch=1.15)


def _lace(yarn: Yarn, palette: Palette, rng: Generator) -> Lace:
    return Lace(rng, palette[0], lace(rng, 1200, 1200), size=13, yarn=1.5)


def _leno(yarn: Yarn, palette: Palette, rng: Generator) -> Leno:
    yarn_half = min(5.5, 0.42 * yarn.warp.denier**0.5)
    second = palette[1 % len(palette)]
    ends = row(*[palette[0]] * 3, mix(palette[0], second, 0.6))
    return Leno(rng, ends, row(palette[0]), pair=yarn_half * 6.2, pick_=yarn_half * 5.6, yarn=yarn_half)


Maker: TypeAlias = Callable[[Yarn, Palette, Generator], Cloth]
MAKERS: dict[str, Maker] = {
    "plain": make_plain,
    "twill": _twill,
    "satin": _satin,
    "herringbone": _herringbone,
    "dobby": _dobby,
    "jacquard": _jacquard,
    "velvet": _velvet,
    "corduroy": _corduroy,
    "single-jersey": _jersey,
    "interlock": _interlock,
    "warp-knit": _warp_knit,
    "mesh": _mesh,
    "lace": _lace,
    "leno": _leno,
    "seersucker": _seersucker,
    "crepe": _crepe,
}
