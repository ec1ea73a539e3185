"""Telling failures of others: something the portal stands on is away, or was asked for what it cannot hold.

Goes by the exception that ended a request, and by what caused it. Says nothing to visitors; `portal.serving.errors` does.
"""

import errno
import logging
import threading
import time

from django.db import DatabaseError, DataError, InterfaceError, InternalError, OperationalError
from django.db.transaction import TransactionManagementError
from redis.exceptions import RedisError

from foundation.stores import StoreAway

log = logging.getLogger("portal.serving.outages")

DATABASE, CACHE, DISK, STORE = "database", "cache", "disk", "place of files"
#: Seconds after which it is worth trying again.
RETRY_AFTER = {DATABASE: 30, CACHE: 30, DISK: 120, STORE: 30}
#: One line in the log for each reason in so long, however many requests fail.
LOGGED_EVERY_SECONDS = 10
FULL_OR_LOCKED = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EROFS,
        errno.EACCES,
        errno.EPERM,
        errno.EIO,
        errno.ENFILE,
        errno.EMFILE,
    }
)
#: What PostgreSQL says when it has become a standby, has no room, or lacks a table that the program knows of.
AWAY_CODES = ("08", "25006", "42P01", "42703", "53", "57", "58", "XX")
#: What SQLite says of its file; it has no codes that reach us for these.
AWAY_WORDS = ("malformed", "not a database", "disk image", "no such table")
FULL_WORDS = ("disk is full", "no space left", "disk i/o error", "readonly database")
#: What SQLite refuses because of what it was asked, under the same exception as a lost file.
TOO_MUCH_WORDS = (
    "too complex",
    "too many sql variables",
    "parser stack overflow",
    "too big",
    "expression tree",
)
DEEPEST = 8


def outage_of(error: BaseException | None) -> str | None:
    """Return what is away (`DATABASE`, `CACHE`, `DISK`, `STORE`) if that is why a request failed, else None."""
    for one in _causes(error):
        if reason := _reason(one):
            return reason
    return None


def is_beyond_the_database(error: BaseException | None) -> bool:
    """Tell whether a request failed because it asked the database for a value that no column can hold."""
    for one in _causes(error):
        if isinstance(one, DataError):
            return True
        if isinstance(one, OperationalError) and _says(one, TOO_MUCH_WORDS):
            return True
        if isinstance(one, OverflowError | UnicodeEncodeError | ValueError) and _came_from_the_database(one):
            return True
    return False


def note(reason: str, error: BaseException, path: str) -> None:
    """Write one line to the log, unless the same reason has just been written."""
    if _due(reason):
        sentence = " ".join(str(error).split())[:300] or type(error).__name__
        log.error("The %s is away (%s); %s and others are answered with 503.", reason, sentence, path)


def _causes(error):
    for _ in range(DEEPEST):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def _reason(error):
    if isinstance(error, DatabaseError | InterfaceError):
        return _database_reason(error)
    if isinstance(error, RedisError):
        return CACHE
    if isinstance(error, StoreAway):
        return STORE
    if isinstance(error, OSError) and error.errno in FULL_OR_LOCKED:
        return DISK
    return None


def _database_reason(error):
    code = getattr(error.__cause__, "pgcode", None) or ""
    if code.startswith("53100") or _says(error, FULL_WORDS):
        return DISK
    if isinstance(error, TransactionManagementError) or _says(error, TOO_MUCH_WORDS):
        return None
    if isinstance(error, OperationalError | InterfaceError) or code.startswith(AWAY_CODES):
        return DATABASE
    if isinstance(error, InternalError) and not code:
        return DATABASE
    return DATABASE if _says(error, AWAY_WORDS) else None


def _says(error, words):
    sentence = str(error).lower()
    return any(word in sentence for word in words)


def _came_from_the_database(error):
    """Tell whether an error was raised while a statement was handed over: its last frames are Django's backends."""
    step = error.__traceback__
    while step is not None:
        if "/django/db/backends/" in step.tb_frame.f_code.co_filename.replace("\\", "/"):
            return True
        step = step.tb_next
    return False


_written: dict[str, float] = {}
_lock = threading.Lock()


def _due(reason):
    now = time.monotonic()
    with _lock:
        if now - _written.get(reason, -LOGGED_EVERY_SECONDS) < LOGGED_EVERY_SECONDS:
            return False
        _written[reason] = now
        return True
