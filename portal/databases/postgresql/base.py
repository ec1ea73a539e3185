"""Django's backend for PostgreSQL, refusing at once while the server has just been waited for in vain."""

import time

import psycopg2
from django.db.backends.postgresql import base

from portal.databases.patience import SLOW_SECONDS, patience

from .waiting import SILENT, breaker


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL that is not tried for a moment after a try that took long and came to nothing."""

    def get_connection_params(self):
        """Return what to connect with; the limits of this kind of process stand before what the address says."""
        params = super().get_connection_params()
        if not self._is_pooled():
            limits = [f"-c {name}={int((seconds or 0) * 1000)}" for name, seconds in patience.session.items()]
            params["options"] = " ".join([*limits, params.get("options", "")]).strip()
        return params

    def get_new_connection(self, conn_params):
        """Return a new connection; raise OperationalError at once while the server is known not to answer."""
        if not patience.serving:
            return super().get_new_connection(conn_params)
        if breaker.is_open():
            raise psycopg2.OperationalError(SILENT)
        begun = time.monotonic()
        try:
            made = super().get_new_connection(conn_params)
        except psycopg2.Error:
            if time.monotonic() - begun > SLOW_SECONDS:
                breaker.waited_in_vain()
            raise
        breaker.answered()
        return made

    def _is_pooled(self):
        """Tell whether a pooler stands between, which lends another session for each transaction."""
        return bool(self.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"))
