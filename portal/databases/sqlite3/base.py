"""Django's backend for SQLite, for a process that outlives its file.

SQLite makes an empty file where there is none, and goes on with a file that has been moved away or replaced: what
readers wrote into it would be lost without a word. A process that serves visitors refuses to make the file, and opens
it anew when another one lies in its place.
"""

import os
import sqlite3

from django.db.backends.sqlite3 import base

from portal.databases.patience import patience


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


def _identity(path):
    """Return what tells one file from another, or None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
