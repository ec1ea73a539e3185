"""A profile for pictures in four inks, made by hand: cyan looks like (0, 147, 217), black is black, the other inks do nothing."""

import struct
from itertools import product

from PIL import Image, ImageCms

CYAN, WHITE, BLACK = (0, 147, 217), (255, 255, 255), (0, 0, 0)


def _lab(colour):
    image = Image.new("RGB", (1, 1), colour)
    made = ImageCms.profileToProfile(
        image,
        ImageCms.createProfile("sRGB"),
        ImageCms.createProfile("LAB"),
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        "LAB",
    )
    lightness, a, b = made.getpixel((0, 0))
    return bytes([lightness, a, b])


def _table():
    """The colour of each corner of the inks, in a table of 2 × 2 × 2 × 2 (ICC "mft1")."""
    corners = b"".join(
        _lab(BLACK if k else CYAN if c else WHITE) for c, _m, _y, k in product((0, 1), repeat=4)
    )
    identity = struct.pack(">9i", *(0x10000 if n % 4 == 0 else 0 for n in range(9)))
    straight = bytes(range(256))
    return b"mft1" + bytes(4) + bytes([4, 3, 2, 0]) + identity + straight * 4 + corners + straight * 3


def profile_of_inks():
    """Return the profile as bytes."""
    words = b"text" + bytes(4) + b"none\0"
    name = b"desc" + bytes(4) + struct.pack(">I", 5) + b"inks\0" + bytes(78)
    white = b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061)
    tags, data, at = b"", b"", 128 + 4 + 12 * 4
    for tag, content in ((b"desc", name), (b"cprt", words), (b"wtpt", white), (b"A2B0", _table())):
        content += bytes(-len(content) % 4)
        tags += tag + struct.pack(">II", at + len(data), len(content))
        data += content
    body = struct.pack(">I", 4) + tags + data
    head = struct.pack(">I", 128 + len(body)) + b"lcms" + struct.pack(">I", 0x02400000) + b"prtrCMYKLab "
    head += (
        struct.pack(">6H", 2026, 11, 29, 0, 0, 0)
        + b"acsp"
        + bytes(28)
        + struct.pack(">3i", 63190, 65536, 54061)
    )
    return head.ljust(128, b"\0") + body
