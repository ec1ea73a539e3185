"""Django's settings of databases, from addresses."""

from pathlib import Path
from typing import Any

import dj_database_url

SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000; "
    "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
)
SQLITE, POSTGRESQL = "portal.databases.sqlite3", "portal.databases.postgresql"


def database_from_url(url: str) -> dict[str, Any]:
    """Return the settings for sqlite:///path or postgres://user:password@host/name; raise ValueError otherwise."""
    if not url.startswith(("sqlite:///", "postgres://", "postgresql://")):
        raise ValueError("it starts with sqlite:/// or postgres://")
    try:
        database = dict(
            dj_database_url.parse(
                url,
                engine=SQLITE if url.startswith("sqlite") else POSTGRESQL,
                conn_max_age=60,
                conn_health_checks=True,
            )
        )
    except (ValueError, dj_database_url.ParseError):
        raise ValueError("it cannot be read") from None
    if not database.get("NAME"):
        raise ValueError("it names no database")
    return tuned_sqlite(database) if url.startswith("sqlite") else tuned_postgresql(database)


def with_connect_limit(database: dict[str, Any], seconds: int) -> dict[str, Any]:
    """Return the settings with a limit to how long a connection to PostgreSQL may take, unless its address has one."""
    if database["ENGINE"] != POSTGRESQL:
        return database
    return {**database, "OPTIONS": {"connect_timeout": seconds, **database.get("OPTIONS", {})}}


def tuned_postgresql(database: dict[str, Any]) -> dict[str, Any]:
    """Return PostgreSQL settings without compiled plans: pages ask short questions, compiling takes longer than any of them."""
    options = {"options": "-c jit=off", **database.get("OPTIONS", {})}
    return {**database, "OPTIONS": options}


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
