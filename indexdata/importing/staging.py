"""Figures of a file in tables that only this connection sees, until what it says has been planned and carried out.

They are temporary: the database forgets them with the connection, so that a process that is killed leaves nothing behind,
and nobody who writes waits for them. Both databases understand what is asked of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection

from indexdata.arithmetic.periods import Period

from .stated import Stated

BATCH = 5_000
#: A figure as it was read, then what becomes of it (`indexdata.importing.comparing`).
COLUMNS = {
    "seq": "integer", "sheet": "integer", "at_row": "integer", "at_column": "integer", "at_period": "integer",
    "index_id": "bigint", "issue": "integer", "period": "date", "value": "numeric(12, 2)", "status": "varchar(1)",
    "stated_previous": "numeric(8, 2)", "stated_year_start": "numeric(8, 2)", "stated_year_ago": "numeric(8, 2)",
    "place": "text",
}  # fmt: skip
FATES = (
    "kind varchar(12) NOT NULL DEFAULT 'new', held_id bigint, held_value numeric(12, 2), held_status varchar(1), "
    "held_vintage integer"
)
STATED = ("stated_previous", "stated_year_start", "stated_year_ago")
_TABLES = {
    "figures_staged": ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items()) + f", {FATES}",
    "figures_issues": "issue integer PRIMARY KEY, release_id bigint, overruled varchar(12) NOT NULL, "
    "fate_of_new varchar(12) NOT NULL, fate_of_held varchar(12) NOT NULL",
}


class Staging:
    """Takes the figures of a file (`put`), and answers questions about them with SQL."""

    def __init__(self) -> None:
        self.sheets: list[str] = []
        #: {(family, period): number}: the issues that figures are of.
        self.issues: dict[tuple[str, Period], int] = {}
        self.count = 0
        self._batch: list[tuple] = []

    def put(self, stated: Stated) -> None:
        """Take a figure."""
        if not self.sheets or self.sheets[-1] != stated.sheet:
            self.sheets.append(stated.sheet)
        key = stated.index.family, stated.period
        issue = self.issues.get(key)
        if issue is None:
            issue = self.issues[key] = len(self.issues) + 1
        self.count += 1
        self._batch.append(
            (
                self.count, len(self.sheets) - 1, stated.row, stated.column, stated.period_column, stated.index.pk,
                issue, stated.period, stated.value, stated.status, *map(stated.changes.get, STATED),
                " ".join(f"{stated.sheet} {stated.cell}".split()),
            )
        )  # fmt: skip
        if len(self._batch) >= BATCH:
            self._write()

    def close(self) -> None:
        """Take note that no figure follows."""
        self._write()
        self.run("CREATE INDEX figures_staged_key ON figures_staged (index_id, period)")
        self.look_closely()

    def look_closely(self) -> None:
        """Let the planner know how much there is: it cannot tell by itself, and few figures are compared in another way than many."""
        for name in _TABLES:
            self.run(f"ANALYZE {name}")

    def run(self, sql: str, *parameters) -> int:
        """Run a statement and return how many rows it wrote."""
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.rowcount

    def rows(self, sql: str, *parameters) -> list[tuple]:
        """Return the rows of a question whose answer is short."""
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()

    def one(self, sql: str, *parameters):
        """Return the first value of a question."""
        return self.rows(sql, *parameters)[0][0]

    def issue_named(self, number: int) -> tuple[str, Period]:
        """Return (family, period) of an issue by its number."""
        return list(self.issues)[number - 1]

    def _write(self):
        rows, self._batch = self._batch, []
        if not rows:
            return
        names = ", ".join(COLUMNS)
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.executemany(
                    f"INSERT INTO figures_staged ({names}) VALUES ({', '.join(['%s'] * len(COLUMNS))})",
                    [(*row[:7], str(row[7]), *(_text(one) for one in row[8:])) for row in rows],
                )
                return
            lists = ", ".join(f"%s::{kind}[]" for kind in COLUMNS.values())
            cursor.execute(
                f"INSERT INTO figures_staged ({names}) SELECT * FROM unnest({lists})",
                [list(column) for column in zip(*rows, strict=True)],
            )


def _text(value):
    return None if value is None else str(value)


@contextmanager
def staging() -> Iterator[Staging]:
    """The tables, empty, for as long as the block lasts."""
    _drop()
    with connection.cursor() as cursor:
        for name, columns in _TABLES.items():
            cursor.execute(f"CREATE TEMPORARY TABLE {name} ({columns})")
    try:
        yield Staging()
    finally:
        with suppress(DatabaseError):  # in a transaction that has failed they go with it
            _drop()


def _drop():
    with connection.cursor() as cursor:
        for name in _TABLES:
            cursor.execute(f"DROP TABLE IF EXISTS {name}")
