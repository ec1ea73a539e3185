"""Where the data and the shared cache live: Django's settings from addresses."""

from pathlib import Path
from typing import Any

import dj_database_url

SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000; "
    "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
)


def database_from_url(url: str) -> dict[str, Any]:
    """Return the settings for sqlite:///path or postgres://user:password@host/name; raise ValueError otherwise."""
    if not url.startswith(("sqlite:///", "postgres://", "postgresql://")):
        raise ValueError("it starts with sqlite:/// or postgres://")
    try:
        database = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    except (ValueError, dj_database_url.ParseError):
        raise ValueError("it cannot be read") from None
    if not database.get("NAME"):
        raise ValueError("it names no database")
    return tuned_sqlite(database) if url.startswith("sqlite") else dict(database)


def sqlite_at(path: Path) -> dict[str, Any]:
    """Return the settings for a SQLite database in a file."""
    return tuned_sqlite({"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)})


def tuned_sqlite(database: dict[str, Any]) -> dict[str, Any]:
    """Return SQLite settings in which readers do not wait for writers and writers wait for each other."""
    options = {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": SQLITE_START}
    return {**database, "OPTIONS": options, "CONN_MAX_AGE": None}


def shared_cache(redis_url: str, database: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return the settings of the cache all processes share: Redis, else a table in PostgreSQL, else files."""
    if redis_url:
        return {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": redis_url,
            "KEY_PREFIX": "portal",
        }
    if database["ENGINE"].endswith("postgresql"):
        return {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "portal_cache",
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    return {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": folder,
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
