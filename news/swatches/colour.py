"""Colours: hexadecimal in, linear light inside, bytes out."""

import re

import numpy as np
import numpy.typing as npt

from .values import Colour, Numbers, Palette

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")

PAPER, INK, INDIGO, MADDER, TEA = "#F4EFE6", "#1F2430", "#24406E", "#9B2D30", "#4E6B50"


def linear(colour: str) -> Colour:
    """Three linear-light values (0 to 1) of a colour written as #RRGGBB; ValueError otherwise."""
    if not isinstance(colour, str) or not _HEX.fullmatch(colour):
        raise ValueError(f"The colour {colour!r} is not written as #RRGGBB.")
    parts = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)], dtype=np.float32) / np.float32(255)
    return parts * parts


WHITE: Colour = np.ones(3, np.float32)
#: How many colours every recipe may count on.
FEWEST_COLOURS = 4


def palette_of(colours: list[str]) -> Palette:
    """Linear colours of a palette, at least four: a shorter one is filled up with lighter shades of its own.

    ValueError if it is empty or one of its colours is badly written.
    """
    if isinstance(colours, str) or not colours:
        raise ValueError("A palette needs a list of at least one colour.")
    palette = [linear(colour) for colour in colours]
    given = len(palette)
    while len(palette) < FEWEST_COLOURS:
        palette.append(mix(palette[len(palette) % given], WHITE, 0.15 * (len(palette) - given + 1)))
    return palette


def to_bytes(light: Numbers) -> npt.NDArray[np.uint8]:
    """Bytes (height, width, 3) of linear light (3, height, width)."""
    values = np.sqrt(np.clip(light, 0, 1)) * np.float32(255) + np.float32(0.5)
    return np.ascontiguousarray(np.moveaxis(values.astype(np.uint8), 0, -1))


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """One colour with a share (0 to 1) of another."""
    return one * np.float32(1 - share) + other * np.float32(share)


def lightness(colour: Colour) -> float:
    """Return how light a colour looks, from 0 (black) to 1 (white)."""
    red, green, blue = (float(part) for part in colour)
    return (0.25 * red + 0.65 * green + 0.1 * blue) ** 0.5


def vivid(colour: Colour) -> bool:
    """Tell whether a colour is both saturated and bright, as printing colours are."""
    high, low = float(colour.max()) ** 0.5, float(colour.min()) ** 0.5
    return high > 0.4 and (high - low) / high > 0.5


def ground_for(cloth: Colour) -> Colour:
    """A calm ground that a see-through cloth stands out from: dusky under pale cloth, paper under dark."""
    if lightness(cloth) < 0.5:
        return linear(PAPER)
    return mix(mix(linear("#566079"), linear("#6E5F63"), 0.35), cloth, 0.06)
