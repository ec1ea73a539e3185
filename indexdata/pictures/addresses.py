"""Addresses of pictures, as pages name them."""

from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from indexdata.enums import Frequency
from indexdata.series.parameters import Parameters
from indexdata.series.rows import years_before

from .asked import CHOICES, canonical
from .sizes import CARD

#: A picture of a release shows so many years up to it.
YEARS_BEFORE = {Frequency.WEEKLY: 2, Frequency.MONTHLY: 5}


def picture_address(path: str, query: str = "") -> str:
    """Return the address of an index's chart as a picture."""
    address = reverse("indexdata:index-picture", args=[path])
    return f"{address}?{query}" if query else address


def picture_of_page(path: str, parameters: Parameters, frequency: str, size: str = CARD) -> str:
    """Return the address of the picture that shows what the page of an index shows."""
    return picture_address(path, canonical({"size": size}, parameters, frequency, ("size",)))


def picture_up_to(path: str, period: date, frequency: str) -> str:
    """Return the address of the picture of an index up to an issue."""
    return picture_of_page(path, span_up_to(period, frequency), frequency)


def span_up_to(period: date, frequency: str) -> Parameters:
    """Return the span that a picture of a release shows."""
    start = years_before(period, YEARS_BEFORE[Frequency(frequency)])
    return Parameters(first=start, last=period, spanned=True)


def picture_of_comparison(reading, parameters: Parameters) -> str:
    """Return the address of the picture of a comparison (`ComparisonReading`)."""
    return f"{reverse('indexdata:compare-picture')}?{comparison_query(reading, parameters, {})}"


def comparison_query(reading, parameters: Parameters, query) -> str:
    """Return the one query of the picture of a comparison; `query` chooses theme and size."""
    fields = [("s", index.path) for index in reading.chosen]
    if reading.comparison.base:
        fields.append(("rebase", "1"))
    rest = canonical(query, parameters, reading.comparison.frequency, tuple(CHOICES))
    return "&".join(filter(None, (urlencode(fields), rest)))
