"""Finished public pages, answered before sessions, authentication and templates are touched, and never stale.

How a page stays fresh on every process without a job, and without Redis:

- Every write to a table whose rows visitors see changes the *stamp* once its transaction has committed
  (`watch_models` looks at the SQL itself, so bulk updates count too). The stamp lives in the shared cache: Redis, else
  a table in PostgreSQL, else a file beside the SQLite database.
- Every process asks for the stamp at most every `STAMP_SECONDS` and answers only pages made under the present stamp.
- The next moment at which something appears or goes by itself (a scheduled article, an embargo, an expiry) is part of
  the page's validity: when it has passed, pages are made anew.

A response is kept only if nothing personal can be in it: it sets no cookie, does not vary on cookies, and is not marked
private. Bodies are compressed once and answered with a strong ETag.
"""

import gzip
import hashlib
import re
import threading
import time
from collections import OrderedDict
from email.utils import formatdate

import brotli
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.db.backends.signals import connection_created
from django.http import HttpResponse, HttpResponseNotModified
from django.http.response import ResponseHeaders
from django.utils.cache import get_conditional_response, patch_vary_headers

STAMP_KEY = "site-stamp"
STAMP_SECONDS = 0.4
OLDEST_PAGE_SECONDS = 600
PUBLIC_CACHE_CONTROL = "public, max-age=0, must-revalidate"
WATCHED_WRITE = re.compile(
    r'\s*(INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE|DELETE\s+FROM)\s+"?((?:news|indexdata|modelsearch)_\w+)', re.IGNORECASE
)
COMPRESSIBLE = ("text/", "application/json", "application/xml", "application/atom+xml", "image/svg+xml", "application/manifest")
ENCODERS = {"br": lambda body: brotli.compress(body, quality=5), "gzip": lambda body: gzip.compress(body, 6, mtime=0)}


class Stamp:
    """What a page must have been made under to be answered: the shared stamp and the moments passed since."""

    def __init__(self):
        self._lock = threading.Lock()
        self.forget()

    def forget(self):
        """Ask anew at the next request."""
        self._stamp = None
        self._asked_at = 0.0
        self._next_moment = 0.0
        self._changed_at = 0.0

    def current(self):
        """Return (validity, last change as a Unix time), or None while the shared cache cannot be asked."""
        now = time.time()
        if now - self._asked_at >= STAMP_SECONDS or now >= self._next_moment:
            with self._lock:
                try:
                    self._refresh(now)
                except (DatabaseError, OSError, ConnectionError):
                    return None
        return (self._stamp, self._changed_at), self._changed_at

    def _refresh(self, now):
        stamp = cache.get(STAMP_KEY)
        if stamp is None:
            cache.add(STAMP_KEY, time.time_ns(), None)
            stamp = cache.get(STAMP_KEY)
        if stamp != self._stamp or now >= self._next_moment:
            from portal.moments import next_public_change

            moment = next_public_change()
            passed = self._next_moment if stamp == self._stamp else 0.0
            self._changed_at = max(stamp / 1e9, passed)
            self._next_moment = moment.timestamp() if moment else float("inf")
            self._stamp = stamp
        self._asked_at = now


class PageStore:
    """Pages by key in this process, the least recently used dropped when they outgrow `limit` bytes."""

    def __init__(self, limit):
        self.limit = limit
        self._pages = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key, validity):
        """Return the page kept under `key` if it was made under `validity` and is not too old, else None."""
        page = self._pages.get(key)
        if page is None or page.validity != validity or time.monotonic() - page.made_at > OLDEST_PAGE_SECONDS:
            return None
        try:
            self._pages.move_to_end(key)
        except KeyError:
            pass
        return page

    def put(self, key, page):
        """Keep a page."""
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
    """One finished public response in one encoding."""

    def __init__(self, response, encoding, validity, changed_at):
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
        if "Last-Modified" not in headers and time.time() - changed_at > 2:
            headers["Last-Modified"] = formatdate(changed_at, usegmt=True)
        self.etag = headers["ETag"]
        self.last_modified = int(changed_at) if "Last-Modified" in headers else None
        self.body = body
        self.validity = validity
        self.made_at = time.monotonic()
        self.size = len(body) + 2000
        self._headers = dict(headers._store)

    def answer(self, request):
        """Return the page as a response, or 304 when the client has it already."""
        response = HttpResponse()
        response.content = self.body
        response.headers = ResponseHeaders({})
        response.headers._store = dict(self._headers)
        if "HTTP_IF_NONE_MATCH" in request.META or "HTTP_IF_MODIFIED_SINCE" in request.META:
            answer = get_conditional_response(request, self.etag, self.last_modified, response)
            if isinstance(answer, HttpResponseNotModified):
                for name in ("Cache-Control", "Vary", "ETag", "Last-Modified"):
                    if name in response.headers:
                        answer.headers[name] = response.headers[name]
            return answer
        return response


