"""Edges of cloth as signed distances in units: negative inside, positive outside."""

import numpy as np

from .noise import triangle, wave
from .values import Numbers, Outline, Place


def pinked(
    x0: float,
    y0: float,
    x1: float,
    y1: float,
    *,
    angle: float = 0.0,
    tooth: float = 16.0,
    sides: str = "lrtb",
) -> Outline:
    """A rectangle cut with pinking shears on the named sides (l, r, t, b), turned by `angle` turns."""
    centre_x, centre_y = (x0 + x1) / 2, (y0 + y1) / 2
    sine, cosine = float(wave(angle)), float(wave(angle + 0.25))

    def outline(x: Numbers, y: Numbers) -> Numbers:
        dx, dy = x - np.float32(centre_x), y - np.float32(centre_y)
        p, q = (
            dx * np.float32(cosine) + dy * np.float32(sine),
            dy * np.float32(cosine) - dx * np.float32(sine),
        )
        upright = triangle(q / np.float32(tooth)) * np.float32(tooth * 0.5)
        level = triangle(p / np.float32(tooth)) * np.float32(tooth * 0.5)
        half_w, half_h = np.float32((x1 - x0) / 2), np.float32((y1 - y0) / 2)
        away = [p - half_w + (upright if "r" in sides else 0), -p - half_w + (upright if "l" in sides else 0)]
        away += [q - half_h + (level if "b" in sides else 0), -q - half_h + (level if "t" in sides else 0)]
        return np.maximum(np.maximum(away[0], away[1]), np.maximum(away[2], away[3])) * np.float32(0.72)

    return outline


def beyond(x0: float, y0: float, angle: float, wobble: float = 0.0, phase: float = 0.0) -> Outline:
    """Everything past a line through (x0, y0) whose normal points `angle` turns clockwise from the right."""
    across, along = np.float32(wave(angle + 0.25)), np.float32(wave(angle))

    def outline(x: Numbers, y: Numbers) -> Numbers:
        dx, dy = x - np.float32(x0), y - np.float32(y0)
        away = dx * across + dy * along
        if wobble:
            on = dy * across - dx * along
            away = away + wave(on / np.float32(900) + np.float32(phase)) * np.float32(wobble)
        return -away

    return outline


def within(*outlines: Outline) -> Outline:
    """Return the part that lies inside all of the outlines."""

    def outline(x: Numbers, y: Numbers) -> Numbers:
        away = outlines[0](x, y)
        for other in outlines[1:]:
            away = np.maximum(away, other(x, y))
        return away

    return outline


def mirrored(outline: Outline, x0: float, y0: float, angle: float) -> Outline:
    """An outline as it lies after the cloth is folded over the line of `beyond`."""
    a, b, c, d, e, f = mirror(x0, y0, angle)
    return lambda x, y: outline(x * a + y * b + c, x * d + y * e + f)


def mirror(x0: float, y0: float, angle: float) -> Place:
    """The reflection at the line of `beyond`, as a place for a piece."""
    across, along = float(wave(angle + 0.25)), float(wave(angle))
    away = x0 * across + y0 * along
    both = np.float32(-2 * across * along)
    return (
        np.float32(1 - 2 * across * across),
        both,
        np.float32(2 * away * across),
        both,
        np.float32(1 - 2 * along * along),
        np.float32(2 * away * along),
    )


def scalloped(y0: float, width: float, depth: float) -> Outline:
    """Everything above a lower edge of round scallops."""

    def outline(x: Numbers, y: Numbers) -> Numbers:
        turns = x / np.float32(width)
        part = (turns - np.floor(turns)) * 2 - 1
        bow = np.sqrt(np.clip(1 - part * part, 0, 1))
        small = np.abs(wave(turns * 6)) * np.float32(depth * 0.10)
        return y - np.float32(y0) - bow * np.float32(depth) - small

    return outline
