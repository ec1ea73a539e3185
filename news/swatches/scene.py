"""Pieces of cloth on a ground, and the picture they make."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from .colour import to_bytes
from .light import STEP, Relief, grid, vignette
from .noise import ease, soften, spread, wave
from .values import Cloth, Colour, Frame, Numbers, Outline, Place

BAND = 48
WIDE = 1200


@dataclass(frozen=True)
class Piece:
    """A piece of cloth: what it is, how it lies, where it ends, and how light and shadow treat it.

    `shadow` is how far the shadow on what lies below reaches, in units. `tone` multiplies brightness on the
    coarse grid.
    """

    cloth: Cloth
    relief: Relief | None = None
    place: Place = (1, 0, 0, 0, 1, 0)
    outline: Outline | None = None
    shadow: float = 0.0
    lustre: float = 0.0
    tone: Numbers | None = None
    gather: float = 0.0


@dataclass(frozen=True)
class Scene:
    """A ground colour (linear) with pieces from back to front, in a frame of 1200 units width or another."""

    ground: Colour
    pieces: list[Piece]
    frame: Frame = (WIDE, 900)


def frame_for(size: tuple[int, int], wide: int = WIDE) -> Frame:
    """The frame of a picture of so many pixels; ValueError unless both sides are from 16 to 6000."""
    width, height = size
    if not (16 <= width <= 6000 and 16 <= height <= 6000):
        raise ValueError(f"A picture cannot be {width} × {height} pixels; its sides run from 16 to 6000.")
    return wide, max(STEP, round(wide * height / width))


def turned(angle: float, centre: tuple[float, float] = (600.0, 450.0), scale: float = 1.0) -> Place:
    """A place for a piece turned clockwise by `angle` turns, its threads `scale` times as big."""
    sine, cosine = float(wave(angle)) / scale, float(wave(angle + 0.25)) / scale
    x, y = centre
    return cosine, sine, -cosine * x - sine * y + 4000, -sine, cosine, sine * x - cosine * y + 4000


def paint(scene: Scene, size: tuple[int, int]) -> Image.Image:
    """Draw a scene at a size in pixels, supersampled and averaged in linear light."""
    width, height = size
    finer = 2 if width >= 800 else 3
    unit = np.float32(scene.frame[0] / (width * finer))
    x = (np.arange(width * finer, dtype=np.float32) + np.float32(0.5)) * unit
    fall = vignette(scene.frame)
    shades = [_shadow(piece, scene.frame) for piece in scene.pieces]
    rows = []
    for top in range(0, height, BAND):
        count = min(BAND, height - top) * finer
        y = (np.arange(count, dtype=np.float32) + np.float32(top * finer + 0.5)) * unit
        band: Numbers = np.broadcast_to(scene.ground[:, None, None], (3, count, x.size)).astype(np.float32)
        for piece, shade in zip(scene.pieces, shades, strict=True):
            if shade is not None:
                band = band * _coarse(shade, x, y)
            _lay(band, piece, x, y, unit)
        band = band * _coarse(fall, x, y)
        rows.append(band.reshape(3, count // finer, finer, width, finer).mean(axis=(2, 4)))
    return Image.fromarray(to_bytes(np.concatenate(rows, axis=1)), "RGB")


def _coarse(values: Numbers, x: Numbers, y: Numbers) -> Numbers:
    return spread(values, y / STEP + 1, x / STEP + 1)


def _shadow(piece: Piece, frame: Frame) -> Numbers | None:
    if not piece.shadow or piece.outline is None:
        return None
    x, y = grid(frame)
    reach = np.float32(piece.shadow)
    away = piece.outline(x - reach * np.float32(0.35), y - reach * np.float32(0.4))
    near = piece.outline(x, y)
    soft = 1 - ease(away / reach * np.float32(0.6) + np.float32(0.4))
    contact = 1 - ease(near / (reach * np.float32(0.25)) + np.float32(0.3))
    shade = np.pad((1 - soft * np.float32(0.42)) * (1 - contact * np.float32(0.22)), 4, mode="edge")
    return soften(soften(shade, 0, 2), 1, 2)[4:-4, 4:-4]


def _lay(band: Numbers, piece: Piece, x: Numbers, y: Numbers, unit: np.floating) -> None:
    left, right = 0, x.size
    alpha: Numbers | None = None
    if piece.outline is not None:
        away = piece.outline(x[None, :], y[:, None])
        alpha = np.clip(np.float32(0.5) - away / unit, 0, 1)
        columns = np.flatnonzero(alpha.max(axis=0) > 0)
        if not columns.size:
            return
        left, right = int(columns[0]), int(columns[-1]) + 1
        alpha = alpha[:, left:right]
    colour, cover = _seen(piece, x[left:right], y)
    if cover is not None:
        alpha = cover if alpha is None else alpha * cover
    part = band[:, :, left:right]
    band[:, :, left:right] = colour if alpha is None else part + (colour - part) * alpha


def _seen(piece: Piece, x: Numbers, y: Numbers) -> tuple[Numbers, Numbers | None]:
    a, b, c, d, e, f = (np.float32(part) for part in piece.place)
    there_x, there_y = x[None, :], y[:, None]
    if piece.relief is not None:
        there_x = there_x + piece.relief.at("dx", x, y)
        there_y = there_y + piece.relief.at("dy", x, y)
    shaded = piece.cloth.shade(there_x * a + there_y * b + c, there_x * d + there_y * e + f)
    colour, cover = shaded.colour, shaded.cover
    light = piece.relief.at("light", x, y) if piece.relief is not None else np.float32(1)
    if piece.tone is not None:
        light = light * _coarse(piece.tone, x, y)
    colour = colour * light
    if piece.lustre and piece.relief is not None:
        gloss = piece.relief.at("gloss", x, y) * np.float32(piece.lustre)
        colour = colour + (colour * np.float32(0.62) + np.float32(0.075)) * gloss * (
            shaded.lustre if shaded.lustre is not None else np.float32(1)
        )
    if cover is not None and piece.gather and piece.relief is not None:
        thick = (piece.relief.at("steep", x, y) - 1) * np.float32(piece.gather)
        cover = cover + (1 - cover) * np.clip(thick, 0, 0.9)
    return colour, cover