stamp = Stamp()
store = PageStore(settings.PAGE_CACHE_BYTES)


class PageCacheMiddleware:
    """Answers finished public pages; keeps, compresses and tags new ones. Stands first in MIDDLEWARE."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.private = tuple(f"/{part}" for part in (settings.ADMIN_URL, "static/", "media/", "reader-comments/"))

    def __call__(self, request):
        if request.method not in ("GET", "HEAD") or request.path_info.startswith(self.private):
            return self.get_response(request)
        present = stamp.current() if store.limit else None
        encoding = accepted_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        key = page_key(request, encoding)
        if present:
            page = store.get(key, present[0])
            if page is not None:
                return page.answer(request)
        response = self.get_response(request)
        if not is_public(response):
            return response
        validity, changed_at = present or (None, time.time())
        page = Page(response, encoding, validity, changed_at)
        if present:
            store.put(key, page)
        return page.answer(request)


def page_key(request, encoding):
    """Return what tells one page from another: scheme, host, path, query and encoding."""
    meta = request.META
    return (request.scheme, meta.get("HTTP_HOST"), request.path_info, meta.get("QUERY_STRING"), encoding)


def accepted_encoding(header):
    """Return the best encoding the client takes: "br", "gzip" or "" (none)."""
    for encoding in ENCODERS:
        if encoding in header and not re.search(rf"{encoding}\s*;\s*q=0(\.0*)?\s*(,|$)", header):
            return encoding
    return ""


def is_public(response):
    """Tell whether nothing personal can be in a response, so that it may be kept and shared."""
    if response.status_code != 200 or response.streaming or response.cookies:
        return False
    if re.search(r"private|no-store|no-cache", response.get("Cache-Control", "")):
        return False
    return not re.search(r"cookie|\*", response.get("Vary", ""), re.IGNORECASE)


def announce_change():
    """Change the stamp: every page of every process is made anew."""
    cache.set(STAMP_KEY, time.time_ns(), None)
    stamp.forget()


def watch_models():
    """Change the stamp after each committed write to a table whose rows visitors see."""
    connection_created.connect(_watch_connection, dispatch_uid="page-cache")


def _watch_connection(connection, **kwargs):
    if _note_writes not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _note_writes)


def _note_writes(execute, sql, params, many, context):
    result = execute(sql, params, many, context)
    write = WATCHED_WRITE.match(sql)
    if write and _changes_public_pages(write[1].upper(), write[2]):
        connection = context["connection"]
        waiting = connection.run_on_commit
        if not (waiting and waiting[-1][1] is announce_change):
            transaction.on_commit(announce_change, using=connection.alias, robust=True)
    return result


def _changes_public_pages(verb, table):
    """A new reader comment waits for a moderator: it must not empty the cache, or a flood of spam would."""
    return not (table == "news_comment" and verb.startswith("INSERT")) and table != "news_moderationentry"


_remembered = {}


def remember(key, compute):
    """Return `compute()`, kept in this process as long as no public content changes (never while the cache is off).

    For the few small things that many pages share; `compute` takes no arguments and reads public content only.
    """
    present = stamp.current() if store.limit else None
    if present is None:
        return compute()
    kept = _remembered.get(key)
    if kept is None or kept[0] != present[0]:
        kept = _remembered[key] = (present[0], compute())
    return kept[1]
