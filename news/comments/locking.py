"""One after the other: a lock that is free again with the transaction."""

import hashlib

from django.db import connection


def one_at_a_time(name):
    """Let transactions that name the same thing wait for each other; to be called inside one.

    SQLite lets one transaction write at a time anyway; PostgreSQL needs an advisory lock.
    """
    if connection.vendor == "postgresql":
        key = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
