"""A sentence about a cell of a file: an error that holds everything back, or something to know."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Remark:
    """A sentence about a place as the person sees it: row and column count from 1, 0 is the whole row or sheet."""

    sheet: str
    row: int
    column: int
    sentence: str

    @property
    def cell(self) -> str:
        """Return the place as a spreadsheet names it: C11, or the row alone."""
        return cell_name(self.row, self.column) if self.column and self.row else str(self.row or "")


#: So many remarks of a kind are kept; of the others it is only known how many there are.
MOST_KEPT = 1_000


class Remarks(list[Remark]):
    """The first remarks, and how many there are in all (`total`)."""

    def __init__(self, remarks: Iterable[Remark] = ()):
        super().__init__()
        self.total = 0
        for remark in remarks:
            self.append(remark)

    def append(self, remark: Remark) -> None:
        """Count a remark, and keep it while there are few."""
        self.total += 1
        if len(self) < MOST_KEPT:
            super().append(remark)

    def take_in(self, remarks: list[Remark], total: int) -> None:
        """Take in the first ones of so many remarks, each once."""
        self.total += total
        kept = set(self)
        for remark in remarks:
            if remark in kept:
                self.total -= 1
            elif len(self) < MOST_KEPT:
                kept.add(remark)
                super().append(remark)


@cache
def column_name(column: int) -> str:
    """Return the letters of a column."""
    from openpyxl.utils import get_column_letter  # heavy: for those who bring in workbooks

    return get_column_letter(column)


def cell_name(row: int, column: int) -> str:
    """Return a cell as a spreadsheet names it."""
    return f"{column_name(column)}{row}"
