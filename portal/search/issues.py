"""Issues that a search names: by their number, their day or their month."""

import re
import unicodedata

from django.db.models import Q

from indexdata.arithmetic.periods import MONTHS, parse_period
from indexdata.enums import Family, Frequency
from indexdata.models import Release

#: Days and months in words; what `parse_period` takes besides are numbers.
_NAMES = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS)
_ENGLISH = re.compile(
    rf"(?:([0-9]{{1,2}}) )?({_NAMES}) ([0-9]{{4}})|({_NAMES}) ([0-9]{{1,2}}),? ([0-9]{{4}})", re.IGNORECASE
)
_CHINESE_DAY = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日?期?")


def issues_named(asked: str) -> list[Release]:
    """Return the public releases of the issue that a whole query names, those of each family in turn; one query.

    A day names the weekly issue of that day, a month the monthly ones. What names no issue finds nothing and asks nothing.
    """
    wanted, text = Q(), _in_numbers(" ".join(unicodedata.normalize("NFKC", asked).split()))
    for frequency in Frequency:
        try:
            period = parse_period(text, frequency)
        except ValueError:
            continue
        wanted |= Q(family__in=[family for family in Family if family.frequency == frequency], period=period)
    return list(Release.objects.public().filter(wanted).order_by("family")) if wanted else []


def _in_numbers(text):
    """Return a day or a month in words as numbers, any other text as it is."""
    if found := _CHINESE_DAY.fullmatch(text):
        return "-".join(part.zfill(2) for part in found.groups())
    if found := _ENGLISH.fullmatch(text):
        day, month, year, other_month, other_day, other_year = found.groups()
        name = (month or other_month)[:3].title()
        number = next(at for at, full in enumerate(MONTHS, 1) if full.startswith(name))
        day = day or other_day
        return f"{year or other_year}-{number:02}" + (f"-{int(day):02}" if day else "")
    return text
