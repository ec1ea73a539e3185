"""Locks of the database are held by transactions: a pooler lends a session for one transaction, and keeps its locks."""

import re

from tests.rooms import modules

#: PostgreSQL's functions for locks that a session holds; those of transactions have xact in their names.
OF_A_SESSION = re.compile(r"pg_(?:try_)?advisory_(?:lock|unlock)")


def test_no_lock_is_held_by_a_session():  # point 1
    held = [name for name, path in modules().items() if OF_A_SESSION.search(path.read_text())]
    assert held == []
    assert OF_A_SESSION.search("SELECT pg_try_advisory_lock_shared(1)")
