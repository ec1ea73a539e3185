"""Figures for jacquard, lace and prints: flowers and leaves stamped on repeating grids."""

from collections.abc import Callable

import numpy as np
from numpy.random import Generator

from .noise import field, triangle, wave
from .values import Counts, Numbers, Palette, Where


class Canvas:
    """A repeating grid of small numbers on which shapes are stamped; what leaves one side enters another."""

    def __init__(self, rows: int, columns: int) -> None:
        self.points: Counts = np.zeros((rows, columns), dtype=np.int8)

    def stamp(
        self, x: float, y: float, reach: float, inside: Callable[[Numbers, Numbers], Where], value: int
    ) -> None:
        """Set points within `reach` of (x, y) to a value where `inside(dx, dy)` holds."""
        far = int(reach) + 1
        steps = np.arange(-far, far + 1)
        rows, columns = (int(y) + steps) % self.points.shape[0], (int(x) + steps) % self.points.shape[1]
        dx, dy = np.meshgrid(steps - (x - int(x)), steps - (y - int(y)))
        window = self.points[np.ix_(rows, columns)]
        window[inside(dx, dy)] = value
        self.points[np.ix_(rows, columns)] = window

    def flower(
        self, x: float, y: float, radius: float, petals: int, turn: float, value: int, depth: float = 0.35
    ) -> None:
        """A flower of so many round petals."""

        def inside(dx: Numbers, dy: Numbers) -> Where:
            away = np.sqrt(dx * dx + dy * dy)
            angle = np.round(np.arctan2(dy, dx), 5) / 6.2831853 + turn
            lobe = 1 - depth + depth * np.sqrt(1 - (triangle(angle * petals) - 1) ** 2)
            return away < radius * lobe

        self.stamp(x, y, radius, inside, value)

    def leaf(
        self, x: float, y: float, length: float, width: float, turn: float, value: int, bend: float = 0.0
    ) -> None:
        """A pointed leaf that starts at (x, y) and grows in the direction `turn` (turns, 0 is right)."""
        cosine, sine = float(wave(turn + 0.25)), float(wave(turn))

        def inside(dx: Numbers, dy: Numbers) -> Where:
            along = (dx * cosine + dy * sine) / length
            across = (dy * cosine - dx * sine) - bend * length * along * (1 - along)
            shape = 4 * along * (1 - along) * (1.25 - 0.5 * along)
            return (along > 0) & (along < 1) & (np.abs(across) < width * shape)

        self.stamp(x, y, length * 1.1, inside, value)

    def vein(
        self,
        x: float,
        y: float,
        length: float,
        turn: float,
        value: int,
        thick: float = 1.0,
        bend: float = 0.0,
    ) -> None:
        """A thin line that starts at (x, y), `thick` points to each side."""
        cosine, sine = float(wave(turn + 0.25)), float(wave(turn))

        def inside(dx: Numbers, dy: Numbers) -> Where:
            along = (dx * cosine + dy * sine) / length
            across = (dy * cosine - dx * sine) - bend * length * along * (1 - along)
            return (along > 0) & (along < 1) & (np.abs(across) < thick)

        self.stamp(x, y, length * 1.1, inside, value)


def blossom(
    canvas: Canvas,
    x: float,
    y: float,
    radius: float,
    petals: int,
    turn: float,
    values: tuple[int, int, int],
    depth: float = 0.35,
) -> None:
    """A flower in three values: petals, the lines between them, and the eye."""
    canvas.flower(x, y, radius, petals, turn, values[0], depth)
    for petal in range(petals):
        place = -turn + petal / petals
        canvas.vein(x, y, radius * 0.62, place, values[1], max(0.6, radius * 0.035))
    canvas.flower(x, y, radius * 0.30, petals, turn, values[1], 0.1)
    canvas.flower(x, y, radius * 0.19, petals, turn, values[2], 0.1)


def damask(rows: int = 240, columns: int = 160) -> Where:
    """A mirrored damask in half drop, True where the figure is."""
    canvas = Canvas(rows, columns)
    for x, y in ((0, 0), (columns / 2, rows / 2)):
        _palmette(canvas, x + 0.5, y + 0.5, columns / 160)
    return canvas.points == 1


def _palmette(canvas: Canvas, x: float, y: float, scale: float) -> None:
    for side in (1, -1):
        for turn, length, width, bend in _FRONDS:
            angle = turn if side == 1 else 0.5 - turn
            canvas.leaf(x, y + 14 * scale, length * scale, width * scale, angle, 1, bend * side)
            canvas.vein(x, y + 14 * scale, length * scale * 0.8, angle, 0, 0.8 * scale, bend * side)
        for drop, reach in ((62, 26), (80, 20)):
            canvas.leaf(
                x, y + drop * scale, reach * scale, 5 * scale, 0.10 if side == 1 else 0.40, 1, 0.3 * side
            )
    canvas.vein(x, y + 20 * scale, 74 * scale, 0.25, 1, 1.7 * scale)
    canvas.flower(x, y - 8 * scale, 27 * scale, 8, 0.0, 0, 0.25)
    canvas.flower(x, y - 8 * scale, 24 * scale, 8, 0.0, 1, 0.3)
    canvas.flower(x, y - 8 * scale, 14 * scale, 8, 0.0625, 0, 0.3)
    canvas.flower(x, y - 8 * scale, 9 * scale, 6, 0.0, 1, 0.2)


