"""Moments as pages write them: for readers in their language, and for programs."""

from functools import lru_cache

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.timezone import get_current_timezone_name, localtime
from django.utils.translation import get_language


def moment(value, style="DATE_FORMAT"):
    """Write a moment as `<time>`: its day, or with `style` "DATETIME_FORMAT" its minute too."""
    if value is None:
        return mark_safe('<time datetime=""></time>')
    return _written(value, style, get_language(), get_current_timezone_name())


@lru_cache(maxsize=4096)
def _written(value, style, language, zone):
    local = localtime(value)
    return format_html(
        '<time datetime="{}">{}</time>', f"{local:%Y-%m-%dT%H:%M:%S%z}", date_format(local, style)
    )
