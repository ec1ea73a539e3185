"""One making at a time: whoever wants a page that is just being made waits for it."""

import threading
from contextlib import contextmanager

LONGEST_WAIT = 20


class Flights:
    """What is being made in this process, by key."""

    def __init__(self):
        self._lock = threading.Lock()
        self._under_way = {}

    @contextmanager
    def first(self, key):
        """Give True to who is to make it, and False, after it was made, to who came meanwhile."""
        with self._lock:
            done = self._under_way.get(key)
            mine = done is None
            if mine:
                done = self._under_way[key] = threading.Event()
        if not mine:
            done.wait(LONGEST_WAIT)
            yield False
            return
        try:
            yield True
        finally:
            with self._lock:
                del self._under_way[key]
            done.set()
