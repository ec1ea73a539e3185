"""The way in: checks what is asked for and draws it."""

from PIL import Image

from .cloths import MAKERS
from .colour import palette_of
from .noise import generator
from .recipes import compose
from .scene import frame_for, paint
from .yarn import parse_yarn

WEAVES = tuple(MAKERS)


def draw_swatch(
    *, weave: str, palette: list[str], yarn: str = "", seed: str, size: tuple[int, int] = (1200, 900)
) -> Image.Image:
    """Draw a fabric swatch.

    weave: one of WEAVES. palette: colours as #RRGGBB, the main colour of the cloth first; the others become
    stripes, weft, print or further colourways. yarn: the yarn line of the fabric as people write it; it
    may be empty. seed: any text; together with the weave it settles everything that is left to chance, so
    that equal arguments give equal pixels. size: width and height in pixels, 16 to 6000 each.

    Returns an RGB image. Raises ValueError for an unknown weave, a badly written colour, an empty palette or
    a size out of range.
    """
    if weave not in MAKERS:
        raise ValueError(f"There is no weave called {weave!r}; the weaves are {', '.join(WEAVES)}.")
    colours = palette_of(palette)
    frame = frame_for(size)
    scene = compose(weave, parse_yarn(yarn), colours, frame, generator(seed, weave))
    return paint(scene, size)
