"""Workbooks as programs and people make them: with what openpyxl would never write."""

import re
import zipfile
from io import BytesIO

from django.core.files.base import ContentFile
from openpyxl import Workbook, load_workbook

from news import workbook

SHEET = "xl/worksheets/sheet1.xml"


def book_of(*rows):
    """Return the bytes of a workbook with the given rows, dicts of column → value."""
    book = Workbook()
    headings = list(dict.fromkeys(name for row in rows for name in row))
    book.active.append(headings)
    for row in rows:
        book.active.append([row.get(name) for name in headings])
    return saved(book)


def saved(book):
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def changed(content, *edits):
    """Return an exported workbook with cells changed as a person does: edits are (row, column, value)."""
    book = load_workbook(BytesIO(content))
    heads = [cell.value for cell in book.active[1]]
    for row, column, value in edits:
        book.active.cell(row, heads.index(column) + 1).value = value
    return saved(book)


def rewritten(content, change, part=SHEET):
    """Return a workbook whose part `part` has been changed by a function of its XML."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            held = old.read(name)
            new.writestr(name, change(held.decode()).encode() if name == part else held)
    return buffer.getvalue()


def with_cell(content, place, xml):
    """Return a workbook in which the cell at a place is other XML."""
    found = rf'<c r="{place}"[^>]*?(?:/>|>.*?</c>)'
    return rewritten(content, lambda text: re.sub(found, xml, text, count=1, flags=re.DOTALL))


def read(content):
    return workbook.read(ContentFile(content, name="articles.xlsx"))


def rows_of(content):
    lines = list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
