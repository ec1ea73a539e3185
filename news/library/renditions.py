"""Renditions: the crops, sizes and formats in which a picture is served. Pure: no settings, no storage, no database.

Everything about a rendition but its bytes follows from the width, height and focal point of its picture, so pages can
name what exists without looking.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

#: Measured on drawn cloth, the hardest thing to compress here: AVIF at speed 9 takes a fifth of the time of speed 8
#: and is no larger; WebP at method 2 costs a third of the default and 4 % more bytes.
FORMATS = {
    "avif": ("AVIF", {"quality": 50, "speed": 9, "max_threads": 1}),
    "webp": ("WEBP", {"quality": 72, "method": 2}),
    "jpg": ("JPEG", {"quality": 78, "progressive": True, "optimize": True}),
}
MIME_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
#: Offered in every width, the better one first; JPEG exists in one width, for browsers that know neither and for feeds.
MODERN = ("avif", "webp")
FALLBACK = "jpg"
#: What shows through transparent places where the format has no transparency.
PAPER = (255, 255, 255)
#: WebP holds no picture that is longer or wider.
LONGEST_SIDE = 16_383
#: The width a crop can reach is offered beside the listed ones when it is that much larger than the last that fits.
WORTH_ANOTHER_SIZE = 1.15


@dataclass(frozen=True)
class Crop:
    """A shape (width to height; None: as the picture is) with its widths and the width of its JPEG."""

    ratio: tuple[int, int] | None
    widths: tuple[int, ...]
    fallback: int


CROPS = {
    "card": Crop((4, 3), (320, 640, 960), 640),
    "cover": Crop((16, 9), (480, 800, 1200, 1600), 1200),
    "original": Crop(None, (1200, 1800), 1200),
}


@dataclass(frozen=True)
class Rendition:
    """One file: crop, size and format."""

    crop: str
    width: int
    height: int
    format: str


def sizes(crop: str, width: int, height: int) -> list[tuple[int, int]]:
    """The (width, height) pairs a crop of a picture comes in, smallest first: at least one, none larger than it."""
    spec = CROPS[crop]
    ratio = spec.ratio or (width, height)
    reach = min(width, height * ratio[0] // ratio[1], LONGEST_SIDE * ratio[0] // ratio[1]) or 1
    widths = [size for size in spec.widths if size <= reach]
    if len(widths) < len(spec.widths) and reach > WORTH_ANOTHER_SIZE * max(widths, default=0):
        widths.append(reach)
    return [(size, min(LONGEST_SIDE, max(1, round(size * ratio[1] / ratio[0])))) for size in widths]


def fallback_size(crop: str, width: int, height: int) -> tuple[int, int]:
    """The (width, height) of the JPEG of a crop: the largest size up to its fallback width."""
    offered = sizes(crop, width, height)
    return max((size for size in offered if size[0] <= CROPS[crop].fallback), default=offered[0])


def renditions(width: int, height: int) -> list[Rendition]:
    """Everything that is made of a picture."""
    made = []
    for crop in CROPS:
        made += [Rendition(crop, *size, kind) for size in sizes(crop, width, height) for kind in MODERN]
        made.append(Rendition(crop, *fallback_size(crop, width, height), FALLBACK))
    return made


def rendition_name(file_name: str, focal: tuple[int, int], rendition: Rendition) -> str:
    """The storage name of a rendition. It changes with content, focal point and recipe, so it can be cached for ever.

    `file_name` is the storage name of the picture, which carries the hash of its content.
    """
    stem = file_name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    recipe = hashlib.sha256(
        f"{focal}{CROPS[rendition.crop]}{FORMATS[rendition.format]}".encode()
    ).hexdigest()[:8]
    return f"renditions/{stem[:2]}/{stem}/{rendition.crop}-{rendition.width}-{recipe}.{rendition.format}"


def render(image: Image.Image, rendition: Rendition, focal: tuple[int, int] = (50, 50)) -> bytes:
    """An `upright` picture → the bytes of one rendition, cut around the focal point (percent from left and top)."""
    return encode(_cut(image, rendition, focal), rendition.format)


def render_all(
    image: Image.Image, focal: tuple[int, int], wanted: Iterable[Rendition]
) -> Iterator[tuple[Rendition, bytes]]:
    """An `upright` picture → (rendition, bytes) of what is wanted; sizes are cut once for all their formats."""
    cuts = {}
    for rendition in wanted:
        place = (rendition.crop, rendition.width)
        if place not in cuts:
            cuts = {place: _cut(image, rendition, focal)}
        yield rendition, encode(cuts[place], rendition.format)


def encode(image: Image.Image, kind: str) -> bytes:
    """An image → its bytes in one of FORMATS, without metadata."""
    name, options = FORMATS[kind]
    if name == "JPEG" and image.mode == "RGBA":
        paper = Image.new("RGB", image.size, PAPER)
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    buffer = BytesIO()
    image.save(buffer, name, **options)
    return buffer.getvalue()


def _cut(image, rendition, focal):
    size = (rendition.width, rendition.height)
    return ImageOps.fit(image, size, Image.Resampling.LANCZOS, centering=(focal[0] / 100, focal[1] / 100))
