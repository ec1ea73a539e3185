"""The stamp of public content, by which every process learns of changes within a second and without a job.

- Every write to a table whose rows visitors see changes the stamps of its groups once its transaction has committed
  (`watching` notices it, `groups` says what it changes, `shared` keeps the stamps).
- A thread of each process asks for them at most every `STAMP_SECONDS` while pages are asked for. It asks for the next moment
  at which something appears or goes by itself as well, so that nobody who gets a kept page waits for either.
- Whoever makes a page anew asks itself when the thread has not answered for `TOO_OLD`.

Intervals are measured by the monotonic clock, moments by the wall clock. While the shared cache cannot be asked nothing
kept is answered, and what could not be announced is announced when it is back. While the database is away, what is kept
is answered for `KEPT_WHILE_AWAY_SECONDS`, never past the next moment.
"""

import logging
import os
import threading
import time
from datetime import UTC, datetime

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connection, connections
from django.utils.functional import cached_property

from portal.databases.lineage import ask_lineage
from portal.freshness import shared
from portal.freshness.groups import all_tokens, tokens_written
from portal.freshness.present import Knowledge
from portal.freshness.reading import aside
from portal.freshness.shared import UNREACHABLE
from portal.measuring.counting import note_stamp_age

STAMP_SECONDS = 0.4
TOO_OLD = 0.8
#: After what failed by itself; what could not be asked because the database went away is asked as soon as it is back.
SECONDS_BEFORE_ANOTHER_TRY = 5
STARTED_AT = time.time()
log = logging.getLogger(__name__)


class Stamp:
    """Asks the shared cache and the database; what it has learned stands in `knowledge`."""

    def __init__(self, clock=time.time, steady=time.monotonic, in_background=False):
        self._clock, self._steady = clock, steady
        self.in_background = in_background
        self._asking = threading.Lock()
        self._unannounced = set()
        self._one = None
        self._asked_at = float("-inf")
        self._not_before = {}
        self._keepers: dict[str, str] = {}
        self._lineage: str | None = None
        self.wanted_at = float("-inf")

    @cached_property
    def knowledge(self):
        """Return what this process knows; made when it is first needed, because the sources of moments are models."""
        from portal.freshness.moments import SOURCES  # needs models

        return Knowledge(SOURCES, lambda: self._clock(), lambda: self._steady())

    def look(self):
        """Return what is valid now if this process knows it, else None. Asks nobody."""
        self.wanted_at = now = self._steady()
        watcher.see(self)
        present = self.knowledge.pass_moments()
        if present.away_since is not None:
            return present if now - present.away_since <= settings.KEPT_WHILE_AWAY_SECONDS else None
        oldest = TOO_OLD if self.in_background else STAMP_SECONDS
        return present if present.is_known and now - present.asked_at < oldest else None

    def current(self):
        """Return what is valid now, asking for it if need be; None while nobody can say. What is due happens first."""
        present = self.look()
        if present is None or self._has_to_settle():
            with self._asking, aside():
                if self.look() is None and self._steady() - self._asked_at >= STAMP_SECONDS:
                    self._ask()
                self._settle()
            present = self.look()
        return present

    def ask(self):
        """Ask for everything: what the background thread does again and again."""
        with self._asking:
            self.knowledge.pass_moments()
            self._ask()
            self._settle()
        self._ask_moments()

    def look_closely(self):
        """Something could not be asked while a page was made, or could be asked again: find out whether the database is away."""
        with self._asking, aside():
            self._ask(is_database_in_doubt=True)

    def forget(self):
        """Ask for everything anew at the next request."""
        self._one = None
        self._asked_at = float("-inf")
        self._not_before.clear()
        self.knowledge.forget()

    def announce(self, tokens):
        """Change these stamps: whatever any process has kept of them is made anew. This process knows at once."""
        value = shared.new_value()
        self.knowledge.announce(tokens, value, self._clock())
        try:
            shared.write(tokens, value)
        except UNREACHABLE as error:
            if not self._unannounced:
                log.warning(
                    "A change could not be announced and will be when the shared cache is back: %s", error
                )
            self._unannounced |= set(tokens)
            self._one = None
            self.knowledge.doubt()
        watcher.wake()

    def _ask(self, is_database_in_doubt=False):
        began = self._steady()
        self._asked_at = began
        self.knowledge.notice_clock()
        held = self._ask_shared()
        database_is_there = self._database_is_there(held is not None and not is_database_in_doubt, bool(held))
        if self._has_changed_hands():
            self._unannounced |= set(all_tokens())
            held = self._ask_shared()
        self.knowledge.take_in(began, held, shared.time_of, database_is_there)
        note_stamp_age(max(began - self.knowledge.present.asked_at, 0.0))

    def _ask_shared(self):
        """Announce what could not be announced before; return what is new in the shared cache, None if it cannot be asked."""
        held = one = None
        try:
            if self._unannounced:
                late = set(self._unannounced)
                shared.write(late, shared.new_value())
                self._unannounced -= late
            one = shared.read_one()
            if one is not None:
                held = {} if one == self._one else shared.read_all(all_tokens())
        except UNREACHABLE as error:
            log.info("The shared cache cannot be asked: %s", error)
        self._one = one if held is not None else None
        return held

    def _has_changed_hands(self):
        """Tell whether another server, or one started anew, answers in the place of the one that held stamps or content.

        What was written to it last may be lost, a change or its announcement; and this process cannot tell which.
        """
        now = {"stamps": shared.holder(), "content": self._lineage}
        changed = any(name and self._keepers.get(what, name) != name for what, name in now.items())
        self._keepers |= {what: name for what, name in now.items() if name}
        if changed:
            log.warning("Another server holds content or stamps than before: every page is made anew.")
        return changed

    def _database_is_there(self, is_likely, has_news):
        """Tell whether it answers. News of a change comes from who has reached it: then it is tried before the news is believed, so
        that no page is let go that cannot be made anew.
        """
        if is_likely and (not self.in_background or "DatabaseCache" in settings.CACHES["default"]["BACKEND"]):
            return True
        try:
            self._lineage = ask_lineage(others_reach_it=has_news)
        except UNREACHABLE as error:
            log.info("The database cannot be asked: %s", error)
            return False
        return True

    def _has_to_settle(self):
        return bool(self.knowledge.due) or (self.knowledge.wanted and not self.in_background)

    def _settle(self):
        """Let happen what is due; where no thread does it, ask for the next moment too."""
        if self.knowledge.due and self.knowledge.present.away_since is None:
            self._let_due_changes_happen()
        if not self.in_background:
            self._ask_moments()

    def _let_due_changes_happen(self):
        from portal.freshness.moments import let_due_changes_happen  # needs models

        if self._has_to_wait("due"):
            return
        due = set(self.knowledge.due)
        try:
            let_due_changes_happen()
        except Exception as error:
            if not self._failed("due", error):
                log.exception("What is due could not happen; it is tried again")
        else:
            self.knowledge.due -= due

    def _ask_moments(self):
        """Ask each source that has changed for its next moment; one that fails keeps its last one and is asked again."""
        from portal.freshness.moments import SOURCES  # needs models

        if self.knowledge.present.away_since is not None:
            return
        for source in SOURCES:
            tries = 0
            while (asked_from := self.knowledge.wanted.get(source.name)) is not None and tries < 3:
                if self._has_to_wait(source.name):
                    break
                tries += 1
                asked_at = self._clock()
                try:
                    moment = source.ask(datetime.fromtimestamp(asked_from, UTC))
                except Exception as error:
                    if not self._failed(source.name, error):
                        log.warning(
                            "The next moment of %s could not be asked for", source.name, exc_info=True
                        )
                    break
                self.knowledge.take_moment(source.name, asked_from, asked_at, moment)

    def _failed(self, what, error):
        """Note that something failed, so that it is tried again in a while; tell whether that is because the database went away."""
        away = isinstance(error, (OperationalError, InterfaceError)) and not _is_connected()
        if away:
            log.info("The database could not be asked for what is %s: %s", what, error)
        self._not_before[what] = self._steady() + (STAMP_SECONDS if away else SECONDS_BEFORE_ANOTHER_TRY)
        return away

    def _has_to_wait(self, what):
        """Tell whether something has failed a moment ago."""
        return self._steady() < self._not_before.get(what, float("-inf"))


