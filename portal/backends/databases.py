"""Django's settings of databases, from addresses."""

from pathlib import Path
from typing import Any

import dj_database_url

from portal.backends.postgresql import ENGINE as POSTGRESQL
from portal.backends.postgresql import postgresql_from_url

SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000; "
    "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
)
SQLITE = "portal.databases.sqlite3"


def database_from_url(url: str) -> dict[str, Any]:
    """Return the settings for sqlite:///path or postgres://user:password@host/name; raise ValueError otherwise."""
    if url.startswith(("postgres://", "postgresql://")):
        return postgresql_from_url(url)
    if not url.startswith("sqlite:///"):
        raise ValueError("it starts with sqlite:/// or postgres://")
    if "?" in url:
        raise ValueError("SQLite takes no options")
    try:
        database = dict(dj_database_url.parse(url, engine=SQLITE, conn_health_checks=True))
    except (ValueError, dj_database_url.ParseError):
        raise ValueError("it cannot be read") from None
    if not database.get("NAME"):
        raise ValueError("it names no database")
    return tuned_sqlite(database)


def with_connect_limit(database: dict[str, Any], seconds: int) -> dict[str, Any]:
    """Return the settings with a limit to how long a connection to PostgreSQL may take, unless its address has one."""
    if database["ENGINE"] != POSTGRESQL:
        return database
    return {**database, "OPTIONS": {"connect_timeout": seconds, **database.get("OPTIONS", {})}}


def sqlite_at(path: Path) -> dict[str, Any]:
    """Return the settings for a SQLite database in a file."""
    return tuned_sqlite({"ENGINE": SQLITE, "NAME": str(path)})


def tuned_sqlite(database: dict[str, Any]) -> dict[str, Any]:
    """Return SQLite settings in which readers do not wait for writers and writers wait for each other."""
    options = {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": SQLITE_START}
    return {**database, "OPTIONS": options, "CONN_MAX_AGE": None}


def database_files() -> list[Path]:
    """Return the files of the databases that lie in files."""
    from django.conf import settings  # needs settings

    engines = [one for one in settings.DATABASES.values() if one["ENGINE"].endswith("sqlite3")]
    return [Path(one["NAME"]) for one in engines]
