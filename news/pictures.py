"""What counts as an acceptable picture file, and where it is kept."""

import hashlib
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

ACCEPTED_FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
ACCEPTED_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif"]
LARGEST_FILE = 20 * 1024 * 1024
LARGEST_PICTURE = 50_000_000


def check_picture(file):
    """Refuse with a sentence what is too large or not really a picture of an accepted format."""
    if file.size > LARGEST_FILE:
        raise ValidationError(_("The file is larger than 20 MB."), code="too_large")
    position = file.tell() if hasattr(file, "tell") else 0
    try:
        file.seek(0)
        with Image.open(file) as image:
            if image.format not in ACCEPTED_FORMATS:
                raise ValidationError(_("Only JPEG, PNG, WebP and AVIF pictures are accepted."), code="format")
            if image.width * image.height > LARGEST_PICTURE:
                raise ValidationError(_("The picture has more than 50 megapixels."), code="too_many_pixels")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError):
        raise ValidationError(_("The file is not a picture that can be read."), code="unreadable") from None
    finally:
        file.seek(position)


def picture_path(instance, filename):
    """Return where an uploaded picture is kept: by the hash of its content, with the extension of its kind."""
    content = instance.file
    content.seek(0)
    digest = hashlib.sha256(content.read()).hexdigest()
    content.seek(0)
    return f"pictures/{digest[:2]}/{digest[:20]}{PurePosixPath(filename).suffix.lower()}"
