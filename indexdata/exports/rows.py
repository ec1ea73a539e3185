"""The rows of a download: made once here, written by `csv` and `json`."""

from decimal import Decimal

from indexdata.arithmetic.periods import period_code
from indexdata.series.rows import SeriesRow

COLUMNS = (
    "period",
    "value",
    "shown",
    "change_on_previous_pct",
    "change_since_year_start_pct",
    "change_year_on_year_pct",
    "status",
    "demonstration",
)
#: What a spreadsheet would take for the beginning of a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def export_row(row: SeriesRow) -> dict:
    """Return one period under the names of `COLUMNS`; what is missing is None.

    `value` is the figure as published, `shown` the same figure under the transform asked for.
    """
    changes = row.changes
    return dict(
        zip(
            COLUMNS,
            (
                period_code(row.period, row.stored.frequency),
                row.value,
                row.shown,
                changes.previous.percent,
                changes.year_start.percent,
                changes.year_ago.percent,
                str(row.status),
                row.demonstration,
            ),
            strict=True,
        )
    )


def safe_cell(value) -> str:
    """Return a value as a cell of a spreadsheet: text that looks like a formula is quoted, numbers never are."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal | int):
        return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
