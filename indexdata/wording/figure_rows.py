"""Rows of the tables of figures, written in one go: a page has hundreds of cells, and a template costs most by the cell.

The heads of the tables and what stands around them are templates: `indexdata/figure_head.html`,
`indexdata/series_table.html`, `indexdata/components.html`, `indexdata/classification.html`, `indexdata/release.html`.
"""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext

from indexdata.arithmetic.ages import is_stale
from indexdata.arithmetic.periods import period_code, short_period_label
from indexdata.enums import ObservationStatus
from indexdata.wording.numbers import figure

from .markup import change_writer, invented_words
from .series_markup import in_its_language


def change_cells(changes):
    """Write the three cells of changes."""
    return mark_safe(_cells(changes, change_writer()))


def marks(mark, demonstration=False, index=None, period=None):
    """Write what stands beside a figure: that it is invented, its status, since when it stands revised.

    With its index and period the last leads to its revisions.
    """
    address = ""
    if mark.corrected_at and index is not None:
        address = f"{_revisions_address(index)}{period_code(period, index.frequency)}"
    return mark_safe(_marks(mark, invented_words() if demonstration else "", address))


def figure_rows(nodes, flat=False):
    """Write rows of (index, newest figure or None): name, value, period, changes. `flat`: all names at the same depth."""
    change, demonstration, language = change_writer(), invented_words(), get_language()
    none = format_html(
        '<td class="figures__none"><span aria-hidden="true">–</span><span class="visually-hidden">{}</span></td>'
        '<td class="figures__period"></td><td></td><td></td><td></td>',
        gettext("No published figure"),
    )
    rows = []
    for node, latest in nodes:
        invented = latest is not None and latest.held.demonstration
        kind = ' class="is-demonstration"' if invented else "" if latest else ' class="is-empty"'
        if latest and not invented and is_stale(latest.period, latest.frequency):
            kind = ' class="is-old"'
        depth = 0 if flat else node.depth
        name = f'<a href="{escape(node.get_absolute_url())}">{conditional_escape(in_its_language(node))}</a>'
        rows.append(
            f'<tr{kind}><th scope="row" class="tree-{depth}">{name}{demonstration if invented else ""}</th>'
            f"{_figure_cells(latest, change, language) if latest else none}</tr>\n"
        )
    return mark_safe("".join(rows))


def _figure_cells(latest, change, language):
    period = latest.period
    return (
        f'<td class="figures__value">{figure(latest.held.value)}</td><td class="figures__period">'
        f'<time datetime="{period_code(period, latest.frequency)}">'
        f"{short_period_label(period, latest.frequency, language)}</time></td>{_cells(latest.changes, change)}"
    )


def series_rows(rows, index, transformed=False):
    """Write the rows of a series (`indexdata.series.rows.SeriesRow`), each leading to its release; months made of weeks have none.

    `transformed` adds a cell with what is shown of each value.
    """
    change, language = change_writer(), get_language()
    demonstration = invented_words()
    release = _release_address(index.family)
    revisions = _revisions_address(index)
    empty = f"<td></td>{'<td></td>' if transformed else ''}<td></td><td></td><td></td>"
    written = []
    for row in rows:
        stored, frequency = row.stored, row.stored.frequency
        code = period_code(row.period, frequency)
        kind = ' class="is-demonstration"' if row.demonstration else "" if row.held else ' class="is-empty"'
        if row.held:
            shown = f"<td>{figure(row.shown)}</td>" if transformed else ""
            cells = (
                f'<td class="figures__value">{figure(row.value)}</td>{shown}{_cells(row.changes, change)}'
                f'<td class="figures__notes">{_marks(row.mark, demonstration if row.demonstration else "", f"{revisions}{code}")}</td>'
            )
        else:
            why = _missing(row, f"{revisions}{code}")
            mark = f" {demonstration}" if row.demonstration else ""
            cells = f'{empty}<td class="figures__notes">{why}{mark}</td>'
        label = short_period_label(row.period, frequency, language)
        if not stored.is_derived:
            label = f'<a href="{release}{code}/">{label}</a>'
        written.append(f'<tr{kind}><th scope="row">{label}</th>{cells}</tr>\n')
    return mark_safe("".join(written))


def _missing(row, address):
    if row.is_gap:
        return escape(gettext("No issue"))
    return _revised(row.mark, address) if row.mark.is_withdrawn else escape(row.mark.label)


def _revisions_address(index):
    """Return the address of an index's revisions up to the code of the period."""
    return f"{reverse('indexdata:index-revisions', args=[index.path])}#p"


def _release_address(family):
    """Return the address of a family's releases up to the code of the period: one look-up for all rows."""
    return escape(reverse("indexdata:release", args=[family, "code"]).removesuffix("code/"))


def _cells(changes, change):
    return (
        f"<td>{change(changes.previous)}</td><td>{change(changes.year_start)}</td>"
        f"<td>{change(changes.year_ago)}</td>"
    )


def _marks(mark, demonstration, address=""):
    if mark.status == ObservationStatus.NORMAL and not mark.corrected_at:
        return demonstration
    written = [demonstration]
    if mark.status != ObservationStatus.NORMAL and not mark.is_withdrawn:
        written.append(format_html(' <span class="mark-note">{}</span>', mark.label))
    if mark.corrected_at:
        written.append(f" {_revised(mark, address)}")
    return "".join(written)


def _revised(mark, address):
    """Write since when a figure stands corrected, added or withdrawn; it leads to what was there before and why."""
    if mark.is_withdrawn:
        words = gettext("Withdrawn %(day)s")
    else:
        words = gettext("Added %(day)s") if mark.is_added else gettext("Corrected %(day)s")
    text = words % {"day": date_format(localtime(mark.corrected_at), "DATE_FORMAT")}
    if not address:
        return format_html('<span class="mark-note">{}</span>', text)
    return format_html('<a class="mark-note" href="{}">{}</a>', address, text)
