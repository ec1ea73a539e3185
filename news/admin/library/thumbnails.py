"""Small previews of pictures for lists and forms, from the renditions that are made anyway."""

from django.utils.html import format_html

from news.library.rendition_files import focal_point
from news.library.renditions import Rendition, rendition_name, sizes


def preview_address(picture):
    """Return the address of the smallest rendition of a picture, or None without a picture."""
    if picture is None or not picture.file:
        return None
    if not picture.width or not picture.height:
        return picture.file.url
    smallest = Rendition("card", *sizes("card", picture.width, picture.height)[0], "webp")
    return picture.file.storage.url(rendition_name(picture.file.name, focal_point(picture), smallest))


def thumbnail(picture, size="small"):
    """Return an `<img>` with a preview of a picture ("small" in lists, "large" in forms), or a dash without one."""
    address = preview_address(picture)
    if address is None:
        return "–"
    alt = picture.alt or picture.title or ""
    return format_html('<img class="thumbnail is-{}" src="{}" alt="{}" loading="lazy">', size, address, alt)
