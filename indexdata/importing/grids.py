"""The content of a file as grids of cells."""

from dataclasses import dataclass, field

from .cells import EPOCH
from .remarks import Remark
from .rows import Rows

MOST_COLUMNS = 2_000


class UnreadableFile(ValueError):
    """A file cannot be read at all; the message says why."""


class TooMuch(UnreadableFile):
    """A file holds more than is read at once."""


@dataclass
class FileSheet:
    """A grid whose merged cells are filled; `epoch` is that of its days."""

    name: str
    rows: Rows
    epoch: object = EPOCH


@dataclass
class File:
    """The content of a file."""

    name: str
    sheets: list[FileSheet]
    told: list[Remark] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Return how many rows there are in all sheets."""
        return sum(sheet.rows.count for sheet in self.sheets)
