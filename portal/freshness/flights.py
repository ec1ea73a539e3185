"""One making at a time: whoever wants a page that is just being made waits for it and gets the same one."""

import threading

LONGEST_WAIT = 20


class Flight:
    """One page that is being made; `page` is what was kept of it in the end, None if nothing may be."""

    def __init__(self):
        self.page = None
        self._over = threading.Event()

    def wait(self):
        """Wait until it is made; return whether it was."""
        return self._over.wait(LONGEST_WAIT)

    def end(self):
        """Let go who waits."""
        self._over.set()


class Flights:
    """Pages that are being made in this process, by key."""

    def __init__(self):
        self._lock = threading.Lock()
        self._under_way = {}

    def join(self, key):
        """Return (flight, whether the caller is to make the page and `leave` in the end)."""
        with self._lock:
            flight = self._under_way.get(key)
            if flight is not None:
                return flight, False
            flight = self._under_way[key] = Flight()
            return flight, True

    def leave(self, key, flight):
        """The page is made, or could not be."""
        with self._lock:
            self._under_way.pop(key, None)
        flight.end()
