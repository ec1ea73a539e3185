"""How much memory and time taking in the largest picture of each format costs: what `news.library.decoding.MEGAPIXELS` rests on.

python -m tests.bench.pictures [FORMAT …]
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

BASE_DIR = Path(__file__).resolve().parents[2]

OPTIONS = {
    "JPEG": {"quality": 30},
    "PNG": {"compress_level": 1},
    "WEBP": {"quality": 60, "method": 0},
    "AVIF": {"quality": 40, "speed": 10},
    "HEIF": {"quality": 30},
    "TIFF": {"compression": "tiff_lzw"},
}
LOOK = """
import re, sys, time
import django
django.setup()
from django.core.files import File
from PIL import Image
from news.library.pictures import taken_in

def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024

with open(sys.argv[1], "rb") as opened:
    before, start = peak(), time.process_time()
    taken = taken_in(File(opened))
    memory, seconds = peak() - before, time.process_time() - start

# The least that anybody would do with it: all of it decoded at once, made smaller, written.
Image.MAX_IMAGE_PIXELS = None
start = time.process_time()
with Image.open(sys.argv[1]) as image:
    image.load()
    bare = image.convert("RGBA" if image.has_transparency_data else "RGB")
bare.thumbnail((2500, 2500))
bare.save(sys.argv[1] + ".bare", "JPEG" if taken.extension == "jpg" else taken.extension, quality=85)
print(memory, seconds, time.process_time() - start, len(taken.content), taken.extension)
"""
SIDES = {
    "PNG-16": "PNG",
    "JPEG-progressive": "JPEG",
    "PNG-alpha": "PNG",
    "JPEG-kept": "JPEG",
    "PNG-kept": "PNG",
    "PNG-photo": "PNG",
}


def largest(kind, place):
    """Write the largest picture of a format that is taken, and return its path."""
    import pillow_heif

    from news.library import decoding

    pillow_heif.register_heif_opener()
    form = SIDES.get(kind, kind)
    options = dict(OPTIONS.get(form, {}))
    megapixels = {
        "PNG-16": decoding.DEEP, "JPEG-progressive": decoding.PROGRESSIVE, "JPEG-kept": 23.9, "PNG-kept": 23.9, "PNG-photo": 11.9,
    }.get(kind, decoding.MEGAPIXELS[form])  # fmt: skip
    height = int((megapixels * 750_000) ** 0.5)
    width = int(megapixels * 1_000_000 // height)
    if kind == "JPEG-progressive":
        options |= {"progressive": True, "subsampling": 0}
    tile = Image.effect_noise((512, 512), 12)
    if form == "HEIF":  # its encoder is slow
        tile = Image.radial_gradient("L").resize((512, 512))
    tile = tile.convert("RGB")
    flat = form in ("PNG", "BMP", "TIFF", "GIF") and kind != "PNG-photo"
    image = Image.new("RGB", (width, height), (90, 120, 60))
    for x in range(0, width, 512 if not flat else 4096):
        for y in range(0, height, 512 if not flat else 4096):
            image.paste(tile, (x, y))
    path = Path(place) / f"{kind}.{form.lower()}"
    if kind == "PNG-16":
        _deep(width, height, path)
        return path
    if kind == "PNG-alpha":
        image.putalpha(Image.linear_gradient("L").resize(image.size))
    if form == "BMP":  # no longer than a file may be: bits of a palette
        image = image.convert("1")
    if form == "GIF":
        image = image.quantize(8)
    image.save(path, form, **options)
    return path


def _deep(width, height, path):
    """Write a PNG of 16 bits with transparency, a row at a time."""
    import struct
    import zlib

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    pack = zlib.compressobj(1)
    row = b"\x04" + bytes(range(256)) * (width * 8 // 256) + bytes(width * 8 % 256)
    data = b"".join(pack.compress(row) for _n in range(height)) + pack.flush()
    header = struct.pack(">IIBBBBB", width, height, 16, 6, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


def measured(kind, place):
    """Return (megabytes above the process's own, ratio of processor to a bare conversion) of taking in a format's largest picture.

    The conversion is Pillow's own in the same process: all decoded at once, made smaller, written.
    """
    path = largest(kind, place)
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(path)], capture_output=True, text=True, check=False, cwd=BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "VAR_DIR": str(place), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    memory, seconds, bare, *more = done.stdout.split()
    ratio = float(seconds) / float(bare)
    print(
        f"{kind:18} {path.stat().st_size / 1e6:6.1f} MB file  {float(memory):6.0f} MB  {float(seconds):5.2f} s, {ratio:.2f} of bare"
        f"  kept: {more}"
    )
    return float(memory), ratio


if __name__ == "__main__":
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for one in sys.argv[1:] or [*OPTIONS, "GIF", "BMP", *SIDES]:
            measured(one, folder)
    print(f"{time.perf_counter() - started:.0f} s")
