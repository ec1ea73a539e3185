"""Excel workbooks to grids. Only formulas and their stored results together tell a formula without a result."""

import re
import zipfile
from collections import defaultdict
from decimal import Decimal
from io import BytesIO
from itertools import repeat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foundation.workbooks import check_workbook

from .cells import FAULTS, Fault
from .grids import MOST_COLUMNS, File, FileSheet, UnreadableFile
from .remarks import Remark
from .rows import kept_aside

#: A merged heading reaches so far down at most; so many cells are filled from merged ones in a sheet.
DEEPEST_HEADING = 50
MOST_FILLED = 50_000
CHUNK = 2**20
#: What is looked for in a sheet before it is read is not longer than this.
OVERLAP = 500
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*\bref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


def read_workbook(content: bytes, name: str, check) -> File:
    """Return the visible sheets of a workbook; raise `UnreadableFile` with a sentence. `check` refuses what is too large."""
    from openpyxl import load_workbook  # heavy: for those who bring in workbooks

    try:
        check_workbook(BytesIO(content), len(content))
        computed = load_workbook(BytesIO(content), read_only=True, data_only=True)
        written = None
        file = File(name, [])
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for at, sheet in enumerate(computed.worksheets):
                if sheet.sheet_state != "visible":
                    sentence = _("The sheet is hidden and was not read.")
                    file.told.append(Remark(sheet.title, 0, 0, sentence))
                    continue
                merged, has_formulas = _looked_through(archive, sheet)
                if has_formulas and written is None:
                    written = load_workbook(BytesIO(content), read_only=True)
                formulas = written.worksheets[at] if written and has_formulas else None
                rows = kept_aside(_filled(_rows(sheet, formulas), merged), check)
                file.sheets.append(FileSheet(sheet.title, rows, computed.epoch))
    except ValidationError as refusal:
        raise UnreadableFile(" ".join(refusal.messages)) from None
    except UnreadableFile:
        raise
    except Exception:  # openpyxl raises whatever a damaged part makes it stumble over
        raise UnreadableFile(_("The workbook cannot be read.")) from None
    if not file.sheets:
        raise UnreadableFile(_("The workbook has no sheet that could be read."))
    return file


def _looked_through(archive, sheet):
    """Return the merged areas of a sheet, and whether it holds a formula: a reader of rows tells neither."""
    from openpyxl.utils import range_boundaries  # heavy: for those who bring in workbooks

    merged, has_formulas, rest = set(), False, b""
    with archive.open(sheet._worksheet_path) as part:
        while chunk := part.read(CHUNK):
            text = rest + chunk
            merged.update(_MERGED.findall(text))
            has_formulas = has_formulas or _FORMULA.search(text) is not None
            rest = text[-OVERLAP:]
    return [range_boundaries(area.decode()) for area in merged], has_formulas


def _rows(sheet, formulas):
    """Yield (number, values) of each row that is not empty; `formulas` is the sheet as it was written, where it has any."""
    percents: dict[int, bool] = {}
    for one in (sheet, formulas):
        if one is not None:
            one.reset_dimensions()  # what a file says of its size may be far from what it holds
    beside = formulas.iter_rows() if formulas is not None else repeat(None)
    for computed, written in zip(sheet.iter_rows(), beside, strict=formulas is not None):
        row = [_value(cell, percents) for cell in computed]
        if written is not None:
            for at, cell in enumerate(written):
                if cell.data_type == "f" and computed[at].value is None:
                    row[at] = Fault("=")
        while row and row[-1] is None:
            row.pop()
        if row:
            yield next(cell.row for cell in computed if hasattr(cell, "row")), row


def _filled(rows, merged):
    """Yield rows in which what stands in a merged cell stands in all of its cells."""
    areas = defaultdict(list)
    for left, top, right, bottom in merged:
        if right <= MOST_COLUMNS:
            areas[top].append((left, right, min(bottom, top + DEEPEST_HEADING)))
    present: list = []
    filled = 0
    for number, row in rows:
        present = [one for one in present if number <= one[2]]
        present += [(*area, row[area[0] - 1]) for area in areas.pop(number, ()) if len(row) >= area[0]]
        for left, right, _last, value in present:
            row.extend([None] * (right - len(row)))
            for at in range(left - 1, right):
                if row[at] is None:
                    row[at] = value
                    filled += 1
        if filled > MOST_FILLED:
            raise UnreadableFile(_("The workbook has too many merged cells: is it the right one?"))
        yield number, row


def _value(cell, percents):
    value = cell.value
    if isinstance(value, str):
        if "#" in value and value.strip().upper() in FAULTS:
            return Fault(value.strip().upper())
        return value.replace("_x000D_", "") if "_x" in value else value
    if isinstance(value, int | float) and not isinstance(value, bool):
        style = cell._style_id
        if style not in percents:
            percents[style] = "%" in (cell.number_format or "")
        if percents[style]:
            return f"{Decimal(str(value)) * 100:f}%"
    return value
