"""HTML of the index's pages beside figures: names in a language, points for the chart's script, columns."""

from urllib.parse import urlsplit

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext
from modeltranslation.utils import build_localized_fieldname

from foundation.headings import by_words
from foundation.languages import language_shown
from indexdata.arithmetic.periods import period_code, period_label
from indexdata.charts import thinned_periods
from indexdata.enums import Frequency
from indexdata.series.public_sources import is_public_source


def in_its_language(thing, field="name"):
    """Return a translated text; marked with its language when it is not the page's."""
    return _marked(thing, field, getattr(thing, field))


def heading(thing, field="name"):
    """Return a translated text that ends its lines between words; marked with its language when it is not the page's."""
    return _marked(thing, field, by_words(getattr(thing, field)))


def _marked(thing, field, text):
    code = get_language()
    if not text or getattr(thing, build_localized_fieldname(field, code), None):
        return text
    return format_html('<span lang="{}">{}</span>', language_shown(thing, field, code), text)


def public_source(address):
    """Return a source address when visitors may be sent there, else an empty text."""
    return address if is_public_source(address) else ""


def host(address):
    """Return the host of an address, as links name it."""
    return urlsplit(address).hostname.removeprefix("www.")


def code(period, frequency):
    """Return a period as addresses, files and `<time datetime>` write it: 2025-06-16, 2023-05."""
    return period_code(period, frequency)


def change_headings(frequency):
    """Return the headings of the three columns of changes."""
    weekly = Frequency(frequency) == Frequency.WEEKLY
    return [
        gettext("On previous issue") if weekly else gettext("Month-on-month"),
        gettext("Since start of year"),
        gettext("Year-on-year"),
    ]


def chart_points(names, rows, frequency):
    """Return the table that the chart's script reads, out of sight: of a long series as much as the drawing can show.

    `rows` are (period, values, demonstration); the figures that readers see stand in a table of their own.
    """
    rows = list(rows)
    lines = [
        [(period, values[number], False) for period, values, _mark in rows] for number in range(len(names))
    ]
    shown = thinned_periods(lines)
    several = format_html(' colspan="{}"', len(names)) if len(names) > 1 else ""
    language = get_language()
    invented = format_html(' data-demonstration="{}"', gettext("Demonstration figure, never published"))
    head = format_html_join("", "<th data-series>{}</th>", ((name,) for name in names))
    # Codes, labels and numbers hold nothing to escape.
    body = "".join(
        f'<tr data-period="{period_code(period, frequency)}" data-label="{period_label(period, frequency, language)}"'
        f' data-values="{",".join("" if value is None else str(value) for value in values)}"'
        f"{invented if demonstration else ''}><td{several}></td></tr>"
        for period, values, demonstration in rows
        if period in shown
    )
    return format_html(
        "<table data-chart-table hidden><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        head,
        mark_safe(body),
    )
