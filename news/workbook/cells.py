"""The cells of an uploaded workbook as text, each under its column; what is odd about a cell is said, nothing is guessed.

Only columns that mean something are read. The size a sheet claims to have (`dimension`) is believed by nobody: programs write
it wrong. How much is unpacked, how many cells are looked at and how wide a row is are bounded.
"""

import re
import warnings
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet._reader import FORMULA_TAG, MERGE_TAG, ROW_TAG, WorkSheetParser
from openpyxl.xml.functions import iterparse

from foundation.characters import storable
from news.library.attachments import kind_of

from .columns import COLUMNS, MOST_ROWS, TOLD

LARGEST_UNPACKED = 40 * 1024 * 1024
#: Cells that are looked at, empty ones with them: programs write the empty ones of a formatted column too.
MOST_CELLS = 1_000_000
HEADING, FIRST = 1, 2
NO_VALUE, DAMAGED = "formula", "damaged"
#: A sign that was escaped, and the returns that programs write at the ends of lines.
_WRITTEN = re.compile("_x00(5F|0D)_")


class UnreadableWorkbookError(ValueError):
    """A file is no workbook of articles; the message says why."""


@dataclass
class SheetRow:
    """A row that says something: its number in the sheet, {column: text}, and what is odd as (column, sentence)."""

    number: int
    texts: dict[str, str] = field(default_factory=dict)
    odd: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Sheet:
    """The sheet with articles: its name, the letters of its columns, its rows."""

    title: str
    letters: dict[str, str]
    rows: list[SheetRow] = field(default_factory=list)


def read_sheet(file):
    """Return the `Sheet` of an uploaded workbook; raise `UnreadableWorkbookError` with a sentence for anything else."""
    try:
        if kind_of(file) != "xlsx":
            raise UnreadableWorkbookError(_("Only Excel workbooks (.xlsx) without macros are accepted."))
        _check_parts(file)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl leaves out: nothing that is read here
            book = load_workbook(file, read_only=True, data_only=True)
            return _read(_sheet_of(book))
    except ValidationError as refusal:
        raise UnreadableWorkbookError(" ".join(refusal.messages)) from None
    except UnreadableWorkbookError:
        raise
    except Exception:  # openpyxl raises whatever a damaged part makes it stumble over
        raise UnreadableWorkbookError(_("The workbook cannot be read.")) from None


def _check_parts(file):
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > LARGEST_UNPACKED:
            raise UnreadableWorkbookError(_("The workbook unpacks to far too much."))
        for member in members:
            if member.filename.endswith((".xml", ".rels")):
                with archive.open(member) as part:
                    if b"<!DOCTYPE" in part.read(2048):
                        raise UnreadableWorkbookError(_("The workbook cannot be read."))
    file.seek(0)


def _sheet_of(book):
    """Return the one sheet whose first row names the column “id”."""
    found = [sheet for sheet in book.worksheets if "id" in _headings(_Cells(sheet).first())]
    if not found:
        raise UnreadableWorkbookError(_("The first row must name the columns; “id” is missing."))
    if len(found) > 1:
        raise UnreadableWorkbookError(
            _("More than one sheet has a column “id”: %(names)s. Leave the one that counts.")
            % {"names": ", ".join(f"“{sheet.title}”" for sheet in found)}
        )
    return found[0]


def _read(source):
    cells = _Cells(source)
    columns: dict[int, str] = {}
    sheet = Sheet(source.title, {})
    for number, row in cells.rows():
        filled = [cell for cell in row if _is_filled(cell)]
        if not columns:
            columns = _columns(source.title, filled)
            sheet.letters = {name: get_column_letter(at) for at, name in columns.items()}
            continue
        read = SheetRow(number)
        for cell in filled:
            name = columns.get(cell["column"])
            if name is None:
                place = f"{get_column_letter(cell['column'])}{number}"
                raise UnreadableWorkbookError(
                    _(
                        "Sheet “%(sheet)s”: the cell %(cell)s stands under no heading. Take it out, or name its column."
                    )
                    % {"sheet": source.title, "cell": place}
                )
            read.texts[name], oddity = _text_of(cell)
            if oddity and name not in TOLD[1:]:
                read.odd.append((name, oddity))
        if read.texts:
            sheet.rows.append(read)
        if len(sheet.rows) > MOST_ROWS:
            raise UnreadableWorkbookError(
                _("The workbook has more than %(number)s rows.") % {"number": MOST_ROWS}
            )
    _note_merged(sheet, columns, cells.merged)
    for row in sheet.rows:
        for name in columns.values():
            row.texts.setdefault(name, "")
    return sheet


