"""Doing something while nobody else among all nodes does it."""

import hashlib
import time
from contextlib import contextmanager

from django.db import connection

BETWEEN_TRIES_SECONDS = 0.5
#: The transaction that holds the lock asks nothing while the work is done, however long that takes.
HOLD = "SET LOCAL idle_in_transaction_session_timeout = 0"


@contextmanager
def alone(name, waits):
    """Do what stands inside while no other process on this database does what has the same name; waits for its turn.

    `waits()` is called once where another is at it. On PostgreSQL a transaction of a connection of its own holds an advisory
    lock: it is gone with its process, and a pooler in transaction mode does no harm. It is tried again and again, as who
    waits inside a statement would hold up an index that is built concurrently, for ever. SQLite has one machine, and
    does one writing thing at a time.
    """
    if connection.vendor != "postgresql":
        yield
        return
    holding = connection.copy()
    try:
        said = False
        while not _is_taken(holding, name):
            if not said:
                waits()
            said = True
            time.sleep(BETWEEN_TRIES_SECONDS)
        yield
    finally:
        holding.close()


def _is_taken(holding, name):
    """Try to take the lock with a transaction that stays open when it is ours; tell whether it is."""
    key = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), signed=True)
    holding.set_autocommit(False)
    with holding.cursor() as cursor:
        cursor.execute(HOLD)
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [key])
        (taken,) = cursor.fetchone()
    if not taken:
        holding.rollback()
    return taken
