"""What counts as an acceptable picture file, what is removed from it, and where it is kept."""

import hashlib
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from .renditions import upright

#: Format as Pillow calls it → extension. MPO is a JPEG with further pictures behind it, as many telephones write it.
ACCEPTED_FORMATS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
ACCEPTED_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif"]
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
    """Refuse with a sentence what is too large or not really a picture of an accepted format."""
    if file.size > LARGEST_FILE:
        raise ValidationError(_("The file is larger than 20 MB."), code="too_large")
    position = file.tell() if hasattr(file, "tell") else 0
    try:
        file.seek(0)
        with Image.open(file) as image:
            if image.format not in ACCEPTED_FORMATS:
                raise ValidationError(
                    _("Only JPEG, PNG, WebP and AVIF pictures are accepted."), code="format"
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
        extension = ACCEPTED_FORMATS.get(image.format)
        image.load()
        written_texts = getattr(image, "text", None) or image.info.keys() & {
            "exif",
            "xmp",
            "photoshop",
            "comment",
        }
        if extension is None or not (written_texts or image.getexif() or image.format == "MPO"):
            file.seek(0)
            return None
        kind, options = REWRITTEN[extension]
        buffer = BytesIO()
        upright(image).save(buffer, kind, **options)
    return buffer.getvalue()


def picture_path(instance, filename):
    """Return where an uploaded picture is kept: by the hash of its content, with the extension of what it really is."""
    content = instance.file
    content.seek(0)
    digest = hashlib.sha256(content.read()).hexdigest()
    content.seek(0)
    with Image.open(content) as image:
        extension = ACCEPTED_FORMATS[image.format]
    content.seek(0)
    return f"pictures/{digest[:2]}/{digest[:20]}.{extension}"
