"""From an SVG to a PNG, made once: the same drawing in the same size is the same picture."""

import hashlib

import resvg_py
from django.core.cache import cache

from foundation.lettering import FAMILY, FONT_FILE

KEPT_SECONDS = 7 * 24 * 3600
#: Another one when pictures of the same drawing look different.
RECIPE = "1"


def png_of(svg: str, width: int) -> bytes:
    """Return a drawing so many pixels wide, with transparency where it has no paper.

    It is kept by what is drawn: parameters and vintages make another drawing, and nothing else does.
    """
    identity = f"{RECIPE}\n{FONT_FILE.name}\n{width}\n{svg}"
    key = f"picture-{hashlib.sha256(identity.encode()).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        kept = rastered(svg, width)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def rastered(svg: str, width: int) -> bytes:
    """Draw an SVG so many pixels wide, without fonts of the system."""
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        width=width,
        skip_system_fonts=True,
        font_files=[str(FONT_FILE)],
        font_family=FAMILY,
        sans_serif_family=FAMILY,
    )
