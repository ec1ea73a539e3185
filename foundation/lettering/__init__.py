"""The font that pictures are written in, kept in the tree: both languages are right on a machine without fonts."""

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FONT_FILE = Path(__file__).resolve().parent / "NotoSansSC-Subset.otf"
FAMILY = "Noto Sans SC"
#: Pillow measures in whole pixels of the size it opened a font in.
_OPENED = 200


def width_of(text: str, size: float) -> float:
    """Return how wide a text is when it is written in this size."""
    return float(_opened().getlength(text)) * size / _OPENED


def can_write(text: str) -> bool:
    """Tell whether the font has a sign for every character of a text."""
    return all(map(_has, set(text)))


@lru_cache(maxsize=20_000)
def _has(character: str) -> bool:
    return character.isspace() or _sign(character) != _empty()


@lru_cache(maxsize=1)
def _empty() -> tuple[tuple[int, int], bytes]:
    """Return the box that stands for characters which a font does not know."""
    return _sign("\U0010fffd")


def _sign(character: str) -> tuple[tuple[int, int], bytes]:
    drawn = _small().getmask(character)
    return drawn.size, bytes(drawn)


@lru_cache(maxsize=1)
def _small() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT_FILE), 24)


@lru_cache(maxsize=1)
def _opened() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT_FILE), _OPENED)
