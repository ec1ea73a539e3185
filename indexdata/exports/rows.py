"""The rows of a download: made once here, written by `csv` and `json`."""

from decimal import Decimal

from django.utils.timezone import localtime

from foundation.languages import in_languages
from indexdata.arithmetic.periods import period_code
from indexdata.series.publication import NO_PUBLICATION, Publication
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
    "vintage",
    "published_at",
    "revised_at",
    *in_languages("reason"),
)
#: What a spreadsheet would take for the beginning of a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def export_row(row: SeriesRow, publication: Publication = NO_PUBLICATION) -> dict:
    """Return one period under the names of `COLUMNS`; what is missing is None.

    `value` is the figure as published, `shown` the same figure under the transform asked for. `published_at` is when its first
    value was public, `revised_at` since when its newest stands.
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
                publication.vintage,
                moment(publication.published_at),
                moment(publication.revised_at),
                *publication.reasons.values(),
            ),
            strict=True,
        )
    )


def moment(value) -> str | None:
    """Return a moment as programs read it: ISO 8601 to the second, with the offset of the portal's time zone."""
    return value and localtime(value).isoformat(timespec="seconds")


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
