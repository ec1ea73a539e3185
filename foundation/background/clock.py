"""The time that all nodes agree on."""

from datetime import UTC

from django.db import connection
from django.utils import timezone


def database_time():
    """Return the database's own time: the clocks of nodes may differ. With SQLite there is one machine, and its clock."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0].astimezone(UTC)
