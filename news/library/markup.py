"""Pictures on pages: every file that exists is named from the fields of the picture, without any query."""

from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from modeltranslation.settings import AVAILABLE_LANGUAGES
from modeltranslation.utils import build_localized_fieldname

from foundation.languages import language_tag
from news.library.rendition_files import focal_point
from news.library.renditions import FALLBACK, MIME_TYPES, MODERN, Rendition, fallback_size, rendition_name
from news.library.renditions import sizes as sizes_of


def picture_tag(picture, crop="card", *, sizes="100vw", priority=False, alt=None):
    """Write a picture in one of the crops of `news.library.renditions`.

    `sizes` says how wide it is shown. `priority=True` is for the one picture seen first: loaded at once. `alt`
    replaces the alternative text, for instance by "" where the words beside the picture say the same. Without a
    picture a quiet placeholder keeps the place.
    """
    if picture is None or not picture.file or not picture.width:
        return format_html(
            '<span class="picture-missing picture-missing--{}" aria-hidden="true"></span>', crop
        )
    text, language = _alternative(picture) if alt is None else (alt, None)
    frame = _frame(
        picture.file.storage,
        picture.file.name,
        focal_point(picture),
        (picture.width, picture.height),
        crop,
        sizes,
    )
    return format_html(
        '{}alt="{}"{} {}></picture>',
        frame,
        text,
        format_html(' lang="{}"', language) if language else "",
        mark_safe('fetchpriority="high"' if priority else 'loading="lazy" decoding="async"'),
    )


@lru_cache(maxsize=2048)
def _frame(storage, name, focal, size, crop, sizes):
    """Write everything of a picture but its words; it follows from the file, so it is written once in each process."""

    def url(rendition):
        return storage.url(rendition_name(name, focal, rendition))

    def srcset(kind):
        offered = (Rendition(crop, *one, kind) for one in sizes_of(crop, *size))
        return ", ".join(f"{url(rendition)} {rendition.width}w" for rendition in offered)

    sources = format_html_join(
        "",
        '<source type="{}" srcset="{}" sizes="{}">',
        ((MIME_TYPES[kind], srcset(kind), sizes) for kind in MODERN),
    )
    width, height = fallback_size(crop, *size)
    return format_html(
        '<picture class="picture picture--{}">{}<img src="{}" width="{}" height="{}" ',
        crop,
        sources,
        url(Rendition(crop, width, height, FALLBACK)),
        width,
        height,
    )


def picture_url(picture, crop="cover"):
    """Return the address of the JPEG of a crop, for feeds and link previews; empty without a picture."""
    if picture is None or not picture.file or not picture.width:
        return ""
    size = fallback_size(crop, picture.width, picture.height)
    return _url(picture, Rendition(crop, *size, FALLBACK))


def _url(picture, rendition):
    return picture.file.storage.url(rendition_name(picture.file.name, focal_point(picture), rendition))


def _alternative(picture):
    """The alternative text, and its language where that is not the page's."""
    if picture.decorative:
        return "", None
    page = get_language()
    for code in [page, *(code for code in AVAILABLE_LANGUAGES if code != page)]:
        for field in ("alt", "title"):
            if text := getattr(picture, build_localized_fieldname(field, code), ""):
                return text, None if code == page else language_tag(code)
    return "", None
