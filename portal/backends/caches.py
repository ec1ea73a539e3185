"""Django's settings of the cache that all processes share."""

from pathlib import Path
from typing import Any

from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry


def shared_cache(
    redis_url: str, database: dict[str, Any], folder: Path, redis_seconds: float = 0.5
) -> dict[str, Any]:
    """Return the settings of the cache all processes share: Redis, else a table in PostgreSQL, else files."""
    if redis_url:
        return {
            "BACKEND": "portal.databases.redis.RedisCache",
            "LOCATION": redis_url,
            "KEY_PREFIX": "portal",
            "OPTIONS": {
                "socket_timeout": redis_seconds,
                "socket_connect_timeout": redis_seconds,
                "retry": Retry(NoBackoff(), 1),
                "retry_on_error": [RedisConnectionError],
            },
        }
    if database["ENGINE"].endswith("postgresql"):
        return {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "portal_cache",
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    return {
        "BACKEND": "portal.databases.files.FileBasedCache",
        "LOCATION": folder,
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
