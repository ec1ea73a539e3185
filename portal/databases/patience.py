"""Limits to how long this process waits for a database or a cache, so that it asks no more while one does not answer.

A command waits as long as its work takes, a worker nearly so (`work_in_background`). A process that serves visitors
(`serve_visitors`, called by `portal.wsgi`) waits for seconds only: with a few threads, a frozen database would hold up
pages that need none. After a wait that was in vain everybody is refused at once for a moment; then one tries again.
"""

import threading
import time
from contextlib import contextmanager

#: What a standby, or a database that was made read-only, is refused with.
TAKES_NO_WRITES = "the database takes no writes"
#: A refusal that comes quicker costs nobody a wait: it is asked again at once.
SLOW_SECONDS = 0.2
PAUSE_SECONDS = 2.0
#: What the server of the database ends by itself, in seconds, for each kind of work: a statement that takes so long, and a
#: transaction in which nothing is asked for so long, because whoever began it may be gone with its machine. None: no end.
STATEMENT, IDLE = "statement_timeout", "idle_in_transaction_session_timeout"
OF_COMMANDS: dict[str, float | None] = {STATEMENT: None, IDLE: 3600}
OF_BACKGROUND_WORK: dict[str, float | None] = {STATEMENT: 1800, IDLE: 600}
IDLE_OF_REQUESTS = 60
#: A writer that finds SQLite locked waits for so long at most while a visitor waits.
LOCK_SECONDS = 5.0


class Patience:
    """The seconds this process waits; None is as long as it takes. A thread may be less patient for a while."""

    def __init__(self):
        self.serving = False
        self._connect = self._answer = None
        self.session = OF_COMMANDS
        self._thread = threading.local()

    def serve_visitors(self, connect: float, answer: float) -> None:
        """Wait no longer than so many seconds for a connection, and for an answer."""
        self.serving, self._connect, self._answer = True, connect, answer
        self.session = {STATEMENT: answer, IDLE: IDLE_OF_REQUESTS}

    def work_in_background(self) -> None:
        """Wait as a worker does: as long as it takes, but for no statement for ever."""
        self.session = OF_BACKGROUND_WORK

    @property
    def connect(self) -> float | None:
        """Return how long to wait for a connection."""
        return getattr(self._thread, "seconds", None) or self._connect

    @property
    def answer(self) -> float | None:
        """Return how long to wait for an answer."""
        return getattr(self._thread, "seconds", None) or self._answer

    @property
    def lock(self) -> float | None:
        """Return how long to wait until others have written."""
        return LOCK_SECONDS if self.serving else None

    @contextmanager
    def at_most(self, seconds: float):
        """Wait in this thread for so many seconds at most, for whatever is asked meanwhile."""
        before = getattr(self._thread, "seconds", None)
        self._thread.seconds = seconds
        try:
            yield
        finally:
            self._thread.seconds = before


class Breaker:
    """Leaves something that did not answer alone for a pause. One of those who ask after the pause tries it."""

    def __init__(self, clock=time.monotonic, pause=PAUSE_SECONDS):
        self._clock, self._pause = clock, pause
        self._lock = threading.Lock()
        self._until = None

    def is_open(self) -> bool:
        """Tell whether to refuse now; whoever is the first to be let through again is the one that tries."""
        if self._until is None:
            return False
        with self._lock:
            now = self._clock()
            if self._until is not None and now < self._until:
                return True
            if self._until is not None:
                self._until = now + self._pause
        return False

    def is_away(self) -> bool:
        """Tell whether the last try was in vain, without becoming the one that tries."""
        return self._until is not None

    def waited_in_vain(self) -> None:
        """Refuse everybody for a moment."""
        with self._lock:
            self._until = self._clock() + self._pause

    def try_again(self) -> None:
        """Let the next who asks try: others have just reached it."""
        with self._lock:
            if self._until is not None:
                self._until = self._clock()

    def answered(self) -> None:
        """Let everybody through."""
        if self._until is not None:
            with self._lock:
                self._until = None


patience = Patience()
