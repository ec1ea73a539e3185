"""Tables for files: of one index, of a release, of a comparison. Each is made once here and written by `csv` and `workbook`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from foundation.languages import in_languages
from indexdata.arithmetic.periods import period_code
from indexdata.enums import Frequency
from indexdata.series.publication import NO_PUBLICATION, publications_of
from indexdata.series.rows import SeriesAsOf, SeriesRow

from .meanings import INVENTED
from .rows import COLUMNS, export_row


@dataclass(frozen=True)
class Plot:
    """The chart of a workbook: lines over periods, or bars by index. `lines` are (name, [(label, value, invented)])."""

    lines: Sequence[tuple[str, Sequence[tuple]]]
    title: str
    unit: str
    bars: bool = False


@dataclass(frozen=True)
class Table:
    """A table for a file: `stem` names the file, `rows` are in the order of `columns`, periods as their codes.

    `facts` are (label, text) pairs for people who read its notes.
    """

    stem: str
    frequency: Frequency
    columns: tuple[str, ...]
    rows: Iterable[Sequence]
    facts: list[tuple[str, str]] = field(default_factory=list)
    plot: Plot | None = None


def series_rows(rows, publications) -> list[tuple]:
    """Return rows of a series in the order of `COLUMNS`; `publications` is what `publications_of` says of them."""
    return [
        tuple(export_row(row, publications.get((row.stored.index.pk, row.period), NO_PUBLICATION)).values())
        for row in rows
    ]


RELEASE_FACTS = ("code", "path")


def release_columns():
    """Return the columns of a release: the index first, then what a series says of one period."""
    names = tuple(in_languages("name"))
    return ("period", *RELEASE_FACTS, *names, *(one for one in COLUMNS if one not in ("period", "shown")))


def release_rows(figures, at=None) -> list[tuple]:
    """Return the figures of a release (`series.of_release.Figure`) in the order of `release_columns()`."""
    rows = figure_rows(figures)
    publications = publications_of(rows, at)
    found = []
    for row in rows:
        index = row.stored.index
        facts = export_row(row, publications.get((index.pk, row.period), NO_PUBLICATION))
        names = (getattr(index, name) or None for name in in_languages("name"))
        period, _shown = facts.pop("period"), facts.pop("shown")
        found.append((period, index.code, index.path, *names, *facts.values()))
    return found


def figure_rows(figures) -> list[SeriesRow]:
    """Return the figures of a release as rows of series, with the changes that they have."""
    rows = []
    for figure in figures:
        latest, period = figure.latest, figure.latest.period
        held = {} if latest.held.value is None else {period: latest.held}
        row = SeriesRow(SeriesAsOf(latest.index, held, {period: figure.mark}), period)
        row.changes, row.shown = latest.changes, latest.held.value
        rows.append(row)
    return rows


def comparison_columns(comparison, *, invented) -> tuple[str, ...]:
    """Return the columns of a comparison: the period, then each index by its path, with its flag where invented ones are in."""
    columns = ["period"]
    for one in comparison.series:
        columns.append(one.index.path)
        if invented:
            columns.append(f"{one.index.path}{INVENTED}")
    return tuple(columns)


def comparison_rows(comparison, *, invented) -> list[tuple]:
    """Return the rows of a comparison in the order of `comparison_columns`."""
    rows = []
    for period, values, marks in comparison.rows:
        row: list = [period_code(period, comparison.frequency)]
        for value, mark in zip(values, marks, strict=True):
            row += [value, mark if value is not None else None] if invented else [value]
        rows.append(tuple(row))
    return rows
