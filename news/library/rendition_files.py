"""The storage edge of renditions: which files belong to a picture, making the missing ones, removing them."""

import logging

from django.core.files.base import ContentFile
from PIL import Image

from .models import Picture
from .renditions import Rendition, render_all, rendition_name, renditions, upright

logger = logging.getLogger(__name__)


def focal_point(picture) -> tuple[int, int]:
    """Return the focal point of a picture in percent from left and top."""
    return picture.focal_x, picture.focal_y


def names(picture) -> dict[str, Rendition]:
    """Return storage name → rendition of everything that belongs to a picture. Looks at nothing but its fields."""
    if not picture.file or not picture.width or not picture.height:
        return {}
    focal = focal_point(picture)
    return {
        rendition_name(picture.file.name, focal, one): one
        for one in renditions(picture.width, picture.height)
    }


def missing(picture) -> dict[str, Rendition]:
    """Return storage name → rendition of what belongs to a picture but is not there yet."""
    storage = picture.file.storage
    return {name: rendition for name, rendition in names(picture).items() if not storage.exists(name)}


def make_missing(picture) -> int:
    """Make the renditions of a picture that are not there yet and return how many were made."""
    wanted = missing(picture)
    if not wanted:
        return 0
    with picture.file.open("rb") as file, Image.open(file) as image:
        image.load()
        write(picture, render_all(upright(image), focal_point(picture), wanted.values()))
    return len(wanted)


def make_named(name) -> bool:
    """Make one rendition that a page has named before it was there; tell whether it belongs to a picture at all."""
    parts = name.split("/")
    if len(parts) != 4 or parts[0] != "renditions":
        return False
    stem = parts[2]
    for picture in Picture.objects.filter(file__startswith=f"pictures/{stem[:2]}/{stem}."):
        rendition = names(picture).get(name)
        if rendition is None:
            continue
        with picture.file.open("rb") as file, Image.open(file) as image:
            image.load()
            write(picture, render_all(upright(image), focal_point(picture), [rendition]))
        return True
    return False


def write(picture, pairs) -> None:
    """Store (rendition, bytes) pairs of a picture under their names; what is there already stays."""
    storage, focal = picture.file.storage, focal_point(picture)
    for rendition, content in pairs:
        name = rendition_name(picture.file.name, focal, rendition)
        if storage.exists(name):
            continue
        stored_as = storage.save(name, ContentFile(content))
        if stored_as != name:  # another process was faster and the storage chose a free name
            storage.delete(stored_as)


def remove(storage, stored_names) -> None:
    """Delete files; one that cannot be deleted is logged and does not stop the rest."""
    for name in stored_names:
        try:
            storage.delete(name)
        except OSError:
            logger.exception("The picture file %s could not be deleted.", name)
