"""Files to grids: text separated by commas, semicolons or tabs, and Excel workbooks. Nothing here knows of indices."""

import codecs
import csv
import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from .grids import MOST_COLUMNS, File, FileSheet, TooMuch, UnreadableFile
from .rows import rows_of_text
from .workbooks import read_workbook

MOST_CELLS = 12_000_000
LARGEST_FILE = 100 * 1024 * 1024
CHUNK = 2**16
#: The beginnings, in small letters, of files that could pass for UTF-16 or a table: PDF, PNG, JPEG, GIF, archives, web pages.
_OF_OTHERS = (
    b"%pdf",
    b"\x89png",
    b"\xff\xd8\xff",
    b"gif8",
    b"\x1f\x8b",
    b"rar!",
    b"7z\xbc\xaf",
    b"<html",
    b"<!doctype",
)
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def read(content: bytes, name: str, most_cells: int = MOST_CELLS) -> File:
    """Return the grids of a file; raise `UnreadableFile` with a sentence. What it is, its first bytes say, not its name."""
    if len(content) > LARGEST_FILE:
        raise UnreadableFile(_("The file is larger than %(size)s MB.") % {"size": LARGEST_FILE // 2**20})
    if not content[:CHUNK].strip() and not content.strip():
        raise UnreadableFile(_("The file is empty."))
    if content.startswith(b"PK\x03\x04"):
        return read_workbook(content, name, _check(most_cells))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(_("This is a workbook of old Excel, or one with a password: save it as .xlsx."))
    return File(name, [FileSheet("", _text_rows(content, _encoding_of(content), _check(most_cells)))])


def _encoding_of(content):
    """Return the encoding of a text, or refuse what is none."""
    encodings: tuple[str, ...] = ("utf-8-sig", "gb18030")
    head = content[:CHUNK]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    elif b"\x00" in head:  # UTF-16 without its mark: other texts have no such byte
        low_first = head[1::2].count(0) >= head[::2].count(0)
        encodings = ("utf-16-le" if low_first else "utf-16-be",)
    for encoding in () if head[:9].lower().startswith(_OF_OTHERS) else encodings:
        try:
            if not any(_NOT_TEXT.search(part) for part in _decoded(content, encoding)):
                return encoding
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(_("This is neither a text of figures (CSV) nor an Excel workbook (.xlsx)."))


def _decoded(content, encoding):
    """Yield a text in parts, so that it is never held twice."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(content), CHUNK):
        yield decoder.decode(content[start : start + CHUNK])
    yield decoder.decode(b"", final=True)


def _text_rows(content, encoding, check):
    head = next(_decoded(content, encoding))[:20_000]
    delimiter = max("\t,;", key=head.count)
    try:
        return rows_of_text(content, encoding, delimiter, check)
    except csv.Error as error:
        raise UnreadableFile(_("The file cannot be read: %(error)s.") % {"error": error}) from None


def _check(most_cells) -> Callable[[int, int], None]:
    """Return what refuses a file that has too many columns or cells."""

    def check(columns, cells):
        if columns > MOST_COLUMNS:
            raise UnreadableFile(
                _("The file has more than %(number)s columns: is it the right one?")
                % {"number": MOST_COLUMNS}
            )
        if cells > most_cells:
            raise TooMuch(
                _("The file has more than %(number)s cells: bring it in in parts.") % {"number": most_cells}
            )

    return check
