"""Statements of a file: figures with their places, and remarks."""

from dataclasses import dataclass, field
from decimal import Decimal

from openpyxl.utils import get_column_letter

from indexdata.arithmetic.periods import Period, period_code
from indexdata.enums import ObservationStatus
from indexdata.models import Index

from .remarks import Remark


@dataclass
class Stated:
    """A figure as a file states it, with its place: the row and columns of the issue and of the value."""

    sheet: str
    row: int
    column: int
    period_column: int
    index: Index
    period: Period
    value: Decimal | None
    status: str = ObservationStatus.NORMAL
    offered: str = ""
    changes: dict[str, Decimal] = field(default_factory=dict)

    @property
    def key(self):
        return self.index.pk, self.period

    @property
    def code(self) -> str:
        return f"{self.index.code}@{period_code(self.period, self.index.frequency)}"

    @property
    def cell(self) -> str:
        return f"{get_column_letter(self.column)}{self.row}"


@dataclass
class Understood:
    """The statements of a file, its errors, and remarks to know."""

    figures: list[Stated] = field(default_factory=list)
    errors: list[Remark] = field(default_factory=list)
    told: list[Remark] = field(default_factory=list)
    missing: int = 0
