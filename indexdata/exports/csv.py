"""Comma-separated values after RFC 4180.

The file begins with a byte order mark: spreadsheet programs in China take a file without one for GBK. Python reads it
as `utf-8-sig`, R and pandas take it as it is.
"""

import csv
from io import StringIO

from indexdata.series.publication import NO_PUBLICATION

from .rows import COLUMNS, export_row, safe_cell

BYTE_ORDER_MARK = "\ufeff"


def csv_text(rows, publications) -> str:
    """Return the rows of a series as a CSV file: a header line, then one line for each period.

    `publications` is what `publications_of` says of the rows.
    """
    file = StringIO(newline="")
    file.write(BYTE_ORDER_MARK)
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for row in rows:
        published = publications.get((row.stored.index.pk, row.period), NO_PUBLICATION)
        writer.writerow([safe_cell(value) for value in export_row(row, published).values()])
    return file.getvalue()
