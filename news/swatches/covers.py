"""Article covers: calm pictures of cloth and warp in the colours of the house; they follow no line that could be a figure."""

from PIL import Image

from .colour import INDIGO, INK, MADDER, PAPER, TEA, palette_of
from .compositions import COMPOSITIONS, Cover
from .noise import generator
from .scene import frame_for, paint

HOUSE = (PAPER, INDIGO, MADDER, TEA, INK)


def draw_cover(
    *,
    seed: str,
    palette: list[str] | None = None,
    size: tuple[int, int] = (1600, 900),
) -> Image.Image:
    """Draw an article cover without any lettering.

    seed: any text; it chooses the composition and everything left to chance, and equal arguments give equal
    pixels. palette: colours as #RRGGBB, the ground first; without one the colours of the house.
    size: width and height in pixels, 16 to 6000 each.

    Returns an RGB image. Raises ValueError for a badly written colour, an empty palette or a size out of range.
    """
    colours = palette_of(list(HOUSE) if palette is None else palette)
    rng = generator(seed, "cover", "news")
    maker = COMPOSITIONS[int(rng.integers(0, len(COMPOSITIONS)))]
    return paint(maker(Cover(colours, frame_for(size, 1600), rng)), size)
