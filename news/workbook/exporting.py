"""Articles as a workbook: one row each with their newest content, and hidden beside it what each cell said."""

import re
from io import BytesIO

from django.utils.translation import gettext as _

from foundation.characters import storable
from news.editing.content import snapshot
from news.editing.revisions import latest_content

from .columns import COLUMNS, EXPORTED, LARGEST, MOST_ROWS, told
from .words import Words

SHEET = "articles"
WIDTHS = {"id": 8, "title": 40, "summary": 40, "body": 60}
WIDTH = 16
_ESCAPE = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")


class TooLargeError(ValueError):
    """More is asked for than could be brought back; the message says what to do."""


def export(articles):
    """Return the bytes of a workbook with the newest content of articles; queries do not grow with their number.

    Raise `TooLargeError` for what could not be brought back: too many rows, or too large a file.
    """
    from openpyxl import Workbook  # heavy: for those who edit in workbooks
    from openpyxl.utils import get_column_letter  # heavy: the same

    keys = articles.values_list("pk", flat=True)[: MOST_ROWS + 1]
    if len(keys) > MOST_ROWS:
        raise TooLargeError(
            _("A workbook holds at most %(number)s articles; choose fewer.") % {"number": MOST_ROWS}
        )
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "B2"
    for number, name in enumerate(COLUMNS, 1):
        column = sheet.column_dimensions[get_column_letter(number)]
        column.width = next((width for start, width in WIDTHS.items() if name.startswith(start)), WIDTH)
        column.hidden = name == EXPORTED
    sheet.append([_cell(sheet, name, bold=True) for name in COLUMNS])
    names = Words()
    rows = articles.select_related("latest_revision").prefetch_related("tags")
    for article in rows.iterator(chunk_size=500):
        words = names.of_content(newest_of(article))
        values = {
            "id": str(article.pk), "status": article.get_status_display(), **words, EXPORTED: told(article.pk, words),
        }  # fmt: skip
        sheet.append([_cell(sheet, values.get(name, "")) for name in COLUMNS])
    buffer = BytesIO()
    book.save(buffer)
    if buffer.tell() > LARGEST:
        raise TooLargeError(
            _(
                "These articles make a workbook of more than 5 MB, which could not be brought back; choose fewer."
            )
        )
    return buffer.getvalue()


def newest_of(article):
    """Return the newest content of an article whose tags and related articles were fetched with it."""
    if article.has_draft:
        return latest_content(article)
    return snapshot(article, {"tags": sorted(tag.pk for tag in article.tags.all()), "related": []})


def escaped(text):
    """Return a text as a cell must hold it: “_x000D_” is a character to spreadsheets unless its first sign is escaped."""
    return _ESCAPE.sub("_x005F_x", text)


def _cell(sheet, text, bold=False):
    """Return a cell that holds text whatever it begins with: “=1+1” is shown, not computed."""
    from openpyxl.cell import WriteOnlyCell  # heavy: for those who edit in workbooks
    from openpyxl.styles import Font  # heavy: the same

    cell = WriteOnlyCell(sheet)
    cell.value = escaped(storable(text))
    cell.data_type = "s"
    cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
    return cell
