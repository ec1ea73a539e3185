"""Taking picture files in: written anew, so that nothing but the picture remains; named by content; compared by looks."""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _
from PIL import Image

from .decoding import decoded

#: Format as Pillow calls it → extension, of what is kept; other formats that are accepted are written as one of these.
KEPT_FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
LARGEST_FILE = 20 * 1024 * 1024
#: How a picture is written: what was lossless stays so unless it is large, the rest as JPEG, or as WebP with transparency.
WRITTEN = {
    "jpg": ("JPEG", {"quality": 92, "subsampling": 0}),
    "png": ("PNG", {"compress_level": 3}),
    "webp": ("WEBP", {"quality": 92, "method": 2}),
}
LARGEST_LOSSLESS = 12_000_000


@dataclass(frozen=True)
class TakenIn:
    """A picture as the library keeps it: bytes, extension, and what is known of it. `sent` is the digest of what came."""

    content: bytes
    extension: str
    digest: str
    sent: str
    looks: str

    def file(self, name: str) -> ContentFile:
        """Return it as a file to be stored."""
        return ContentFile(self.content, name=f"{name.rsplit('/', 1)[-1].rsplit('.', 1)[0]}.{self.extension}")


def check_picture(file):
    """Refuse with a sentence what is too large or not really a picture of an accepted format.

    What the library holds already was looked at when it came.
    """
    if not getattr(file, "_committed", False):
        taken_in(file)


def taken_in(file) -> TakenIn:
    """Return a new picture file as the library keeps it, decoded once however often it is asked; refuse with a sentence.

    Written anew from its pixels: upright, in sRGB, without place, camera, comments, provenance, films and whatever else lies in
    the file of a picture.
    """
    source: Any = file.file if isinstance(file, FieldFile) else file
    known = getattr(source, "taken_in", None)
    if known is not None:
        return known
    if file.size > LARGEST_FILE:
        raise ValidationError(_("The file is larger than 20 MB."), code="too_large")
    shown = decoded(source)
    image = shown.image
    keeps_all = shown.lossless and image.width * image.height <= LARGEST_LOSSLESS
    extension = "png" if keeps_all else "webp" if image.mode == "RGBA" else "jpg"
    kind, options = WRITTEN[extension]
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    content = buffer.getvalue()
    taken = TakenIn(
        content, extension, hashlib.sha256(content).hexdigest(), digest_of(source), looks_of(image)
    )
    source.taken_in = taken
    return taken


def same_as(file, pictures):
    """Return the picture among `pictures` whose file is that one or was made of it; None when there is none."""
    taken = taken_in(file)
    return pictures.filter(digest__in={taken.digest, taken.sent}).first()


def digest_of(file):
    """Return the SHA-256 of a file's content; the file is left at its start."""
    file.seek(0)
    digest = hashlib.sha256(file.read()).hexdigest()
    file.seek(0)
    return digest


def looks_of(image: Image.Image) -> str:
    """Return what a picture looks like as 16 hexadecimal digits: of each of 8 × 8 places, is it darker than its neighbour?

    Pictures that differ in few of the 64 bits look nearly the same, whatever their size and format (difference hash).
    """
    small = image.resize((9, 8), Image.Resampling.LANCZOS).convert("L")
    points = small.tobytes()
    bits = [points[9 * y + x] < points[9 * y + x + 1] for y in range(8) for x in range(8)]
    return f"{sum(bit << at for at, bit in enumerate(bits)):016x}"


def picture_path(instance, filename):
    """Return where an uploaded picture is kept: by the hash of its content, with the extension of what it really is."""
    content = instance.file
    digest = digest_of(content)
    with Image.open(content) as image:
        extension = KEPT_FORMATS[image.format or ""]
    content.seek(0)
    return f"pictures/{digest[:2]}/{digest[:20]}.{extension}"
