"""Rows of a sheet, gone through as often as it takes without holding them: read anew from a text, or kept aside in a file."""

import csv
import pickle
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO, TextIOWrapper
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import TypeAlias

#: A row as the person counts it, and its cells.
Row: TypeAlias = tuple[int, list]
#: Rows are kept in memory up to so many bytes, in blocks of so many cells.
KEPT_BYTES = 4 * 2**20
BLOCK_CELLS = 5_000


class Rows:
    """Rows that can be gone through again and again: how many there are, and how many cells the widest has."""

    def __init__(self, again: Callable[[], Iterator[Row]], count: int, width: int):
        self._again, self.count, self.width = again, count, width

    def __iter__(self) -> Iterator[Row]:
        return self._again()

    def head(self, number: int) -> list[Row]:
        """Return the first rows."""
        return list(islice(self, number))

    def after(self, start: int) -> Iterator[Row]:
        """Return the rows from one on, the first being 0."""
        return islice(self, start, None)


def rows_of(rows: list[Row]) -> Rows:
    """Return rows that are few enough to be held."""
    return Rows(lambda: iter(rows), len(rows), max((len(row) for _number, row in rows), default=0))


def rows_of_text(content: bytes, encoding: str, delimiter: str, check: Callable[[int, int], None]) -> Rows:
    """Return the rows of a text. `check` gets the cells of each row and of all so far, and refuses what is too much."""

    def again():
        reader = csv.reader(TextIOWrapper(BytesIO(content), encoding, newline=""), delimiter=delimiter)
        before = 0
        for row in reader:
            number, before = before + 1, reader.line_num
            yield number, row

    return Rows(again, *_measured(again(), check))


def kept_aside(rows: Iterable[Row], check: Callable[[int, int], None]) -> Rows:
    """Return rows that come once, such as those of a workbook, kept in a file that is gone with them."""
    file = SpooledTemporaryFile(KEPT_BYTES)  # noqa: SIM115 - it lives as long as the rows
    places: list[int] = []
    block: list[Row] = []

    def put_down():
        places.append(file.tell())
        pickle.dump(block, file, pickle.HIGHEST_PROTOCOL)
        block.clear()

    def passed_on():
        cells = 0
        for row in rows:
            yield row
            block.append(row)
            cells += len(row[1])
            if cells >= BLOCK_CELLS:
                put_down()
                cells = 0
        put_down()

    count, width = _measured(passed_on(), check)

    def again():
        for place in places:
            file.seek(place)
            yield from pickle.load(file)  # noqa: S301 - what stands there was written above

    return Rows(again, count, width)


def _measured(rows, check):
    count = width = cells = 0
    for _number, row in rows:
        cells += len(row)
        count, width = count + 1, max(width, len(row))
        check(len(row), cells)
    return count, width
