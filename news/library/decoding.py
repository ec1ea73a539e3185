"""From the bytes of a picture to what people see: upright, in the colours of screens, and never larger than is kept.

What decoding needs is bounded: MEGAPIXELS says for each format above how many a picture is refused, so that none takes more
than 300 MB and a few seconds, and one is decoded at a time in each process. Large ones are made smaller on the way.
Whatever is wrong with a file ends in a `ValidationError` with a sentence.
"""

import logging
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil, sqrt
from typing import Any, NamedTuple

import pillow_heif
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from .showing import on_screen, plain, turn_of

pillow_heif.register_heif_opener()
logger = logging.getLogger(__name__)

#: Format as Pillow calls it → megapixels above which a picture is refused (`tests/bench/pictures.py` measures them).
MEGAPIXELS = {
    "JPEG": 100, "MPO": 100, "PNG": 50, "WEBP": 16, "AVIF": 25, "HEIF": 50, "TIFF": 40, "BMP": 50, "GIF": 50,
}  # fmt: skip
#: Pillow opens what telephones call MPO as JPEG.
OPENED = tuple(kind for kind in MEGAPIXELS if kind != "MPO")
NAMES = {"MPO": "JPEG", "WEBP": "WebP", "HEIF": "HEIC"}
#: A progressive JPEG is held whole while it is read; a PNG of 16 bits is twice as long.
PROGRESSIVE, DEEP = 36, 25
#: A picture is kept with at most so many pixels: twice what the largest rendition shows in each direction.
KEPT = 24_000_000
#: So many scans at most: each walks through the whole picture.
MOST_SCANS = 64
#: A TIFF is read in strips or tiles; one of them lies in memory beside the picture.
LARGEST_STRIP = 100 * 1024 * 1024
STRIP_HEIGHT = 256

_BITS, _ROWS_A_STRIP, _TILE_LENGTH, _TILE_WIDTH, _REDUCED, _RAW = 258, 278, 323, 322, 254, 50706
_ONE_AT_A_TIME = threading.Lock()


class Decoded(NamedTuple):
    """A picture as people see it (RGB or RGBA, nothing else in it), and whether its format kept every pixel as it was."""

    image: Image.Image
    lossless: bool


def decoded(file: Any) -> Decoded:
    """Return what is in a picture file; raise ValidationError, with a sentence, for what is refused."""
    with _ONE_AT_A_TIME, _refusing():
        file.seek(0)
        with Image.open(file, formats=OPENED) as image:
            kind = str(image.format)
            _check_size(image, kind)
            _check_stillness(image, kind)
            lossless = _is_lossless(image, kind)
            profile, turn = image.info.get("icc_profile"), turn_of(image)
            if kind == "HEIF":
                whole, reduced, turn = _heif(file), False, None  # its decoder turns it
            else:
                reduced = _halved_while_read(image, kind)
                image.load()
                whole, turn = image, None if kind == "TIFF" else turn  # a TIFF is turned when it is loaded
            shown = on_screen(_made_smaller(whole), profile)
            if turn is not None:
                shown = shown.transpose(turn)
        shown.info = {}
        return Decoded(shown, lossless and not reduced)


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn whatever a decoder stumbles over into a refusal."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except ValidationError:
        raise
    except UnidentifiedImageError:
        raise ValidationError(
            _("Only JPEG, PNG, WebP, AVIF, HEIC, TIFF, BMP and GIF pictures are accepted."), code="format"
        ) from None
    except Image.DecompressionBombError:
        raise ValidationError(
            _("The picture has far too many megapixels; save it smaller."), code="too_many_pixels"
        ) from None
    except Exception as error:  # each decoder fails in its own way
        logger.info("A picture file could not be read: %r", error)
        raise ValidationError(_("The file is not a picture that can be read."), code="unreadable") from None


def _check_size(image: Any, kind: str) -> None:
    most = MEGAPIXELS[kind]
    if kind in ("JPEG", "MPO"):
        if image.info.get("progressive"):
            most = PROGRESSIVE
        _check_scans(image)
    elif kind == "PNG" and any(mode.endswith("16B") for mode in _raw_modes(image)):
        most = DEEP
    elif kind == "TIFF":
        _check_tiff(image)
    if image.width * image.height > most * 1_000_000:
        raise ValidationError(
            _("The picture has more than %(most)s megapixels, too many for %(kind)s; save it smaller."),
            code="too_many_pixels",
            params={"most": most, "kind": NAMES.get(kind, kind)},
        )


