"""From rows as sources state them to figures: one per class and period, each with all its sources."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indexdata.enums import Family

from .index_rows import ValueRow

#: Column of the file → field of the observation and of its provenance.
STATED = {
    "change_mom_pct": "stated_previous",
    "change_ytd_pct": "stated_year_start",
    "change_yoy_pct": "stated_year_ago",
}


@dataclass(frozen=True)
class Figure:
    """The value of a class in one period, the changes stated for it, and the rows that state it."""

    path: str
    family: Family
    period: date
    value: Decimal
    stated: dict[str, Decimal | None]
    sources: tuple[ValueRow, ...]

    @property
    def key(self) -> str:
        return f"{self.path}@{self.period}"


def figures(rows: Iterable[ValueRow], report: Callable[[str, str], None]) -> list[Figure]:
    """Rows → figures in the order of the file.

    Sources of the same figure complete each other; where they contradict each other `report(figure, sentence)` is
    called.
    """
    grouped = defaultdict(list)
    for row in rows:
        grouped[row.level_path, row.issue].append(row)
    found = []
    for (path, period), sources in grouped.items():

        def agreed(column, path=path, period=period, sources=sources):
            stated = {getattr(row, column) for row in sources} - {None}
            if len(stated) > 1:
                report(
                    f"{path} {period}",
                    f"sources contradict each other: {column} {', '.join(map(str, sorted(stated)))}",
                )
            return min(stated, default=None)

        found.append(
            Figure(
                path=path,
                family=sources[0].family,
                period=period,
                value=agreed("value"),
                stated={field: agreed(column) for column, field in STATED.items()},
                sources=tuple(sources),
            )
        )
    return found
