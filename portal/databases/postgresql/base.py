"""Django's backend for PostgreSQL: limits of the session, and the care of a process that serves visitors.

Such a process refuses at once while the server has just been waited for in vain, looks for the host that answers among
several, and takes no connection on which nothing can be written: it may lead to a copy that is behind, and a page made of
that would be kept as if it were right.
"""

import time

import psycopg2
from django.db.backends.postgresql import base

from portal.databases.patience import SLOW_SECONDS, TAKES_NO_WRITES, patience

from .waiting import SILENT, breaker

ASK_READ_ONLY = "SHOW transaction_read_only"
#: What libpq says of a host that does not do for `target_session_attrs`.
NOT_THE_PRIMARY = ("session is read-only", "server is in hot standby mode")
#: The host that answered last, by the hosts among which it is: what this process connects to anew begins with it.
answered_last: dict[str, int] = {}


class TakesNoWrites(psycopg2.OperationalError):
    """There is a database, but it is a standby or was made read-only: nothing is asked of it."""


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
            made = self._first_that_answers(conn_params)
        except psycopg2.Error:
            if time.monotonic() - begun > SLOW_SECONDS:
                breaker.waited_in_vain()
            raise
        breaker.answered()
        return made

    def expect(self):
        """Try the server at the next connection, though it has just been waited for in vain: others have reached it."""
        breaker.try_again()

    def is_usable(self):
        """Tell whether the connection still answers, and in a process that serves whether it takes writes."""
        if self.connection is None or not patience.serving:
            return super().is_usable()
        try:
            return not _is_read_only(self.connection)
        except psycopg2.Error:
            return False

    def _is_pooled(self):
        """Tell whether a pooler stands between, which lends another session for each transaction."""
        return bool(self.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"))

    def _first_that_answers(self, conn_params):
        """Connect to the first host that answers and takes writes; each has as long as a connection may take.

        libpq itself goes on to the next host only where it does the waiting: a host that swallows everything would use up
        the time of all.
        """
        hosts = str(conn_params.get("host", "")).split(",")
        if len(hosts) == 1:
            return self._connect(conn_params)
        ports = str(conn_params["port"]).split(",")
        among = f"{conn_params['host']} {conn_params['port']}"
        first = answered_last.get(among, 0)
        errors = []
        for at in (*range(first, len(hosts)), *range(first)):
            try:
                made = self._connect({**conn_params, "host": hosts[at], "port": ports[at]})
            except psycopg2.OperationalError as error:
                errors.append(error)
            else:
                answered_last[among] = at
                return made
        raise next((one for one in errors if isinstance(one, TakesNoWrites)), errors[0])

    def _connect(self, conn_params):
        try:
            made = super().get_new_connection(conn_params)
        except psycopg2.OperationalError as error:
            if any(words in str(error) for words in NOT_THE_PRIMARY):
                raise TakesNoWrites(TAKES_NO_WRITES) from error
            raise
        made.autocommit = True  # Django decides about it afterwards
        try:
            read_only = _is_read_only(made)
        except BaseException:
            made.close()
            raise
        if read_only:
            made.close()
            raise TakesNoWrites(TAKES_NO_WRITES)
        return made


def _is_read_only(connection):
    with connection.cursor() as cursor:
        cursor.execute(ASK_READ_ONLY)
        return cursor.fetchone()[0] == "on"