_FRONDS = (
    (-0.03, 62, 9, -0.5),
    (-0.11, 66, 9, -0.4),
    (-0.185, 70, 9, -0.25),
    (-0.245, 78, 8, -0.05),
    (0.07, 56, 8, -0.5),
    (0.145, 48, 7, -0.4),
)


def lace(rng: Generator, rows: int, columns: int) -> Counts:
    """Flower sprays for lace: 0 net, 1 loosely filled, 2 densely filled, 3 heavy outline."""
    canvas = Canvas(rows, columns)
    for x, y, big in _SPRAYS:
        _spray(canvas, x * columns, y * rows, columns * 0.155 * big, rng.random())
    for _ in range(26):
        x, y = rng.random() * columns, rng.random() * rows
        if canvas.points[int(y), int(x)] == 0:
            canvas.flower(x, y, columns * 0.014, 5, 0, 2, 0.2)
    return canvas.points


_SPRAYS = ((0.25, 0.22, 1.0), (0.75, 0.72, 1.0), (0.74, 0.2, 0.62), (0.24, 0.72, 0.62))


def _spray(canvas: Canvas, x: float, y: float, radius: float, turn: float) -> None:
    edge = radius * 0.06
    for k in range(6):
        angle = turn + k / 6 + 1 / 12
        start_x, start_y = x + radius * 0.7 * float(wave(angle + 0.25)), y + radius * 0.7 * float(wave(angle))
        bend = 0.45 if k % 2 else -0.45
        canvas.leaf(start_x, start_y, radius * 1.02, radius * 0.24, angle, 3, bend)
        canvas.leaf(start_x, start_y, radius * 0.96, radius * 0.24 - edge, angle, 1, bend)
        canvas.vein(start_x, start_y, radius * 0.8, angle, 3, edge * 0.5, bend)
    canvas.flower(x, y, radius * 0.86, 6, -turn, 3, 0.3)
    canvas.flower(x, y, radius * 0.86 - edge * 1.3, 6, -turn, 2, 0.32)
    for k in range(6):
        canvas.vein(x, y, radius * 0.58, turn + k / 6 + 1 / 12, 3, edge * 0.5)
    canvas.flower(x, y, radius * 0.34, 12, -turn, 3, 0.2)
    canvas.flower(x, y, radius * 0.27, 12, -turn, 1, 0.2)
    canvas.flower(x, y, radius * 0.11, 6, -turn, 3, 0.1)


def print_tile(rng: Generator, colours: Palette, rows: int = 1100, columns: int = 1100) -> Numbers:
    """A flower print in up to four colours: linear colours (3, rows, columns), the first one the ground."""
    canvas = Canvas(rows, columns)
    places = _scatter(rng, rows, columns, 150, 90)
    for number, (x, y) in enumerate(places):
        _print_spray(canvas, rng, x, y, 46 + 48 * ((number * 5) % 3) / 2, number)
    for x, y in _scatter(rng, rows, columns, 46, 320):
        if canvas.points[int(y), int(x)] == 0:
            canvas.flower(x, y, 7 + 4 * rng.random(), 5, rng.random(), int(rng.integers(1, 4)), 0.3)
    table = np.stack([colours[k % len(colours)] for k in range(4)], axis=1)
    ink = 1 + field(rng, (rows, columns), (90, 90)) * np.float32(0.04)
    return table.take(canvas.points, axis=1) * ink


def _print_spray(canvas: Canvas, rng: Generator, x: float, y: float, radius: float, number: int) -> None:
    turn = rng.random()
    petal, eye = (3, 1) if number % 3 else (1, 3)
    for k in range(3):
        angle = turn + k / 3 + 0.08 * rng.random()
        canvas.leaf(x, y, radius * 1.75, radius * 0.26, angle, 2, 0.5)
        canvas.vein(x, y, radius * 1.5, angle, 0, 1.4, 0.5)
    blossom(canvas, x, y, radius, 5 + number % 2, turn, (petal, 0 if number % 2 else 2, eye))


def _scatter(rng: Generator, rows: int, columns: int, apart: float, tries: int) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for x, y in rng.random((tries * 3, 2)) * (columns, rows):
        gaps = ((abs(x - a), abs(y - b)) for a, b in found)
        if all(min(dx, columns - dx) ** 2 + min(dy, rows - dy) ** 2 > apart**2 for dx, dy in gaps):
            found.append((float(x), float(y)))
        if len(found) >= tries:
            break
    return found
