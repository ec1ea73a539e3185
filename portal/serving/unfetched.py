"""A file that lies elsewhere and of which nothing is fetched yet: the server fetches the part that a visitor asks for."""

from collections.abc import Callable
from datetime import datetime
from typing import IO


class UnfetchedFile:
    """A file of known size and date; `fetch(start, end)` opens those bytes of it, the end excluded, or all of it without them.

    Read as it is, it is fetched whole.
    """

    def __init__(self, fetch: Callable[..., IO[bytes]], size: int, modified: datetime):
        self.fetch, self.size, self.modified = fetch, size, modified
        self._whole: IO[bytes] | None = None

    def read(self, count: int = -1) -> bytes:
        """Return the next bytes of the whole file."""
        if self._whole is None:
            self._whole = self.fetch()
        return self._whole.read(count)

    def close(self) -> None:
        """Close what has been fetched to be read."""
        if self._whole is not None:
            self._whole.close()
