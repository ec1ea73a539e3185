"""Telling whether the database is still the one it was: a standby that took over may lack what was written last.

PostgreSQL counts a timeline on with every promotion and every restore to a moment. Pages made of what has got lost are right
nowhere, whatever the stamps say.
"""

from django.db import NotSupportedError, ProgrammingError, connection

#: Asked of a table as well: a database without the portal's is as good as none.
IS_THERE = "SELECT 1 FROM django_migrations LIMIT 1"
TIMELINE = "SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) FROM django_migrations LIMIT 1"
#: Some that speak PostgreSQL's language have no such functions, or not for every account.
_without: set[str] = set()


def ask_lineage(others_reach_it: bool = False) -> str | None:
    """Ask the database whether it is there; return its timeline, None where it has none. Raises what Django raises.

    `others_reach_it` says that it is worth a try, though this process has just waited for it in vain.
    """
    if others_reach_it and connection.vendor == "postgresql":
        connection.expect()  # type: ignore[attr-defined]  # our own backend
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and connection.alias not in _without:
            try:
                cursor.execute(TIMELINE)
            except (ProgrammingError, NotSupportedError):
                cursor.execute(IS_THERE)
                _without.add(connection.alias)
            else:
                row = cursor.fetchone()
                return row[0] if row else None
        else:
            cursor.execute(IS_THERE)
        cursor.fetchone()
    return None
