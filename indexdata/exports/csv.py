"""Comma-separated values after RFC 4180, in UTF-8.

There is no byte order mark, which programs would take for a part of the first name; `excel=1` in an address adds it, because
spreadsheet programs in China take a file without one for GBK.
"""

import csv
from io import StringIO

from .rows import safe_cell

BYTE_ORDER_MARK = "\ufeff"


def csv_text(columns, rows, *, excel=False) -> str:
    """Return rows of values as a CSV file: a line of names, then one line for each row; `excel` begins it with the mark."""
    file = StringIO(newline="")
    if excel:
        file.write(BYTE_ORDER_MARK)
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return file.getvalue()
