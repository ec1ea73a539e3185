"""Settings from the environment: every variable is declared once, read once, and refused with one sentence.

`declare` registers a variable with its type, default and meaning and returns its value; `DECLARED` is the list that
`manage.py list_settings` and docs/operating.md show.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, type in words, default as text and meaning."""

    name: str
    kind: str
    default: str
    meaning: str


DECLARED: list[Variable] = []


def _read(name: str, kind: str, default: Any, meaning: str, parse: Callable[[str], Any]) -> Any:
    DECLARED.append(Variable(name, kind, _as_text(default), meaning))
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    try:
        return parse(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be {kind}, not {raw!r}: {error}.") from None


def _as_text(default: Any) -> str:
    if isinstance(default, bool):
        return "on" if default else "off"
    if isinstance(default, (list, tuple)):
        return ",".join(default)
    return "" if default is None else str(default)


def text(name: str, default: str, meaning: str) -> str:
    """Return the variable as text."""
    return _read(name, "text", default, meaning, str)


def choice(name: str, default: str, options: tuple[str, ...], meaning: str) -> str:
    """Return the variable, which must be one of `options`."""

    def parse(raw: str) -> str:
        if raw not in options:
            raise ValueError(f"choose one of {', '.join(options)}")
        return raw

    return _read(name, "one of " + ", ".join(options), default, meaning, parse)


def flag(name: str, default: bool, meaning: str) -> bool:
    """Return the variable as true or false: on/off, true/false, yes/no, 1/0."""
    words = {"on": True, "true": True, "yes": True, "1": True, "off": False, "false": False, "no": False, "0": False}

    def parse(raw: str) -> bool:
        if raw.lower() not in words:
            raise ValueError("write on or off")
        return words[raw.lower()]

    return _read(name, "on or off", default, meaning, parse)


def number(name: str, default: int, meaning: str, *, least: int = 0) -> int:
    """Return the variable as a whole number of at least `least`."""

    def parse(raw: str) -> int:
        value = int(raw)
        if value < least:
            raise ValueError(f"the least is {least}")
        return value

    return _read(name, "a whole number", default, meaning, parse)


def words(name: str, default: tuple[str, ...], meaning: str) -> list[str]:
    """Return the variable as a list of words separated by commas."""
    split = lambda raw: [word.strip() for word in raw.split(",") if word.strip()]  # noqa: E731 - one expression
    return list(_read(name, "words separated by commas", default, meaning, split))


def parsed(name: str, default: str, meaning: str, parse: Callable[[str], Any], kind: str) -> Any:
    """Return `parse(value)`; `parse` raises ValueError with half a sentence for what it can't take."""
    DECLARED.append(Variable(name, kind, default, meaning))
    raw = os.environ.get(name, "").strip() or default
    try:
        return parse(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be {kind}: {error}.") from None


def redis_url(raw: str) -> str:
    """Return a Redis address unchanged; raise ValueError for anything else."""
    if raw and not raw.startswith(("redis://", "rediss://", "unix://")):
        raise ValueError("it starts with redis://, rediss:// or unix://")
    return raw


def email_url(raw: str) -> dict[str, Any]:
    """Return Django's e-mail settings for `console:` or `smtp://user:password@host:port/?tls=on|ssl`."""
    if raw == "console:":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(raw)
    if parts.scheme != "smtp" or not parts.hostname:
        raise ValueError("it is neither console: nor smtp://host")
    tls = parse_qs(parts.query).get("tls", ["off"])[0]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": tls == "on",
        "EMAIL_USE_SSL": tls == "ssl",
    }
