"""A sentence about a cell of a file: an error that holds everything back, or something to know."""

from dataclasses import dataclass

from openpyxl.utils import get_column_letter


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
        return (
            f"{get_column_letter(self.column)}{self.row}" if self.column and self.row else str(self.row or "")
        )
