"""Files to grids: text separated by commas, semicolons or tabs, and Excel workbooks. Nothing here knows of indices."""

import csv
import re
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO, StringIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from foundation.workbooks import check_workbook

from .cells import EPOCH, FAULTS, Fault
from .remarks import Remark

MOST_COLUMNS = 2_000
MOST_CELLS = 3_000_000
LARGEST_FILE = 100 * 1024 * 1024
_MERGED = re.compile(rb'<mergeCell[^>]*\bref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


class UnreadableFile(ValueError):
    """A file cannot be read at all; the message says why."""


@dataclass
class FileSheet:
    """A grid: (row as the person counts it, its cells). Merged cells of headings are filled, `epoch` is that of its days."""

    name: str
    rows: list[tuple[int, list]]
    epoch: object = EPOCH
    #: Rows and columns of merged cells that were filled: what stands there was written once.
    filled: set[tuple[int, int]] = field(default_factory=set)


@dataclass
class File:
    """The content of a file."""

    name: str
    sheets: list[FileSheet]
    told: list[Remark] = field(default_factory=list)


def read(content: bytes, name: str) -> File:
    """Return the grids of a file; raise `UnreadableFile` with a sentence. What it is, its first bytes say, not its name."""
    if len(content) > LARGEST_FILE:
        raise UnreadableFile(_("The file is larger than %(size)s MB.") % {"size": LARGEST_FILE // 2**20})
    if not content.strip():
        raise UnreadableFile(_("The file is empty."))
    if content.startswith(b"PK\x03\x04"):
        return _read_workbook(content, name)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(_("This is a workbook of old Excel, or one with a password: save it as .xlsx."))
    return File(name, [FileSheet("", _text_rows(_decoded(content)))])


def _decoded(content):
    encodings: tuple[str, ...] = ("utf-8-sig", "gb18030")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    elif b"\x00" in content:  # UTF-16 without its mark: other texts have no such byte
        low_first = content[1::2].count(0) >= content[::2].count(0)
        encodings = ("utf-16-le" if low_first else "utf-16-be",)
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NOT_TEXT.search(text):
            return text
    raise UnreadableFile(_("This is neither a text of figures (CSV) nor an Excel workbook (.xlsx)."))


def _text_rows(text):
    head = text[:20_000]
    delimiter = max("\t,;", key=head.count)
    rows, cells = [], 0
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        before = 0
        for row in reader:
            number, before = before + 1, reader.line_num
            cells += len(row)
            _check_size(len(row), cells)
            rows.append((number, row))
    except csv.Error as error:
        raise UnreadableFile(_("The file cannot be read: %(error)s.") % {"error": error}) from None
    return rows


def _check_size(columns, cells):
    if columns > MOST_COLUMNS:
        raise UnreadableFile(
            _("The file has more than %(number)s columns: is it the right one?") % {"number": MOST_COLUMNS}
        )
    if cells > MOST_CELLS:
        raise UnreadableFile(
            _("The file has more than %(number)s cells: bring it in in parts.") % {"number": MOST_CELLS}
        )


def _read_workbook(content, name):
    try:
        check_workbook(BytesIO(content), len(content))
        # The one knows formulas, the other their results; only both together tell a formula without a result.
        written = load_workbook(BytesIO(content), read_only=True)
        computed = load_workbook(BytesIO(content), read_only=True, data_only=True)
        file = File(name, [])
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for sheet, results in zip(written.worksheets, computed.worksheets, strict=True):
                if sheet.sheet_state != "visible":
                    sentence = _("The sheet is hidden and was not read.")
                    file.told.append(Remark(sheet.title, 0, 0, sentence))
                    continue
                file.sheets.append(_read_sheet(sheet, results, _merged(archive, sheet), written.epoch))
    except ValidationError as refusal:
        raise UnreadableFile(" ".join(refusal.messages)) from None
    except UnreadableFile:
        raise
    except Exception:  # openpyxl raises whatever a damaged part makes it stumble over
        raise UnreadableFile(_("The workbook cannot be read.")) from None
    if not file.sheets:
        raise UnreadableFile(_("The workbook has no sheet that could be read."))
    return file


def _merged(archive, sheet):
    text = archive.read(sheet._worksheet_path)
    return [range_boundaries(area.decode()) for area in _MERGED.findall(text)]


def _read_sheet(sheet, results, merged, epoch):
    rows, cells = [], 0
    for written, computed in zip(sheet.iter_rows(), results.iter_rows(), strict=True):
        row = [_value(one, other) for one, other in zip(written, computed, strict=True)]
        while row and row[-1] is None:
            row.pop()
        cells += len(row)
        _check_size(len(row), cells)
        number = next((cell.row for cell in written if hasattr(cell, "row")), None)
        if row and number:
            rows.append((number, row))
    by_number = dict(rows)
    filled = set()
    for left, top, right, bottom in merged:
        if right > MOST_COLUMNS or top not in by_number or len(by_number[top]) < left:
            continue
        value = by_number[top][left - 1]
        for number, row in (
            (n, by_number[n]) for n in range(top, min(bottom, top + 50) + 1) if n in by_number
        ):
            row.extend([None] * (right - len(row)))
            for column in range(left, right + 1):
                if (number, column) != (top, left) and row[column - 1] is None:
                    row[column - 1] = value
                    filled.add((number, column))
    return FileSheet(sheet.title, rows, epoch, filled)


def _value(written, computed):
    value = computed.value
    if written.data_type == "f" and value is None:
        return Fault("=")
    if isinstance(value, str):
        if value.strip().upper() in FAULTS:
            return Fault(value.strip().upper())
        return value.replace("_x000D_", "")
    if (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and "%" in (computed.number_format or "")
    ):
        return f"{Decimal(str(value)) * 100:f}%"
    return value