def _is_connected():
    """Tell whether this thread's connection is still one: a lock, or a statement that took too long, ends none."""
    return connection.connection is not None and connection.is_usable()


class Watcher:
    """The thread that asks on behalf of a stamp while pages are wanted; started by the first that is, in each process."""

    IDLE_AFTER = 3

    def __init__(self):
        self._started_in = None
        self._wanted = threading.Event()

    def see(self, asking):
        """A page is wanted: start the thread, or wake it if it sleeps."""
        if not asking.in_background:
            return
        if self._started_in != os.getpid():
            self._started_in = os.getpid()
            self._wanted = threading.Event()
            threading.Thread(
                target=self._run, args=(asking, self._wanted), name="freshness", daemon=True
            ).start()
        elif self._sleeps:
            self._wanted.set()

    def wake(self):
        """There is something to ask for now."""
        if self._started_in == os.getpid():
            self._wanted.set()

    _sleeps = False

    def _run(self, asking, wanted):
        while True:
            try:
                close_old_connections()
                asking.ask()
            except Exception:
                log.exception("The freshness of pages could not be asked for")
            if asking._steady() - asking.wanted_at > self.IDLE_AFTER:
                connections.close_all()
                self._sleeps = True
                wanted.wait()
                self._sleeps = False
            else:
                until = asking.knowledge.present.next_moment - asking._clock()
                wanted.wait(max(0.001, min(STAMP_SECONDS, until)))
            wanted.clear()


watcher = Watcher()
stamp = Stamp(in_background=settings.WATCH_IN_BACKGROUND)


def announce(tokens):
    """Change the stamps of these tokens."""
    stamp.announce(tokens)


def announce_change(*groups):
    """Change the stamps of these groups, of all by default: for what no statement of ours shows."""
    stamp.announce(tokens_written(groups) if groups else all_tokens())
