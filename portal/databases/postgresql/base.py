"""Django's backend for PostgreSQL, refusing at once while the server has just been waited for in vain."""

import time

import psycopg2
from django.db.backends.postgresql import base

from portal.databases.patience import SLOW_SECONDS, patience

from .waiting import SILENT, breaker


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL that is not tried for a moment after a try that took long and came to nothing."""

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

    def init_connection_state(self):
        """Have the server give up what nobody waits for any more."""
        super().init_connection_state()
        if patience.answer is not None:
            with self.cursor() as cursor:
                cursor.execute("SET statement_timeout = %s", [int(patience.answer * 1000)])
