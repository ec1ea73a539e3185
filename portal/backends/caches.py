"""Django's settings of the cache that all processes share, and the addresses of Redis.

redis://user:password@host:6379/0
redis+sentinel://user:password@one:26379,two:26379/mymaster/0?sentinel_password=…
"""

import inspect
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from redis.backoff import NoBackoff
from redis.connection import Connection, SSLConnection, UnixDomainSocketConnection, parse_url
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry

SENTINEL_SCHEMES = ("redis+sentinel", "rediss+sentinel")
SCHEMES = ("redis", "rediss", "unix", *SENTINEL_SCHEMES)
SENTINEL_PORT = 26379
OF_SENTINELS = ("sentinel_username", "sentinel_password")
FIRST_DATABASE = "0"


@dataclass(frozen=True)
class SentinelAddress:
    """The Sentinels that know the master (`hosts`), what it is called, and what to connect to either with."""

    hosts: tuple[tuple[str, int], ...]
    service: str
    options: dict[str, Any]
    sentinel_options: dict[str, Any]
    is_encrypted: bool


def is_sentinel(url: str) -> bool:
    """Tell whether an address leads to Sentinel."""
    return url.partition("://")[0] in SENTINEL_SCHEMES


def redis_address(raw: str) -> str:
    """Return an address of Redis unchanged; raise ValueError with half a sentence for anything else."""
    try:
        parts = urlsplit(raw)
    except ValueError:
        raise ValueError("it cannot be read") from None
    if parts.scheme not in SCHEMES:
        raise ValueError("it starts with redis://, rediss://, unix:// or redis+sentinel://")
    if parts.scheme in SENTINEL_SCHEMES:
        sentinel_address(raw)
        return raw
    if parts.scheme != "unix":
        if "," in parts.netloc.rpartition("@")[2]:
            raise ValueError("several hosts are those of Sentinel: redis+sentinel://one,two/mymaster/0")
        if not parts.hostname:
            raise ValueError("it names no host")
        _port(parts.netloc.rpartition("@")[2], 6379)
        _number_of_database(parts.path.strip("/") or FIRST_DATABASE)
    _options(parts.scheme, parts.query)
    return raw


def sentinel_address(raw: str) -> SentinelAddress:
    """Return what an address of Sentinel says; raise ValueError with half a sentence for what makes no sense."""
    parts = urlsplit(raw)
    user, _at, places = parts.netloc.rpartition("@")
    name, _colon, password = user.partition(":")
    service, _slash, database = parts.path.strip("/").partition("/")
    if not service or service.isdigit():
        raise ValueError("it does not say which master: redis+sentinel://one,two/mymaster/0")
    is_encrypted = parts.scheme == "rediss+sentinel"
    options = _options("rediss" if is_encrypted else "redis", parts.query, also=OF_SENTINELS)
    sentinel_options = {
        one.removeprefix("sentinel_"): options.pop(one) for one in OF_SENTINELS if one in options
    }
    said = {"username": unquote(name), "password": unquote(password)}
    return SentinelAddress(
        tuple(_port(place, SENTINEL_PORT) for place in places.split(",")),
        unquote(service),
        {
            "db": _number_of_database(database or FIRST_DATABASE),
            **{key: value for key, value in said.items() if value},
            **options,
        },
        sentinel_options,
        is_encrypted,
    )


def _port(place: str, otherwise: int) -> tuple[str, int]:
    """Return (host, port) of one place; raise ValueError where there is none."""
    try:
        parts = urlsplit(f"//{place}")
        port = otherwise if parts.port is None else parts.port
    except ValueError:
        port = 0
    if not port:
        raise ValueError("a port is a number from 1 to 65535")
    if not parts.hostname:
        raise ValueError("one of its hosts is empty")
    return parts.hostname, port


def _number_of_database(word: str) -> int:
    if not (word.isascii() and word.isdigit()):
        raise ValueError(f"a database of Redis is a number, not {word!r}")
    return int(word)


def _options(scheme: str, query: str, also: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return what a query says about connections; raise ValueError for what the driver would stumble over later."""
    classes = {"rediss": SSLConnection, "unix": UnixDomainSocketConnection}
    names = {"max_connections", "db", *also}
    for one in classes.get(scheme, Connection).__mro__[:-1]:
        names.update(inspect.signature(one.__init__).parameters)  # type: ignore[misc]  # each class's own
    if unknown := sorted(parse_qs(query, keep_blank_values=True).keys() - names):
        raise ValueError(f"Redis knows no option {unknown[0]}")
    try:
        options = parse_url(f"{scheme}://host/?{query}")
    except ValueError as error:
        raise ValueError(str(error).rstrip(".")) from None
    return {name: options[name] for name in parse_qs(query) if name in options}


def shared_cache(
    redis_url: str, database: dict[str, Any], folder: Path, redis_seconds: float = 0.3
) -> dict[str, Any]:
    """Return the settings of the cache all processes share: Redis, else a table in PostgreSQL, else files."""
    if redis_url:
        pool = {"pool_class": "portal.databases.redis.SentinelPool"} if is_sentinel(redis_url) else {}
        return {
            "BACKEND": "portal.databases.redis.RedisCache",
            "LOCATION": [redis_url],  # a list: an address of several hosts is one
            "KEY_PREFIX": "portal",
            "OPTIONS": {
                "socket_timeout": redis_seconds,
                "socket_connect_timeout": redis_seconds,
                "retry": Retry(NoBackoff(), 1),
                "retry_on_error": [RedisConnectionError],
                **pool,
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
