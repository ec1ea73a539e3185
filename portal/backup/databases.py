"""The database of a backup: taken from the file beside the running server, looked at, counted."""

import sqlite3
from contextlib import closing
from pathlib import Path

from portal.backup.sums import Broken


def snapshot(database: Path, target: Path) -> None:
    """Write the database as it is at one moment to a new file; readers and writers go on meanwhile."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=rw", uri=True, timeout=60)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


def counted(database: Path) -> dict[str, int]:
    """Return {table: rows} of a whole database that nobody writes to; raise Broken with a sentence for one that is not whole."""
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if said != "ok":
                raise Broken(f"The database of the backup is damaged: {said}.")
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                raise Broken("The database of the backup has rows that name others that are not there.")
            return {name: _rows(connection, name) for name in tables(connection)}
    except sqlite3.DatabaseError as error:
        raise Broken(f"The database of the backup is damaged: {error}.") from None


def tables(connection: sqlite3.Connection) -> list[str]:
    """Return the names of the tables that hold rows of their own."""
    asked = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
        "AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    )
    return [name for (name,) in asked]


def migrations_in(database: Path) -> set[tuple[str, str]]:
    """Return (app, name) of the migrations that a database has had."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        return set(connection.execute("SELECT app, name FROM django_migrations"))


def _rows(connection, table):
    quoted = table.replace('"', '""')
    return connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0]  # noqa: S608 - the database's own name
