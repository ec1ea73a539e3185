"""Ways to lay cloth out: filling the frame, in a stack, with a turned corner, as a cut sample, in layers."""

from collections.abc import Sequence

import numpy as np

from .edges import beyond, mirror, mirrored, pinked, scalloped, within
from .light import Relief, grid
from .noise import ease
from .scene import Piece, Scene, turned
from .values import Cloth, Colour, Frame, Numbers, Outline, Place


def full(
    ground: Colour,
    frame: Frame,
    cloth: Cloth,
    relief: Relief,
    *,
    angle: float = 0.0,
    lustre: float = 0.3,
    tone: Numbers | None = None,
    gather: float = 0.0,
) -> Scene:
    """One cloth over the whole frame."""
    return Scene(
        ground, [Piece(cloth, relief, turned(angle), lustre=lustre, tone=tone, gather=gather)], frame
    )


def stacked(
    ground: Colour,
    frame: Frame,
    cloths: Sequence[Cloth],
    reliefs: Sequence[Relief],
    *,
    start: float = 0.56,
    side: str = "b",
    tilt: float = 0.0,
    lustre: float = 0.3,
    thick: float = 22.0,
) -> Scene:
    """The first cloth with folded edges of the others piled over it from one side (b bottom, r right)."""
    span = frame[1] if side == "b" else frame[0]
    step = span * (1 - start) / max(1, len(cloths) - 1)
    lines = [_edge(frame, start, step, number, side, tilt) for number in range(len(cloths) - 1)]
    pieces = [Piece(cloths[0], reliefs[0], turned(tilt), _short_of(lines[0]), lustre=lustre)]
    for number, (cloth, line) in enumerate(zip(cloths[1:], lines, strict=True)):
        last = number + 1 == len(lines)
        shown = line if last else within(line, _short_of(lines[number + 1]))
        place = turned(tilt + 0.003 * (-1) ** number + (0.25 if side == "b" else 0.0))
        relief = reliefs[(number + 1) % len(reliefs)]
        pieces.append(Piece(cloth, relief, place, shown, 46, lustre, rolled(line, frame, thick)))
    return Scene(ground, pieces, frame)


def _edge(frame: Frame, start: float, step: float, number: int, side: str, tilt: float) -> Outline:
    lean = tilt + (0.004 if number % 2 else -0.003)
    if side == "r":
        return beyond(frame[0] * start + step * number, frame[1] / 2, lean, 5, number * 0.37)
    return beyond(frame[0] / 2, frame[1] * start + step * number, 0.25 + lean, 5, number * 0.37)


def _short_of(line: Outline) -> Outline:
    return lambda x, y: -line(x, y) - np.float32(4)


def rolled(outline: Outline, frame: Frame, thick: float) -> Numbers:
    """Brightness of a cloth that is rounded over along its edge, as at a fold `thick` units high."""
    x, y = grid(frame)
    inside = -outline(x, y) / np.float32(thick)
    rise = ease(inside + np.float32(0.15))
    return (np.float32(0.5) + np.float32(0.62) * rise - np.float32(0.12) * ease((inside - 1) / 2.5)).astype(
        np.float32
    )


def corner(
    ground: Colour,
    frame: Frame,
    face: Cloth,
    back: Cloth,
    relief: Relief,
    *,
    at: float = 0.78,
    angle: float = 0.09,
    cloth_angle: float = 0.0,
    lustre: float = 0.3,
    edge: tuple[float, float] = (60, 50),
) -> Scene:
    """A cloth whose lower right corner is folded back over it, showing the other side."""
    line_x, line_y = frame[0] * at, frame[1] * (at - 0.06)
    sheet = pinked(-200, -200, frame[0] - edge[0], frame[1] - edge[1], tooth=18, sides="rb")
    keep = beyond(line_x, line_y, angle + 0.5)
    flap = within(keep, mirrored(sheet, line_x, line_y, angle))
    place = turned(cloth_angle)
    pieces = [
        Piece(face, relief, place, within(sheet, keep), 40, lustre),
        Piece(
            back,
            relief,
            _then(mirror(line_x, line_y, angle), place),
            flap,
            60,
            lustre,
            rolled(keep, frame, 30),
        ),
    ]
    return Scene(ground, pieces, frame)


def _then(first: Place, second: Place) -> Place:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (g * a + h * d, g * b + h * e, g * c + h * f + i, j * a + k * d, j * b + k * e, j * c + k * f + m)


def sample(
    ground: Colour,
    frame: Frame,
    cloths: Sequence[Cloth],
    relief: Relief,
    *,
    angle: float = 0.01,
    lustre: float = 0.2,
    tooth: float = 18.0,
) -> Scene:
    """A large pinked sample with small pinked cuttings of the other colours tucked under its right side."""
    width, height = frame
    pieces = []
    for number, cloth in enumerate(cloths[1:]):
        top = height * (0.10 + 0.27 * number)
        lean = angle + (0.008 if number % 2 else -0.012)
        chip = pinked(width * 0.62, top, width * 0.955, top + height * 0.235, angle=lean, tooth=tooth * 0.8)
        pieces.append(Piece(cloth, relief, turned(lean), chip, 26, lustre))
    card = pinked(width * 0.055, height * 0.075, width * 0.785, height * 0.925, angle=angle, tooth=tooth)
    pieces.append(Piece(cloths[0], relief, turned(angle), card, 40, lustre))
    return Scene(ground, pieces, frame)


def veils(
    ground: Colour,
    frame: Frame,
    cloths: Sequence[Cloth],
    reliefs: Sequence[Relief],
    lines: Sequence[Outline | None],
    *,
    angles: Sequence[float] = (0.0, 0.02, -0.03),
    gather: float = 2.0,
    lustre: float = 0.3,
) -> Scene:
    """See-through layers, each ending along its own line (an outline or None for the whole frame)."""
    pieces = [
        Piece(
            cloth,
            reliefs[k % len(reliefs)],
            turned(angles[k % len(angles)]),
            line,
            26 if line else 0,
            lustre,
            gather=gather,
        )
        for k, (cloth, line) in enumerate(zip(cloths, lines, strict=True))
    ]
    return Scene(ground, pieces, frame)


def hem(frame: Frame, y_at: float, width: float, depth: float) -> Outline:
    """The scalloped lower edge of a lace."""
    return scalloped(frame[1] * y_at, width, depth)
