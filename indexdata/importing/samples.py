"""A few of the staged figures, as objects: for people to look at."""

from dataclasses import dataclass

from indexdata.models import Index

from .staging import STATED, Staging
from .stated import Stated
from .values import as_day, as_stored

_COLUMNS = (
    "seq, sheet, at_row, at_column, at_period, index_id, period, value, status, stated_previous, stated_year_start, "
    "stated_year_ago, kind, issue, held_id"
)


@dataclass
class Sample:
    """A staged figure: its number, what it says, its fate, the number of its issue, and what is held of it."""

    seq: int
    stated: Stated
    kind: str
    issue: int
    held: int | None


def samples(staging: Staging, rest: str, *parameters) -> list[Sample]:
    """Return the figures of which `rest` (what follows FROM in SQL) says which and how many."""
    rows = staging.rows(f"SELECT {_COLUMNS} FROM figures_staged {rest}", *parameters)
    indices = Index.objects.in_bulk({row[5] for row in rows})
    return [_sample(staging, indices, row) for row in rows]


def samples_by_seq(staging: Staging, numbers: list[int]) -> list[Sample]:
    """Return the figures with these numbers."""
    if not numbers:
        return []
    return samples(staging, f"WHERE seq IN ({', '.join(['%s'] * len(numbers))})", *numbers)


def _sample(staging, indices, row):
    seq, sheet, at_row, at_column, at_period, index, period, value, status, *changes = row[:12]
    kind, issue, held = row[12:]
    stated_changes = {name: as_stored(change) for name, change in zip(STATED, changes, strict=True)}
    named = {name: change for name, change in stated_changes.items() if change is not None}
    stated = Stated(
        staging.sheets[sheet], at_row, at_column, at_period, indices[index], as_day(period), as_stored(value), status,
        changes=named,
    )  # fmt: skip
    return Sample(seq, stated, kind, issue, held)
