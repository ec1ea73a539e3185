"""Draws the PNG and ICO icons in static/img from the portal's mark, so that all of them show the same weave."""

import re
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from PIL import Image, ImageDraw

GROUND = re.compile(r'viewBox="0 0 ([0-9]+) [0-9]+"><rect [^>]*fill="(#[0-9a-f]{6})"')
RIBBONS = re.compile(r'<g fill="(#[0-9a-f]{6})"><path d="([^"]+)"')
PIECE = re.compile(r"M([0-9]+) ([0-9]+)h([0-9]+)v([0-9]+)")
SAFE_ZONE = 0.66  # maskable icons may be cut to a circle
SMOOTHING = 4


class Command(BaseCommand):
    help = "Draws the icons of the portal from static/img/mark.svg (needed only when the mark changes)."

    def handle(self, **options):
        folder = Path(settings.BASE_DIR) / "static" / "img"
        mark = (folder / "mark.svg").read_text(encoding="utf-8")
        for size in (192, 512):
            drawn(mark, size).save(folder / f"icon-{size}.png", optimize=True)
        drawn(mark, 512, SAFE_ZONE).save(folder / "icon-maskable-512.png", optimize=True)
        drawn(mark, 180).save(folder / "apple-touch-icon.png", optimize=True)
        drawn(mark, 48).save(folder / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])
        self.stdout.write(f"Icons drawn in {folder}")


def drawn(mark, size, filled=1.0):
    """Return the mark (SVG text made of rectangles) as a square picture; `filled` is the part of the width it takes."""
    found = GROUND.search(mark)
    if found is None:
        raise ValueError("The mark has no ground of a size and a colour.")
    units, ground = found.groups()
    large = size * SMOOTHING
    scale = large * filled / int(units)
    offset = large * (1 - filled) / 2
    picture = Image.new("RGB", (large, large), ground)
    pen = ImageDraw.Draw(picture)
    for colour, path in RIBBONS.findall(mark):
        for piece in PIECE.findall(path):
            x, y, width, height = (int(part) * scale for part in piece)
            left, top = x + offset, y + offset
            pen.rectangle(
                (round(left), round(top), round(left + width) - 1, round(top + height) - 1), fill=colour
            )
    return picture.resize((size, size), Image.Resampling.LANCZOS)
