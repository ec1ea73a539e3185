"""One picture, drawn and encoded: runs in a worker process and knows neither Django nor the database."""

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from io import BytesIO

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # every core has a worker already

from PIL.Image import Image
from PIL.Image import open as open_image

from foundation.parent import end_with
from indexdata.pictures.raster import rastered
from news.library.renditions import Rendition, render_all, renditions
from news.library.showing import upright
from news.swatches import draw_cover, draw_swatch


def draw_series(svg: str, size: tuple[int, int]) -> Image:
    """Draw the cover of a commentary from its SVG, which holds the figures already."""
    return open_image(BytesIO(rastered(svg, size[0]))).convert("RGB").resize(size)


DRAW: dict[str, Callable[..., Image]] = {"swatch": draw_swatch, "cover": draw_cover, "series": draw_series}
CENTRE = (50, 50)


@dataclass(frozen=True)
class Order:
    """A picture to be drawn: the function's name, its arguments and the size in pixels."""

    what: str
    arguments: dict
    size: tuple[int, int]


@dataclass(frozen=True)
class DrawnPicture:
    """The bytes of a drawn picture and of all its renditions."""

    original: bytes
    extension: str
    renditions: list[tuple[Rendition, bytes]]


def pool(workers: int) -> ProcessPoolExecutor:
    """Return a pool of so many processes that draw; they begin afresh and end with this one, whatever ends it.

    A forked process would share the connection to the database, and one whose parent was killed would wait for ever.
    """
    fresh = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=fresh, initializer=end_with, initargs=(os.getpid(),))


def draw(order: Order) -> DrawnPicture:
    """Draw what is ordered; equal orders give equal pictures."""
    image = upright(DRAW[order.what](**order.arguments, size=order.size))
    buffer = BytesIO()
    image.save(buffer, "WEBP", quality=90, method=2)
    return DrawnPicture(buffer.getvalue(), "webp", list(render_all(image, CENTRE, renditions(*image.size))))
