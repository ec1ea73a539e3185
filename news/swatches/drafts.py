"""Weave drafts: matrices of ends (columns) and picks (rows), True where the warp lies on top."""

import numpy as np
from numpy.random import Generator

from .values import Counts, Draft, Where


def plain() -> Draft:
    """One over, one under."""
    return (np.add.outer(np.arange(2), np.arange(2)) % 2) == 0


def twill(over: int = 2, under: int = 1) -> Draft:
    """A twill rising to the right: every end is `over` picks up and `under` picks down, moved by one."""
    repeat = over + under
    picks, ends = np.mgrid[0:repeat, 0:repeat]
    return (picks + ends) % repeat < over


def satin(repeat: int = 8, step: int = 3) -> Draft:
    """A warp satin: every end goes under one pick of the repeat; the bindings never touch."""
    picks, ends = np.mgrid[0:repeat, 0:repeat]
    return (picks - ends * step) % repeat != 0


def herringbone(over: int = 2, under: int = 2, column: int = 16) -> Draft:
    """A twill turned round after every `column` ends, with the ends set against each other at the break."""
    repeat = over + under
    picks, ends = np.mgrid[0:repeat, 0 : 2 * column]
    rising = (picks + ends) % repeat < over
    falling = (picks - ends + 2 * column - 1 + over) % repeat < over
    return np.where(ends < column, rising, falling)


def crepe(rng: Generator, repeat: int = 48) -> Draft:
    """A crepe: a plain weave with crossings turned over at random, no float longer than three."""
    draft = np.tile(plain(), (repeat // 2, repeat // 2))
    for row, column in rng.integers(0, repeat, (repeat * repeat // 5, 2)):
        draft[row, column] ^= True
        if _longest_at(draft, row, column) > 3:
            draft[row, column] ^= True
    return draft


def _longest_at(draft: Draft, row: int, column: int) -> int:
    return max(_run(draft[:, column], row), _run(draft[row], column))


def _run(line: Draft, at: int) -> int:
    length = 1
    for step in (1, -1):
        place = (at + step) % len(line)
        while line[place] == line[at] and length < len(line):
            length += 1
            place = (place + step) % len(line)
    return length


def dobby(figure: int = 0) -> Draft:
    """A plain ground with a small figure of floating ends: 0 a diamond, 1 a bird's eye, 2 a barleycorn."""
    rows, columns = 32, 24
    draft = np.tile(plain(), (rows // 2, columns // 2))
    for centre_row, centre_column in ((8, 6), (24, 18)):
        _raise_figure(draft, centre_row, centre_column, figure)
    return draft


def _raise_figure(draft: Draft, row: int, column: int, figure: int) -> None:
    picks, ends = np.mgrid[0 : draft.shape[0], 0 : draft.shape[1]]
    away = np.abs(picks - row) / 1.5 + np.abs(ends - column)
    ring = {0: (away < 4.4) & (away > 1.4), 1: away < 3.4, 2: (away < 4.4) & (ends <= column)}[figure]
    draft[ring & (picks % 4 != row % 4)] = True


def damask(figure: Where, repeat: int = 8) -> Draft:
    """A jacquard draft: warp satin on the ground, weft satin wherever the figure is True.

    The sides of the figure must be multiples of the satin repeat for the cloth to join without a seam.
    """
    face = satin(repeat, 3)
    rows, columns = (side // repeat for side in figure.shape)
    ground = np.tile(face, (rows, columns))
    return np.where(figure, ~np.tile(face.T, (rows, columns)), ground)


def floats(draft: Draft, axis: int) -> tuple[Counts, Counts]:
    """For every crossing: how far into its float it lies (in threads) and how long that float is.

    Axis 0 follows the ends, axis 1 the picks. Both answers have the shape of the draft; floats run on across
    the edge of the repeat. A thread that never changes side counts as one float of the whole repeat.
    """
    lines = np.moveaxis(draft, axis, 0)
    count = lines.shape[0]
    before, after = np.zeros(lines.shape, np.int32), np.zeros(lines.shape, np.int32)
    for step in range(1, 2 * count):
        here, back = step % count, (step - 1) % count
        before[here] = np.where(lines[here] == lines[back], before[back] + 1, 0)
        here, ahead = -step % count, (1 - step) % count
        after[here] = np.where(lines[here] == lines[ahead], after[ahead] + 1, 0)
    before, after = np.minimum(before, count - 1), np.minimum(after, count - 1)
    length = before + after + 1
    return np.moveaxis(before, 0, axis), np.moveaxis(length, 0, axis)
