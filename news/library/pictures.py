"""Checking picture files, removing their metadata, naming the files they are kept in."""

import hashlib
from io import BytesIO

import pillow_heif
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from .renditions import upright

pillow_heif.register_heif_opener()

#: Format as Pillow calls it → extension. MPO is a JPEG with further pictures behind it, as many telephones write it.
#: HEIF is what telephones of one maker write; browsers do not show it, so it is kept as JPEG.
ACCEPTED_FORMATS = {"JPEG": "jpg", "MPO": "jpg", "HEIF": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
ACCEPTED_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "heic", "heif"]
LARGEST_FILE = 20 * 1024 * 1024
LARGEST_PICTURE = 50_000_000
#: How a picture is written anew when its metadata is taken out.
REWRITTEN = {
    "jpg": ("JPEG", {"quality": 92, "progressive": True}),
    "png": ("PNG", {}),
    "webp": ("WEBP", {"quality": 92}),
    "avif": ("AVIF", {"quality": 85, "speed": 8}),
}


def check_picture(file):
    """Refuse with a sentence what is too large or not really a picture of an accepted format.

    What the library holds already was looked at when it came.
    """
    if getattr(file, "_committed", False):
        return
    if file.size > LARGEST_FILE:
        raise ValidationError(_("The file is larger than 20 MB."), code="too_large")
    position = file.tell() if hasattr(file, "tell") else 0
    try:
        file.seek(0)
        with Image.open(file) as image:
            if image.format not in ACCEPTED_FORMATS:
                raise ValidationError(
                    _("Only JPEG, PNG, WebP, AVIF and HEIC pictures are accepted."), code="format"
                )
            if image.width * image.height > LARGEST_PICTURE:
                raise ValidationError(_("The picture has more than 50 megapixels."), code="too_many_pixels")
            image.load()  # a file that only begins like a picture fails here, not when a visitor asks for it
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError):
        raise ValidationError(_("The file is not a picture that can be read."), code="unreadable") from None
    finally:
        file.seek(position)


def without_metadata(file):
    """Return the bytes of an accepted picture turned upright and without metadata (place, camera, time, comments).

    None when there is nothing to take out: the file can stay as it is.
    """
    file.seek(0)
    with Image.open(file) as image:
        extension = ACCEPTED_FORMATS.get(image.format or "")
        image.load()
        written_texts = getattr(image, "text", None) or image.info.keys() & {
            "exif",
            "xmp",
            "photoshop",
            "comment",
        }
        rewritten = image.format in ("MPO", "HEIF")
        if extension is None or not (written_texts or rewritten or image.getexif()):
            file.seek(0)
            return None
        kind, options = REWRITTEN[extension]
        buffer = BytesIO()
        picture = upright(image)
        if kind == "JPEG" and picture.mode != "RGB":
            picture = picture.convert("RGB")
        picture.save(buffer, kind, **options)
    return buffer.getvalue()


def digest_of(file):
    """Return the SHA-256 of a file's content; the file is left at its start."""
    file.seek(0)
    digest = hashlib.sha256(file.read()).hexdigest()
    file.seek(0)
    return digest


def looks_of(file):
    """Return what a picture looks like as 16 hexadecimal digits: of each of 8 × 8 places, is it darker than its neighbour?

    Pictures that differ in few of the 64 bits look nearly the same, whatever their size and format (difference hash).
    """
    file.seek(0)
    with Image.open(file) as image:
        small = image.convert("L").resize((9, 8), Image.Resampling.LANCZOS)
    file.seek(0)
    points = small.tobytes()
    bits = [points[9 * y + x] < points[9 * y + x + 1] for y in range(8) for x in range(8)]
    return f"{sum(bit << at for at, bit in enumerate(bits)):016x}"


def picture_path(instance, filename):
    """Return where an uploaded picture is kept: by the hash of its content, with the extension of what it really is."""
    content = instance.file
    digest = digest_of(content)
    with Image.open(content) as image:
        extension = ACCEPTED_FORMATS[image.format or ""]
    content.seek(0)
    return f"pictures/{digest[:2]}/{digest[:20]}.{extension}"
