"""Settings from the environment: every variable is declared once, read once, and refused with one sentence.

Each reader registers its variable with type, default and meaning and returns the value; `DECLARED` is the list that
`manage.py list_settings` and docs/operating.md show. An empty variable counts as not set.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TypeAlias, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

#: What a variable is read as.
T = TypeVar("T")
#: Django's settings for mail, by name.
MailSettings: TypeAlias = dict[str, str | int | bool]


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, type in words, default as text and meaning."""

    name: str
    kind: str
    default: str
    meaning: str


DECLARED: dict[str, Variable] = {}


def parsed(
    name: str, default: T, meaning: str, parse: Callable[[str], T], kind: str, *, shown: str | None = None
) -> T:
    """Return `parse(value)`, or `default` when the variable is not set.

    `parse` raises ValueError with half a sentence for what it can't take. `shown` says the default in words where
    it depends on the machine.
    """
    DECLARED[name] = Variable(name, kind, _as_text(default) if shown is None else shown, meaning)
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    try:
        return parse(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be {kind}: {error}.") from None


def _as_text(default: object) -> str:
    if isinstance(default, bool):
        return "on" if default else "off"
    if isinstance(default, list | tuple):
        return ",".join(default)
    return "" if default is None else str(default)


def text(name: str, default: str, meaning: str, *, shown: str | None = None) -> str:
    """Return the variable as text."""
    return parsed(name, default, meaning, str, "text", shown=shown)


def choice(
    name: str, default: str, options: tuple[str, ...], meaning: str, *, shown: str | None = None
) -> str:
    """Return the variable, which must be one of `options`."""

    def parse(raw: str) -> str:
        if raw not in options:
            raise ValueError(f"{raw!r} is none of them")
        return raw

    return parsed(name, default, meaning, parse, "one of " + ", ".join(options), shown=shown)


def flag(name: str, default: bool, meaning: str) -> bool:
    """Return the variable as true or false: on/off, true/false, yes/no, 1/0."""
    words = {
        "on": True,
        "true": True,
        "yes": True,
        "1": True,
        "off": False,
        "false": False,
        "no": False,
        "0": False,
    }

    def parse(raw: str) -> bool:
        if raw.lower() not in words:
            raise ValueError(f"{raw!r} is neither")
        return words[raw.lower()]

    return parsed(name, default, meaning, parse, "on or off")


def number(
    name: str,
    default: int,
    meaning: str,
    *,
    least: int = 0,
    most: int | None = None,
    shown: str | None = None,
) -> int:
    """Return the variable as a whole number of at least `least` and at most `most`."""

    def parse(raw: str) -> int:
        if not (raw.isascii() and raw.lstrip("-").isdigit()):
            raise ValueError(f"{raw!r} is not one")
        value = int(raw)
        if value < least:
            raise ValueError(f"the least is {least}")
        if most is not None and value > most:
            raise ValueError(f"the most is {most}")
        return value

    return parsed(name, default, meaning, parse, "a whole number", shown=shown)


def words(name: str, default: tuple[str, ...], meaning: str, *, shown: str | None = None) -> list[str]:
    """Return the variable as a list of words separated by commas."""

    def parse(raw: str) -> tuple[str, ...]:
        return tuple(word.strip() for word in raw.split(",") if word.strip())

    return list(parsed(name, default, meaning, parse, "words separated by commas", shown=shown))


def mailbox_url(raw: str) -> str:
    """Return the address of a mailbox unchanged; raise ValueError for anything else."""
    parts = urlsplit(raw)
    _port = parts.port  # raises ValueError for what is none
    if parts.scheme != "imaps" or not parts.hostname or not parts.username:
        raise ValueError("it is not imaps://user:password@host/folder")
    return raw


def host_and_port(raw: str) -> tuple[str, int]:
    """Return (host, port) of "127.0.0.1:9100" or "[::1]:9100"; raise ValueError for anything else."""
    host, colon, port = raw.rpartition(":")
    host = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    if not colon or not host:
        raise ValueError("it names no host and port")
    if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65_535):
        raise ValueError("the port is a number from 1 to 65535")
    try:
        ip_address(host)
    except ValueError:
        raise ValueError("the host is an address of this machine in numbers") from None
    return host, int(port)


def email_url(raw: str) -> MailSettings:
    """Return Django's e-mail settings for `console:` or `smtp://user:password@host:port/?tls=on|ssl`."""
    if raw == "console:":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(raw)
    if parts.scheme != "smtp" or not parts.hostname:
        raise ValueError("it is neither console: nor smtp://host")
    tls = parse_qs(parts.query).get("tls", ["off"])[0]
    if tls not in ("on", "off", "ssl"):
        raise ValueError("tls is on, off or ssl")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"on": 587, "ssl": 465, "off": 25}[tls],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": tls == "on",
        "EMAIL_USE_SSL": tls == "ssl",
        "EMAIL_TIMEOUT": 10,
    }
