"""The stamp: what tells every process that public content has changed, within half a second and without a job.

- Every write to a table whose rows visitors see changes the stamp once its transaction has committed (`watch_models`
  looks at the SQL itself, so bulk updates and raw SQL count too).
- The stamp lives in the shared cache: Redis, else a table in PostgreSQL, else a file below VAR_DIR.
- Every process asks for it at most every `STAMP_SECONDS`. The next moment at which something appears or goes by itself
  (a scheduled article, an embargo, an expiry) is read with it; when that has passed, the validity changes at its second.

While the shared cache cannot be asked nothing kept is answered, and a process that has seen this changes the stamp once
the cache is back, so that no change made meanwhile is missed.
"""

import re
import threading
import time

from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.db.backends.signals import connection_created
from redis.exceptions import RedisError

STAMP_KEY = "site-stamp"
STAMP_SECONDS = 0.4
UNREACHABLE = (DatabaseError, OSError, RedisError)
STARTED_AT = time.time()
WATCHED_WRITE = re.compile(
    r"\s*(INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?)\s+"
    r'"?((?:news|indexdata|modelsearch)_\w+)',
    re.IGNORECASE,
)
COMMENTS, SHOWN_COMMENT = "news_comment", "approved"
#: Tables with the prefix of public ones that hold nothing visitors see.
PRIVATE_TABLES = frozenset(
    {
        "news_moderationentry",
        "news_revision",
        "news_workingcopy",
        "news_presence",
        "news_passagenote",
        "news_previewlink",
        "news_reference",
        "news_linkcheck",
        "news_ban",
        "news_commentreport",
        "news_learnedword",
        "news_letterchoices",
        "news_listedword",
        "news_networkkey",
        "news_reader",
        "news_reasontemplate",
        "news_subscription",
    }
)


class Stamp:
    """What public content is made under: the shared stamp and the moments passed since."""

    def __init__(self, clock=time.time):
        self._clock = clock
        self._lock = threading.Lock()
        self._unsure = False
        self.forget()

    def forget(self):
        """Ask anew at the next request."""
        self._present = None
        self._asked_at = 0.0
        self._next_moment = 0.0
        self._forgotten = getattr(self, "_forgotten", 0) + 1

    def doubt(self):
        """Note that a change may have gone unannounced: it is announced when the cache answers again."""
        self._unsure = True
        self.forget()

    def current(self):
        """Return (validity, last change as a Unix time), or None while the shared cache cannot be asked."""
        if not self._is_recent():
            with self._lock:
                if not self._is_recent():
                    try:
                        self._refresh()
                    except UNREACHABLE:
                        self.doubt()
        return self._present

    def _is_recent(self):
        now = self._clock()
        return now - self._asked_at < STAMP_SECONDS and now < self._next_moment

    def _refresh(self):
        now, forgotten = self._clock(), self._forgotten
        if now >= self._next_moment:
            from portal.freshness.moments import let_due_changes_happen

            let_due_changes_happen()
            forgotten = self._forgotten
        if self._unsure:
            cache.set(STAMP_KEY, time.time_ns(), None)
            self._unsure = False
        stamp = cache.get(STAMP_KEY)
        if stamp is None:
            cache.add(STAMP_KEY, time.time_ns(), None)
            stamp = cache.get(STAMP_KEY)
        if stamp is None:
            self._present = None
            return
        (known, passed), _ = self._present or ((None, 0.0), 0.0)
        if stamp != known or now >= self._next_moment:
            from portal.freshness.moments import next_public_change

            moment = next_public_change()
            passed = self._next_moment if stamp == known and now >= self._next_moment else passed
            self._next_moment = moment.timestamp() if moment else float("inf")
            self._present = (stamp, passed), max(stamp / 1e9, passed, STARTED_AT)
        if forgotten == self._forgotten:
            self._asked_at = now


stamp = Stamp()


def announce_change():
    """Change the stamp: whatever any process has kept is made anew."""
    try:
        cache.set(STAMP_KEY, time.time_ns(), None)
    except UNREACHABLE:
        stamp.doubt()
        raise
    stamp.forget()


def watch_models():
    """Change the stamp after each committed write to a table whose rows visitors see."""
    connection_created.connect(_watch_connection, dispatch_uid="page-cache")


def _watch_connection(connection, **kwargs):
    if _note_writes not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _note_writes)


def _note_writes(execute, sql, params, many, context):
    result = execute(sql, params, many, context)
    write = WATCHED_WRITE.match(sql) if isinstance(sql, str) else None
    if write and _changes_public_pages(write[1].upper(), write[2].lower(), params, many):
        connection = context["connection"]
        waiting = connection.run_on_commit
        if not (waiting and waiting[-1][1] is announce_change):
            transaction.on_commit(announce_change, using=connection.alias, robust=True)
    return result


def _changes_public_pages(verb, table, params, many):
    """A new reader comment waits for a moderator: it must not empty the cache, or a flood of spam would."""
    if table in PRIVATE_TABLES:
        return False
    if table == COMMENTS and verb.startswith("INSERT"):
        rows = params if many else [params or ()]
        return any(SHOWN_COMMENT in row for row in rows)
    return True
