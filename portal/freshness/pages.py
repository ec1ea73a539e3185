"""Finished pages in memory, and how one is answered: whole, to HEAD, or as 304."""

import hashlib
import threading
import time
from collections import OrderedDict
from contextlib import suppress
from email.utils import formatdate

from django.conf import settings
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, parse_http_date_safe

from portal.freshness.encodings import COMPRESSIBLE, ENCODERS

OLDEST_PAGE_SECONDS = 600
PUBLIC_CACHE_CONTROL = "public, max-age=0, must-revalidate"
#: What a 304 says besides that nothing has changed.
KEPT_BY_304 = frozenset(
    {
        "cache-control",
        "content-location",
        "date",
        "etag",
        "expires",
        "last-modified",
        "vary",
        "warning",
        "age",
    }
)


class PageStore:
    """Pages by key in this process, the least recently used dropped when they outgrow `limit` bytes."""

    def __init__(self, limit):
        self.limit = limit
        self._pages = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key, present):
        """Return the page kept under `key` if what it was made of is the same and it is not too old, else None."""
        page = self._pages.get(key)
        if page is None or not page.is_valid(present):
            return None
        with suppress(KeyError):  # another thread has just dropped it
            self._pages.move_to_end(key)
        return page

    def knows(self, key):
        """Tell whether a page was kept under `key`, valid or not."""
        return key in self._pages

    def put(self, key, page):
        """Keep a page, unless it would push out too many others."""
        page.size += sum(len(part) for part in key if part)
        if page.size > self.limit // 8:
            return
        with self._lock:
            old = self._pages.pop(key, None)
            self._bytes += page.size - (old.size if old else 0)
            self._pages[key] = page
            while self._bytes > self.limit:
                _key, dropped = self._pages.popitem(last=False)
                self._bytes -= dropped.size

    def clear(self):
        """Drop every page."""
        with self._lock:
            self._pages.clear()
            self._bytes = 0


class Page:
    """One finished public response in one encoding, the (token, number) pairs of what it was made of, and its route's name."""

    def __init__(self, response, encoding, needs, changed_at, route=""):
        self.route = route
        body = response.content
        headers = response.headers
        compressible = headers.get("Content-Type", "").startswith(COMPRESSIBLE)
        if compressible:
            patch_vary_headers(response, ["Accept-Encoding"])
        digest = hashlib.sha256(body).hexdigest()[:24]
        if compressible and encoding and len(body) > 200 and "Content-Encoding" not in headers:
            body = ENCODERS[encoding](body)
            headers["Content-Encoding"] = encoding
            digest = f"{digest}-{encoding}"
        headers["ETag"] = f'"{digest}"'
        headers["Content-Length"] = str(len(body))
        headers.setdefault("Cache-Control", PUBLIC_CACHE_CONTROL)
        # The last change of anything the page was made of, whatever the view says: a page also changes when its newest
        # part goes. Left out while a second change in the same second could still come.
        self.last_modified = int(changed_at) if time.time() - changed_at > 2 else None
        headers.pop("Last-Modified", None)
        if self.last_modified:
            headers["Last-Modified"] = formatdate(self.last_modified, usegmt=True)
        self.etag = headers["ETag"]
        #: Whose page it is, for counting how often it is read (`foundation.readership`); None for what is not counted.
        self.page_of = getattr(response, "page_of", None)
        self.body = body
        self.needs = needs
        self.made_at = time.monotonic()
        self.size = len(body) + 2000
        self.headers = list(headers.items())
        self._seen_under = None

    def is_valid(self, present):
        """Tell whether the page may be answered under a present."""
        oldest = OLDEST_PAGE_SECONDS
        if present.away_since is not None:
            oldest += settings.KEPT_WHILE_AWAY_SECONDS
        if time.monotonic() - self.made_at > oldest:
            return False
        if self._seen_under is present.numbers:
            return True
        if not present.holds(self.needs):
            return False
        self._seen_under = present.numbers
        return True

    def answer(self, method="GET", if_none_match="", if_modified_since="", away_since=None):
        """Return (status, headers, body): the page, its headers alone to HEAD, or 304 for who has it already."""
        headers = self.headers if away_since is None else [*self.headers, *marks(self, away_since)]
        if (if_none_match or if_modified_since) and self._is_held(if_none_match, if_modified_since):
            return 304, [(name, value) for name, value in headers if name.lower() in KEPT_BY_304], b""
        return 200, headers, b"" if method == "HEAD" else self.body

    def _is_held(self, if_none_match, if_modified_since):
        if if_none_match:
            etags = [etag.removeprefix("W/") for etag in parse_etags(if_none_match)]
            return "*" in etags or self.etag in etags
        since = parse_http_date_safe(if_modified_since)
        return bool(since and self.last_modified and self.last_modified <= since)


def marks(page, away_since):
    """Return the headers that say of a page that it is answered although the database cannot be asked."""
    return [
        ("Age", str(int(time.monotonic() - page.made_at))),
        ("Warning", '110 - "Response is Stale"'),
        ("X-Kept-While-Away", str(int(time.monotonic() - away_since))),
    ]
