"""The years of a series side by side: a table for readers, and the points that the chart's script reads."""

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from indexdata.charts.years import place_label, rows_by_year

from .markup import invented_words
from .numbers import figure


def years_table(stored, span):
    """Write the table: a row for each week or month, a column for each year, the newest first."""
    years = rows_by_year(stored, span)
    head = format_html_join("", '<th scope="col">{}</th>', ((str(year),) for year in years))
    first = gettext("Week") if _weekly(stored) else gettext("Month")
    rows = []
    for place in _places(years):
        cells = "".join(_cell(rows_of.get(place)) for rows_of in years.values())
        rows.append(f'<tr><th scope="row">{escape(place_label(place, stored.frequency))}</th>{cells}</tr>\n')
    return format_html(
        '<table class="figures figures--years"><thead><tr><th scope="col">{}</th>{}</tr></thead><tbody>{}</tbody></table>',
        first, head, mark_safe("".join(rows)),
    )  # fmt: skip


def years_points(stored, span):
    """Write the table that the chart's script reads, out of sight."""
    years = rows_by_year(stored, span)
    head = format_html_join("", "<th data-series>{}</th>", ((str(year),) for year in years))
    note = format_html(' data-demonstration="{}"', gettext("Contains demonstration figures"))
    rows = []
    for place in _places(years):
        at = [rows_of.get(place) for rows_of in years.values()]
        values = ",".join("" if row is None or row.shown is None else str(row.shown) for row in at)
        invented = note if any(row and row.demonstration for row in at) else ""
        label = escape(place_label(place, stored.frequency))
        rows.append(
            f'<tr data-period="{place.isoformat()}" data-label="{label}" data-values="{values}"{invented}>'
            f'<td colspan="{len(years)}"></td></tr>'
        )
    return format_html(
        "<table data-chart-table hidden><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        head,
        mark_safe("".join(rows)),
    )


def _weekly(stored):
    return stored.frequency == "weekly"


def _places(years):
    return sorted({place for rows in years.values() for place in rows})


def _cell(row):
    if row is None or row.shown is None:
        return '<td class="figures__none">–</td>'
    if row.demonstration:
        return f'<td class="is-demonstration">{figure(row.shown)}<span class="visually-hidden">{invented_words()}</span></td>'
    return f"<td>{figure(row.shown)}</td>"
