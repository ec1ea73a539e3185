"""Comma-separated values after RFC 4180.

The file begins with a byte order mark: spreadsheet programs in China take a file without one for GBK. Python reads it
as `utf-8-sig`, R and pandas take it as it is.
"""

import csv
from io import StringIO

from .rows import COLUMNS, export_row, safe_cell

BYTE_ORDER_MARK = "\ufeff"


def csv_text(rows) -> str:
    """Return the rows of a series as a CSV file: a header line, then one line for each period."""
    file = StringIO(newline="")
    file.write(BYTE_ORDER_MARK)
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([safe_cell(value) for value in export_row(row).values()])
    return file.getvalue()
