"""Claims: what a text says of an index, and where it says so."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from indexdata.arithmetic.changes import Changes
from indexdata.arithmetic.periods import Period


class Measure(StrEnum):
    """The parts of a figure that a claim can be about."""

    LEVEL = "value"
    PREVIOUS = "previous"
    YEAR_START = "year-start"
    YEAR_AGO = "year-ago"


class Unit(StrEnum):
    """The units that numbers are written with."""

    PERCENT = "percent"
    POINTS = "points"
    PERCENTAGE_POINTS = "percentage points"
    NONE = ""


#: The issue that a change is told against: by kind, or by its period.
Reference: TypeAlias = Measure | Period


@dataclass(frozen=True)
class Span:
    """A stretch of a passage."""

    start: int
    end: int


@dataclass(frozen=True)
class LiveFigure:
    """A live figure inside a passage: where it stands, whose it is and what it shows. It is true by construction."""

    at: int
    path: str
    show: str


@dataclass(frozen=True)
class Cell:
    """The place of a cell: the words that head its row and its column."""

    row: str
    column: str


@dataclass(frozen=True)
class Passage:
    """A block of a text as plain words, with spaces between words as single ones.

    `occurrence` counts the blocks of a field with the same words before it: together they name the place.
    """

    field: str
    text: str
    occurrence: int = 0
    live: tuple[LiveFigure, ...] = ()
    cell: Cell | None = None


@dataclass(frozen=True)
class Number:
    """A number as it is written: its size, decimals, sign (0 without) and unit; `span` is without the unit."""

    size: Decimal
    decimals: int
    sign: int
    unit: Unit
    span: Span
    end: int
    bound: int = 0  # 1: at least this, -1: at most this


@dataclass(frozen=True)
class Move:
    """A word of direction: 1 up, -1 down, 0 unchanged; `loose` is said of small movements too, `negated` denies it."""

    direction: int
    span: Span
    opposite: str = ""
    loose: bool = False
    negated: bool = False


@dataclass(frozen=True)
class Claim:
    """One thing that a passage says: of which indices (paths), of which period (None: that of the release), and what.

    Without `subjects` nobody can tell what the number is about: it stays unchecked.
    """

    passage: Passage
    measure: Reference
    subjects: tuple[str, ...] = ()
    period: Period | None = None
    number: Number | None = None
    move: Move | None = None
    #: Another reference that may be meant: the one of a clause before it in the sentence.
    or_else: Reference | None = None
    #: Of several indices each has this change, or all together are meant.
    each: bool = False

    @property
    def span(self) -> Span:
        """The stretch of the passage that says it."""
        spans = [one.span for one in (self.number, self.move) if one is not None]
        ends = [span.end for span in spans] + ([self.number.end] if self.number else [])
        return Span(min(span.start for span in spans), max(ends))


@dataclass(frozen=True)
class Fact:
    """The value and the changes of an index that are held for a period."""

    value: Decimal
    changes: Changes


@dataclass
class KnownFigures:
    """The figures that are held: by path for the release itself, by path and period for other issues that a text names.

    `before` holds all values before the release of indices of which a text tells a spell, `gaps` the periods without an issue.
    """

    period: Period
    of_release: dict[str, Fact] = field(default_factory=dict)
    of_others: dict[tuple[str, Period], Fact] = field(default_factory=dict)
    before: dict[str, dict[Period, Decimal]] = field(default_factory=dict)
    gaps: frozenset[Period] = frozenset()

    def of(self, path: str, period: Period | None) -> Fact | None:
        """Return what is held of an index for a period, None where nothing is."""
        if period is None or period == self.period:
            return self.of_release.get(path)
        return self.of_others.get((path, period))
