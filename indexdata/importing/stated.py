"""Statements of a file: figures with their places, and remarks."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from indexdata.arithmetic.periods import Period, period_code
from indexdata.enums import ObservationStatus
from indexdata.models import Index

from .remarks import Remarks, cell_name


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
        return figure_code(self.index, self.period)

    @property
    def cell(self) -> str:
        return cell_name(self.row, self.column)


def figure_code(index: Index, period: Period) -> str:
    """Return the name of a figure as people confirm it: PRICE_RM@2025-06-16."""
    return f"{index.code}@{period_code(period, index.frequency)}"


class Figures(Protocol):
    """Takes the figures of a file one by one, as they are read."""

    def put(self, stated: Stated) -> None:
        """Take a figure."""


@dataclass
class Understood:
    """The statements of a file, its errors, and remarks to know."""

    figures: Figures
    errors: Remarks = field(default_factory=Remarks)
    told: Remarks = field(default_factory=Remarks)
    missing: int = 0
    offers: int = 0
