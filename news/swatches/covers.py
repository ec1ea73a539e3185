"""Article covers: calm pictures of cloth, warp and thread in the colours of the house."""

from PIL import Image

from .colour import INDIGO, INK, MADDER, PAPER, TEA, palette_of
from .compositions import COMMENTARY, NEWS, Cover
from .noise import generator
from .scene import frame_for, paint

HOUSE = (PAPER, INDIGO, MADDER, TEA, INK)
_COMPOSITIONS = {"news": NEWS, "commentary": COMMENTARY}


def draw_cover(
    *,
    seed: str,
    palette: list[str] | None = None,
    kind: str = "news",
    trend: int = 0,
    size: tuple[int, int] = (1600, 900),
) -> Image.Image:
    """Draw an article cover without any lettering.

    seed: any text; it chooses the composition and everything left to chance, and equal arguments give equal
    pixels. palette: colours as #RRGGBB, the ground first; without one the colours of the house. kind: "news",
    or "commentary" for threads and cloth that follow a line; the line stands for no figures, but it rises for
    a positive `trend` and falls for a negative one, so that picture and text cannot disagree (0: by chance).
    size: width and height in pixels, 16 to 6000 each.

    Returns an RGB image. Raises ValueError for an unknown kind, a badly written colour, an empty palette or
    a size out of range.
    """
    if kind not in _COMPOSITIONS:
        raise ValueError(f"There is no cover of kind {kind!r}; the kinds are {', '.join(_COMPOSITIONS)}.")
    colours = palette_of(list(HOUSE) if palette is None else palette)
    rng = generator(seed, "cover", kind)
    makers = _COMPOSITIONS[kind]
    maker = makers[int(rng.integers(0, len(makers)))]
    return paint(maker(Cover(colours, frame_for(size, 1600), rng, trend)), size)
