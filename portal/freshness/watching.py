"""Looking at the SQL itself: what a page reads, and what a transaction has changed once it is committed.

Bulk updates and raw statements count as much as `save()`. Which tables matter is declared at the models (`groups`).
"""

import re
from functools import lru_cache

from django.db import transaction
from django.db.backends.signals import connection_created

from foundation.narrowing import is_unseen
from portal.freshness import stamp
from portal.freshness.groups import (
    all_groups,
    groups_by_table,
    groups_changed_by,
    groups_of,
    hidden_unless,
    is_standing,
    tokens_read,
    tokens_written,
    unseen_columns,
)
from portal.freshness.reading import is_recording, note

WRITE = re.compile(
    r"\b(INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|MERGE\s+INTO)\s+"
    r'(?:ONLY\s+)?(?:"?public"?\.)?"?(\w+)',
    re.IGNORECASE,
)
SET = re.compile(r"\bSET\s+(.*?)(?:\s+WHERE\b|\Z)", re.IGNORECASE | re.DOTALL)
ASSIGNED = re.compile(r'"?(\w+)"?\s*=')
READ = re.compile(r'\b(?:from|join)\s+(?:"?public"?\.)?"?([a-z]\w*)')
WORD = re.compile(r"[a-z]\w*")
SPEAKS_OF_NO_ROW = ("SAVEPO", "RELEAS", "BEGIN", "COMMIT", "ROLLBA", "PRAGMA", "SET TI")
LONGEST_KEPT = 20_000


def watch_models():
    """Look at every statement of every connection from now on."""
    connection_created.connect(_watch_connection, dispatch_uid="page-cache")


def _watch_connection(connection, **kwargs):
    if _look not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _look)


def _look(execute, sql, params, many, context):
    read, written = understood(sql if isinstance(sql, str) else _text_of(sql, context))
    if read and is_recording():
        note(tokens_read(read))
    result = execute(sql, params, many, context)
    if written and not is_unseen():
        groups = {
            group for verb, table, groups in written if _shows(verb, table, params, many) for group in groups
        }
        if groups:
            _announce_after_commit(context["connection"], tokens_written(groups))
    return result


def _text_of(sql, context):
    return sql.as_string(context["connection"].connection) if hasattr(sql, "as_string") else str(sql)


def understood(sql):
    """Return (groups read, writes as (verb, table, groups)) of a statement."""
    return _understood(sql) if len(sql) <= LONGEST_KEPT else _understood.__wrapped__(sql)


@lru_cache(maxsize=4096)
def _understood(sql):
    start = sql.lstrip()[:6].upper()
    if start in SPEAKS_OF_NO_ROW:
        return frozenset(), ()
    written = []
    for write in () if start == "SELECT" else WRITE.finditer(sql):
        table = write[2].lower()
        groups = groups_changed_by(table)
        if groups and not (start == "UPDATE" and _is_unseen(sql, table)):
            written.append((write[1].split()[0].upper(), table, groups))
    return frozenset(_groups_read(sql)), tuple(written)


def _is_unseen(sql, table):
    """Tell whether an update writes nothing but columns of which visitors see nothing."""
    unseen, part = unseen_columns(table), SET.search(sql)
    if not unseen or part is None or "select" in sql.lower():
        return False
    names = ASSIGNED.findall(part[1])
    return bool(names) and unseen.issuperset(names)


def _groups_read(sql):
    """Every known table that is named at all counts; from a table that nobody knows anything may have come."""
    sql, known = sql.lower(), groups_by_table()
    groups = {group for table in set(WORD.findall(sql)) & known.keys() for group in known[table]}
    for table in set(READ.findall(sql)) - known.keys():
        if not is_standing(table):
            groups.update(groups_of(table) or all_groups())
    return groups


def _shows(verb, table, params, many):
    """Tell whether a write can change what visitors see: a new comment that waits must not empty the cache, or spam would."""
    value = hidden_unless().get(table)
    if value is None or verb != "INSERT":
        return True
    rows = params if many else [params or ()]
    return any(value in (row.values() if isinstance(row, dict) else row) for row in rows)


class Announcement:
    """The announcement made when a transaction is committed; later statements of the transaction add to it."""

    def __init__(self, tokens):
        self.tokens = set(tokens)

    def __call__(self):
        stamp.announce(self.tokens)


def _announce_after_commit(connection, tokens):
    waiting = connection.run_on_commit
    if waiting and isinstance(waiting[-1][1], Announcement):
        waiting[-1][1].tokens |= tokens
        return
    transaction.on_commit(Announcement(tokens), using=connection.alias, robust=True)
