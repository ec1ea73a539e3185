"""The storage edge of renditions: which files belong to a picture, making the missing ones."""

import logging
import struct

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from .decoding import decoded
from .models import Picture
from .renditions import Rendition, render_all, rendition_name, renditions

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


class NotMade(Exception):
    """Some renditions of a picture could not be made; the others are there."""


def make_missing(picture) -> int:
    """Make the renditions of a picture that are not there yet and return how many were made.

    One that cannot be made stops no other: all are tried, then `NotMade` is raised.
    """
    wanted = missing(picture)
    if not wanted:
        return 0
    image = _shown(picture)
    failed = [name for name, rendition in wanted.items() if not _made(picture, image, rendition)]
    if failed:
        raise NotMade(f"{len(failed)} of {len(wanted)} sizes, {failed[0]} among them")
    return len(wanted)


def make_named(name) -> bool:
    """Make one rendition that a page has named before it was there; tell whether it is there now."""
    parts = name.split("/")
    if len(parts) != 4 or parts[0] != "renditions":
        return False
    stem = parts[2]
    for picture in Picture.objects.filter(file__startswith=f"pictures/{stem[:2]}/{stem}."):
        rendition = names(picture).get(name)
        if rendition is None:
            continue
        try:
            image = _shown(picture)
        except ValidationError as error:
            logger.warning("The picture file %s cannot be shown: %s", picture.file.name, error.messages[0])
            return False
        except FileNotFoundError:
            logger.warning("The picture file %s is gone.", picture.file.name)
            return False
        return _made(picture, image, rendition)
    return False


def _shown(picture):
    with picture.file.open("rb") as file:
        return decoded(file).image


def _made(picture, image, rendition):
    """Make one rendition; tell whether it could be made."""
    try:
        write(picture, render_all(image, focal_point(picture), [rendition]))
    except (ValueError, RuntimeError, MemoryError, struct.error, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:  # the storage, not the picture
            raise
        logger.exception("The rendition %s of %s could not be made.", rendition, picture.file.name)
        return False
    return True


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