def _raw_modes(image: Any) -> list[str]:
    return [
        arguments if isinstance(arguments, str) else arguments[0]
        for _name, _box, _at, arguments in image.tile
    ]


def _check_scans(image: Any) -> None:
    """Refuse a JPEG that goes over its picture again and again."""
    file = image.fp
    at = file.tell()
    file.seek(0)
    scans = file.read().count(b"\xff\xda")
    file.seek(at)
    if scans > MOST_SCANS:
        raise ValueError("too many scans")


def _check_tiff(image: Any) -> None:
    tags = image.tag_v2
    if _RAW in tags or image.mode in ("I", "F"):
        raise ValidationError(
            _("This is a raw picture of a camera or an instrument; save it as JPEG first."), code="raw"
        )
    rows = min(tags.get(_TILE_LENGTH) or tags.get(_ROWS_A_STRIP) or image.height, image.height * 2)
    bits = tags.get(_BITS) or (1,)
    if rows * (tags.get(_TILE_WIDTH) or image.width) * sum(bits) // 8 > LARGEST_STRIP:
        raise ValidationError(
            _("The TIFF picture lies in one piece that is too large; save it as PNG or JPEG."),
            code="too_large",
        )


def _check_stillness(image: Any, kind: str) -> None:
    if kind in ("MPO", "JPEG", "BMP"):
        return
    if kind == "TIFF":
        if getattr(image, "n_frames", 1) > 1:
            image.seek(1)
            second_is_preview = image.tag_v2.get(_REDUCED, 0) & 1
            image.seek(0)
            if not second_is_preview:
                raise ValidationError(
                    _("The picture has several pages; save each as a picture of its own."), code="pages"
                )
    elif kind != "HEIF" and getattr(image, "is_animated", False):
        raise ValidationError(
            _("The picture moves, and only still ones are shown; save one of its frames as PNG or JPEG."),
            code="moving",
        )


def _is_lossless(image: Any, kind: str) -> bool:
    if kind == "WEBP":
        image.fp.seek(0)
        return b"VP8L" in image.fp.read(64)
    return kind in ("PNG", "BMP", "GIF") or (kind == "TIFF" and image.mode in ("1", "P"))


def _factor(width: int, height: int) -> int:
    return max(1, ceil(sqrt(width * height / KEPT)))


def _halved_while_read(image: Any, kind: str) -> bool:
    """Have a JPEG that is too large read at a half or a quarter of its width; tell whether it is."""
    factor = _factor(*image.size)
    if kind not in ("JPEG", "MPO") or factor == 1:
        return False
    by = next((by for by in (2, 4) if by >= factor), 8)
    return image.draft(None, (image.width // by, image.height // by)) is not None


class _Strips(NamedTuple):
    """A picture that is handed out in strips, so that only the smaller one is held beside what was decoded."""

    size: tuple[int, int]
    strip: Any


def _heif(file: Any) -> Image.Image | _Strips:
    """Return the main picture of a HEIC file: its pixels as they lie in memory once, not copied whole."""
    file.seek(0)
    opened = pillow_heif.open_heif(file, convert_hdr_to_8bit=True)
    mode, size, stride = opened.mode, opened.size, opened.stride
    data = memoryview(opened.data)

    def strip(top: int, bottom: int) -> Image.Image:
        rows: Any = data[top * stride : bottom * stride]
        return Image.frombuffer(mode, (size[0], bottom - top), rows, "raw", mode, stride, 1)

    return _Strips(size, strip)


def _made_smaller(whole: Image.Image | _Strips) -> Image.Image:
    """Return a plain picture with at most KEPT pixels, made strip by strip where it had more."""
    factor = _factor(*whole.size)
    if isinstance(whole, Image.Image):
        if factor == 1:
            return plain(whole)

        def strip(top: int, bottom: int) -> Image.Image:
            return whole.crop((0, top, whole.width, bottom))
    else:
        strip = whole.strip
    height = whole.size[1]
    step = STRIP_HEIGHT // factor * factor
    made: Image.Image | None = None
    for top in range(0, height, step):
        part = plain(strip(top, min(height, top + step)))
        if factor > 1:
            part = part.reduce(factor)
        if made is None:
            made = Image.new(part.mode, (part.width, ceil(height / factor)))
        made.paste(part, (0, top // factor))
    assert made is not None
    return made
