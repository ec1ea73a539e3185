"""Addresses of PostgreSQL: several hosts, options of the connection, poolers; read whole, refused with half a sentence.

    postgres://user:password@one,two:5433/name?target_session_attrs=read-write&sslmode=verify-full
    postgres://user:password@pooler:6432/name?disable_server_side_cursors=true

Pages are made of the database that is written to, never of a copy that may be behind: of several hosts the one that takes
writes is used, and an address that asks for another is refused.
"""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

import dj_database_url

ENGINE = "portal.databases.postgresql"
DEFAULT_PORT = 5432
#: A server that a cut cable has taken away is given up after so long, by whoever has sent something and by whoever waits.
GIVEN_UP = {
    "tcp_user_timeout": 5000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}
#: Whole numbers, and the greatest that makes sense: more would be as good as none.
NUMBERS = {
    "connect_timeout": 60,
    "tcp_user_timeout": 600_000,
    "keepalives": 1,
    "keepalives_idle": 7200,
    "keepalives_interval": 600,
    "keepalives_count": 100,
}
ROLES = ("read-write", "primary", "any")
POOLED = "disable_server_side_cursors"


def postgresql_from_url(url: str) -> dict[str, Any]:
    """Return Django's settings for an address that begins with postgres://; raise ValueError for what makes no sense."""
    address, hosts = _with_one_host(url)
    try:
        database: dict[str, Any] = dict(
            dj_database_url.parse(address, engine=ENGINE, conn_max_age=60, conn_health_checks=True)
        )
    except (ValueError, dj_database_url.ParseError):
        raise ValueError("it cannot be read") from None
    if not database.get("NAME"):
        raise ValueError("it names no database")
    options = _checked(database.pop("OPTIONS", {}), len(hosts))
    database[POOLED.upper()] = pooled = options.pop(POOLED, False)
    if len(hosts) > 1:
        database["HOST"] = ",".join(host for host, _port in hosts)
        database["PORT"] = ",".join(str(port or DEFAULT_PORT) for _host, port in hosts)
        options.setdefault("target_session_attrs", "read-write")
    if not pooled:
        # Pages ask short questions: compiling a plan takes longer than any of them.
        options["options"] = f"-c jit=off {options.get('options', '')}".strip()
    return {**database, "OPTIONS": {**GIVEN_UP, **options}}


def _with_one_host(url: str) -> tuple[str, list[tuple[str, int | None]]]:
    """Return the address with its first host alone, and all hosts with their ports."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise ValueError("it cannot be read") from None
    user, at, places = parts.netloc.rpartition("@")
    hosts = [_host_and_port(place) for place in places.split(",")]
    if len(hosts) > 1 and not all(host for host, _port in hosts):
        raise ValueError("one of its hosts is empty")
    if len(hosts) > 1 and len(set(hosts)) < len(hosts):
        raise ValueError("it names a host twice")
    return urlunsplit(parts._replace(netloc=f"{user}{at}{places.partition(',')[0]}")), hosts


def _host_and_port(place: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(f"//{place}")
        port = parts.port
    except ValueError:
        raise ValueError("a port is a number from 1 to 65535") from None
    if port == 0:
        raise ValueError("a port is a number from 1 to 65535")
    return parts.hostname or "", port


def _checked(options: dict[str, Any], hosts: int) -> dict[str, Any]:
    for name, most in NUMBERS.items():
        value = options.get(name, 0)
        if isinstance(value, bool) or not isinstance(value, int) or value > most:
            raise ValueError(f"{name} is a whole number of at most {most}")
    if not isinstance(options.get(POOLED, False), bool):
        raise ValueError(f"{POOLED} is true or false")
    if options.get(POOLED) and "options" in options:
        raise ValueError(f"options are the session's, and {POOLED} says that no session is ours alone")
    role = options.get("target_session_attrs", "any")
    if role not in ROLES:
        raise ValueError(
            "pages are made of the database that is written to: target_session_attrs is read-write"
        )
    if role == "any" and hosts > 1 and "target_session_attrs" in options:
        raise ValueError(
            "with several hosts any could be one that is behind: target_session_attrs is read-write"
        )
    if unknown := _unknown(options):
        raise ValueError(f"PostgreSQL knows no option {unknown}")
    return options


def _unknown(options: dict[str, Any]) -> str:
    """Return the first option that the driver would refuse with every connection."""
    from psycopg2 import ProgrammingError  # heavy: installations on SQLite need no driver
    from psycopg2.extensions import make_dsn  # heavy: installations on SQLite need no driver

    ours = {POOLED, "isolation_level", "assume_role"}
    for name, value in options.items():
        if isinstance(value, list):
            raise ValueError(f"it says {name} twice")
        try:
            make_dsn(**({} if name in ours else {name: value}))
        except ProgrammingError:
            return name
    return ""
