"""The memory a process holds for itself while it works."""

import threading
from pathlib import Path

SECONDS = 0.02


class Held:
    """Looks again and again at the memory of this process while a block runs: `above` is the most beyond its beginning, in megabytes.

    What it maps of the database's file is not counted: that is the system's own cache, given back as soon as anybody needs it.
    """

    above = 0.0

    def __enter__(self):
        self._begun, self._ended = own(), threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)
        self._looking.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        self._looking.join()

    def _look(self):
        while not self._ended.wait(SECONDS):
            self.above = max(self.above, own() - self._begun)


def own():
    """Return the megabytes that belong to this process alone."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("RssAnon")).split()[1]) / 1024
