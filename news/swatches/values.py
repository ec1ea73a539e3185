"""The values a drawing is calculated with. Lengths are in units: a frame is 1200 or 1600 of them wide."""

from collections.abc import Callable
from typing import NamedTuple, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

#: Numbers over many points of a picture, or one for each thread.
Numbers: TypeAlias = npt.NDArray[np.floating]
#: Whole numbers over many points: of threads, of crossings.
Counts: TypeAlias = npt.NDArray[np.integer]
#: What is true at which points.
Where: TypeAlias = npt.NDArray[np.bool_]
#: Three values of linear light, 0 to 1: red, green, blue.
Colour: TypeAlias = npt.NDArray[np.floating]
#: Colours of threads in order (threads, 3).
Threads: TypeAlias = npt.NDArray[np.floating]
Palette: TypeAlias = list[Colour]
#: A matrix of picks (rows) and ends (columns), True where the warp lies on top.
Draft: TypeAlias = npt.NDArray[np.bool_]
#: Width and height in units.
Frame: TypeAlias = tuple[int, int]
Factor: TypeAlias = float | np.floating
#: From frame to cloth: (a, b, c, d, e, f) with cloth x = a·x + b·y + c and cloth y = d·x + e·y + f.
Place: TypeAlias = tuple[Factor, Factor, Factor, Factor, Factor, Factor]
#: The signed distance to an edge at points x, y: negative inside, positive outside.
Outline: TypeAlias = Callable[[Numbers, Numbers], Numbers]


class Shaded(NamedTuple):
    """The look of a cloth at some points: linear colour (3, …), cover (None is closed) and lustre."""

    colour: Numbers
    cover: Numbers | None = None
    lustre: Numbers | np.floating | None = None


class Cloth(Protocol):
    """A cloth that can be laid on the ground: woven, knitted, pile, net, single threads."""

    def shade(self, x: Numbers, y: Numbers) -> Shaded:
        """Return its look at points x, y (same shape, units of the cloth)."""
