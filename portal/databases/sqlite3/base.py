"""Django's backend for SQLite, for a process that outlives its file.

SQLite makes an empty file where there is none, and goes on with a file that has been moved away or replaced: what
readers wrote into it would be lost without a word. A process that serves visitors refuses to make the file, and opens
it anew when another one lies in its place.

One writes at a time. Who serves visitors waits for a few seconds only, unless the one who writes has said that it takes
long (`long_write`): then everybody waits.
"""

import fcntl
import os
import sqlite3
import time
from contextlib import contextmanager

from django.db.backends.sqlite3 import base

from portal.databases.patience import patience

#: So long a write that takes long is waited for, in seconds.
LONGEST_WRITE = 600.0


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows which file it was opened on."""

    _file = None

    def get_connection_params(self):
        """Return Django's parameters; who serves visitors waits for a lock for a few seconds only."""
        params = super().get_connection_params()
        if patience.lock is not None and "timeout" in params:
            params["timeout"] = min(params["timeout"], patience.lock)
        return params

    def get_new_connection(self, conn_params):
        """Return a new connection; raise OperationalError where the file is gone."""
        if patience.serving and not self.is_in_memory_db():
            self._file = _identity(conn_params["database"])
            if self._file is None:
                raise sqlite3.OperationalError("unable to open database file: it is not there")
        return super().get_new_connection(conn_params)

    def close_if_unusable_or_obsolete(self):
        """Close the connection, between requests, when its file has been moved away or replaced."""
        is_open = self._file is not None and self.connection is not None and not self.in_atomic_block
        if is_open and _identity(self.settings_dict["NAME"]) != self._file:
            self.close()
        super().close_if_unusable_or_obsolete()

    def create_cursor(self, name=None):
        """Return a cursor that waits for a long write."""
        cursor = self.connection.cursor(factory=WaitingCursor)
        cursor.database = self.settings_dict["NAME"]
        return cursor

    @contextmanager
    def long_write(self):
        """Have everybody who wants to write wait for what is written in this block; one after the other.

        The mark goes with the process that has set it, however that ends.
        """
        if self.is_in_memory_db():
            yield
            return
        with open(_mark_of(self.settings_dict["NAME"]), "ab") as mark:
            fcntl.flock(mark, fcntl.LOCK_EX)
            yield


class WaitingCursor(base.SQLiteCursorWrapper):
    """A cursor that tries again while somebody writes for long."""

    database = ""

    def execute(self, query, params=None):
        """Run a statement; none of it has been done when the file is locked."""
        return self._patiently(lambda: super(WaitingCursor, self).execute(query, params))

    def executemany(self, query, param_list):
        """Run a statement for each of some rows."""
        rows = list(param_list)
        return self._patiently(lambda: super(WaitingCursor, self).executemany(query, rows))

    def _patiently(self, run):
        until = None
        while True:
            try:
                return run()
            except sqlite3.OperationalError as error:
                until = until or time.monotonic() + LONGEST_WRITE
                is_locked = error.sqlite_errorcode == sqlite3.SQLITE_BUSY
                if not is_locked or time.monotonic() > until or not _somebody_writes_long(self.database):
                    raise


def _mark_of(database):
    return f"{database}-writing"


def _somebody_writes_long(database):
    """Tell whether a process holds the mark of a long write; one that was killed holds nothing."""
    try:
        with open(_mark_of(database), "rb") as mark:
            fcntl.flock(mark, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _identity(path):
    """Return what tells one file from another, or None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