def _headings(cells):
    return [str(cell["value"]).strip().lower() for cell in cells if _is_filled(cell)]


def _columns(title, cells):
    """Return {number of the column: name} of the first row; refuse names that are unknown or stand twice."""
    columns = {cell["column"]: str(cell["value"]).strip().lower() for cell in cells}
    names = list(columns.values())
    if unknown := [name for name in names if name not in COLUMNS]:
        raise UnreadableWorkbookError(
            _("Unknown columns: %(names)s.") % {"names": ", ".join(unknown[:20])[:200]}
        )
    for name in names:
        if names.count(name) > 1:
            letters = ", ".join(get_column_letter(at) for at, one in columns.items() if one == name)
            raise UnreadableWorkbookError(
                _("Sheet “%(sheet)s”: the column “%(name)s” stands more than once (%(letters)s).")
                % {"sheet": title, "name": name, "letters": letters}
            )
    return columns


def _note_merged(sheet, columns, merged):
    """Say of each row that a merged cell reaches into which of its cells cannot be told apart."""
    by_number = {row.number: row for row in sheet.rows}
    for reference in merged:
        left, top, right, bottom = range_boundaries(reference)
        reached = [name for at, name in columns.items() if left <= at <= right and name not in TOLD[1:]]
        for number in range(max(top, FIRST), min(bottom, max(by_number, default=0)) + 1):
            row = by_number.get(number)
            if row is None or not reached:
                continue
            row.odd = [one for one in row.odd if one[0] not in reached]
            row.odd += [
                (name, _("The cell is merged with others (%(cells)s); unmerge them.") % {"cells": reference})
                for name in reached
            ]


def _is_filled(cell):
    value = cell["value"]
    return cell["data_type"] in (NO_VALUE, DAMAGED) or (value is not None and str(value).strip() != "")


def _text_of(cell):
    """Return (text, what is odd about it or "") of a cell."""
    value, kind = cell["value"], cell["data_type"]
    if kind == NO_VALUE:
        return "", _("The cell holds a formula whose result is not stored; write the result itself.")
    if kind == DAMAGED:
        return "", _("The cell cannot be read.")
    if kind == "e":
        return "", _("The cell holds the error %(name)s.") % {"name": str(value)[:20]}
    if isinstance(value, bool):
        return ("yes" if value else "no"), ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M"), ""
    if isinstance(value, date):
        return value.isoformat(), ""
    if isinstance(value, time | timedelta):
        return str(value), ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value)), ""
    text = _WRITTEN.sub(lambda found: "_" if found[1] == "5F" else "", str(value))
    return storable(text.replace("\r\n", "\n").replace("\r", "\n")).strip(), ""


class _Parser(WorkSheetParser):
    """openpyxl's reading of cells, which also tells a formula without a stored result from an empty cell."""

    def parse_cell(self, element):
        try:
            cell = super().parse_cell(element)
        except (ValueError, IndexError, OverflowError, TypeError):
            return {"row": self.row_counter, "column": self.col_counter, "value": None, "data_type": DAMAGED}
        has_formula = element.find(FORMULA_TAG) is not None
        if has_formula and cell["value"] is None and element.get("t") != "str":
            cell["data_type"] = NO_VALUE
        return cell


class _Cells:
    """The rows of a sheet one after the other, as lists of openpyxl's plain cells, and the ranges that are merged."""

    def __init__(self, sheet):
        self.sheet, self.merged = sheet, []

    def first(self):
        """Return the cells of the first row."""
        return next((row for _number, row in self.rows()), [])

    def rows(self):
        """Yield (number, cells) of every row; `merged` is complete after the last."""
        book, looked_at = self.sheet.parent, 0
        with self.sheet._get_source() as source:
            parser = _Parser(
                source, self.sheet._shared_strings, data_only=True, epoch=book.epoch,
                date_formats=book._date_formats, timedelta_formats=book._timedelta_formats,
            )  # fmt: skip
            for _event, element in iterparse(source):
                if element.tag == ROW_TAG:
                    looked_at += len(element)
                    if looked_at > MOST_CELLS:
                        raise UnreadableWorkbookError(_("The workbook has far too many cells."))
                    row = parser.parse_row(element)
                    element.clear()
                    yield row
                elif element.tag == MERGE_TAG:
                    self.merged = [one.get("ref", "") for one in element]
