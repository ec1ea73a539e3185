"""Parts that many pages share: made once in each process, and right as long as what they show does not change."""

import threading
import time
from collections import OrderedDict

from django.conf import settings

from portal.freshness.groups import tokens_read
from portal.freshness.reading import note, recording
from portal.freshness.stamp import stamp

OLDEST_PART_SECONDS = 600
MOST_PARTS = 2_000
ROUGH_BYTES = 4_000


class PartStore:
    """Values by key, the least recently used dropped when they outgrow `limit` bytes or `MOST_PARTS`."""

    def __init__(self, limit):
        self.limit = limit
        self._parts = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key, present, seconds):
        """Return (value, what it read) if that is still the same and not older than so many seconds, else None."""
        with self._lock:
            part = self._parts.get(key)
            if part is None or time.monotonic() - part[2] > seconds or not present.holds(part[1]):
                return None
            self._parts.move_to_end(key)
            return part[0], part[1]

    def put(self, key, value, needs):
        """Keep a value and the (token, number) pairs of what it read, unless it would push out too many others."""
        size = rough_size(value)
        if size > self.limit // 8:
            return
        with self._lock:
            self._drop(key)
            self._parts[key] = (value, needs, time.monotonic(), size)
            self._bytes += size
            while self._bytes > self.limit or len(self._parts) > MOST_PARTS:
                self._drop(next(iter(self._parts)))

    def clear(self):
        """Drop everything."""
        with self._lock:
            self._parts.clear()
            self._bytes = 0

    def _drop(self, key):
        part = self._parts.pop(key, None)
        self._bytes -= part[3] if part else 0


def rough_size(value):
    """Return about how many bytes a value holds: texts to the letter, everything else a rough figure."""
    return ROUGH_BYTES + (4 * len(value) if isinstance(value, (str, bytes)) else 0)


parts = PartStore(settings.PAGE_CACHE_BYTES // 4)


def remember(key, compute, seconds=OLDEST_PART_SECONDS, groups=()):
    """Return `compute()`, kept in this process under `key` until something it read changes, at most `seconds`.

    For what many pages share: small values, or finished HTML of a part. `compute` takes no arguments, reads public
    content only and returns something finished (no lazy queryset). Whatever else it depends on stands in the key, the
    language above all. What it reads from the database is noticed by itself, and the page around it depends on it too;
    `groups` names what else it depends on. Any thread may call it; two may make the same part at once. Nothing is kept
    while the page cache is off or nobody can say what is valid.
    """
    present = stamp.current() if parts.limit else None
    if present is None:
        return compute()
    kept = parts.get(key, present, seconds)
    if kept is not None:
        note(token for token, _number in kept[1])
        return kept[0]
    with recording() as read:
        note(tokens_read(groups))
        value = compute()
    parts.put(key, value, present.needs(read))
    return value
