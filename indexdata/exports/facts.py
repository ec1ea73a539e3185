"""Facts about a file for people: source, terms, span, vintage. In the language that is active."""

from django.utils.translation import gettext

from .json import TERMS
from .rows import moment


def facts_of(request, parameters, *, title, page, unit, rows, columns, more=()) -> list[tuple[str, str]]:
    """Return (label, text) pairs of what a file holds: `page` is the address of the page with the same figures.

    `rows` in the order of `columns` tell how new the newest of them is; `more` stands after the title.
    """
    vintage = gettext("present figures")
    if parameters.as_of_text:
        vintage = gettext("figures as they stood at %(moment)s") % {"moment": moment(parameters.at)}
    newest = newest_moment(rows, columns)
    if newest:
        vintage += gettext("; the newest of them is from %(moment)s") % {"moment": newest}
    return [
        (gettext("Title"), title),
        *more,
        (gettext("Unit"), unit),
        (gettext("Source"), gettext("China · Keqiao Textile Index")),
        (gettext("Page"), request.build_absolute_uri(page)),
        (gettext("Terms of data use"), request.build_absolute_uri(TERMS)),
        (gettext("Vintage"), vintage),
        (
            gettext("Demonstration"),
            gettext(
                "Rows with demonstration = true are invented to show how the portal works and were never published."
            )
            if parameters.demonstration
            else gettext("Published figures alone."),
        ),
        (gettext("Time"), gettext("All moments are those of Shanghai (UTC+8).")),
    ]


def newest_moment(rows, columns) -> str:
    """Return the newest moment at which one of the rows came out or was revised, "" where none is recorded."""
    places = [columns.index(name) for name in ("published_at", "revised_at") if name in columns]
    return max((row[place] for row in rows for place in places if row[place]), default="")


def day_in_words(day) -> str:
    """Return a day of a span as programs and people read it; an open end says so."""
    return gettext("open") if day is None else day.isoformat()


def span_in_words(first, last) -> str:
    """Return a span of days, its ends included."""
    return gettext("%(first)s to %(last)s") % {"first": day_in_words(first), "last": day_in_words(last)}
