"""Finished public pages, answered before sessions, authentication and templates are touched, and never stale.

A page is answered only while the validity it was made under holds (`portal.freshness.stamp` says how every process learns of
a change within half a second). A response is kept only if nothing personal can be in it: it sets no cookie, varies on
nothing but the encoding, and is not marked private. Bodies are compressed once and answered with a strong ETag.
"""

import gzip
import hashlib
import re
import threading
import time
from collections import OrderedDict
from contextlib import suppress
from email.utils import formatdate
from functools import lru_cache

import brotli
from django.conf import settings
from django.http import HttpResponse
from django.http.response import ResponseHeaders
from django.utils.cache import get_conditional_response, patch_vary_headers

from portal.freshness.stamp import stamp

OLDEST_PAGE_SECONDS = 600
LONGEST_ENCODING_HEADER = 400
PUBLIC_CACHE_CONTROL = "public, max-age=0, must-revalidate"
QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\Z")
COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/xml",
    "application/atom+xml",
    "image/svg+xml",
    "application/manifest",
)
ENCODERS = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}


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
        with suppress(KeyError):  # another thread has just dropped it
            self._pages.move_to_end(key)
        return page

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
        # The whole site's last change, whatever the view says: a page also changes when its newest part goes. Left out
        # while a second change in the same second could still come.
        self.last_modified = int(changed_at) if time.time() - changed_at > 2 else None
        headers.pop("Last-Modified", None)
        if self.last_modified:
            headers["Last-Modified"] = formatdate(self.last_modified, usegmt=True)
        self.etag = headers["ETag"]
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
            return get_conditional_response(request, self.etag, self.last_modified, response)
        return response


store = PageStore(settings.PAGE_CACHE_BYTES)


class PageCacheMiddleware:
    """Answers finished public pages; keeps, compresses and tags new ones. Stands before all but the proxy's."""

    def __init__(self, get_response):
        self.get_response = get_response
        parts = (settings.ADMIN_URL, "static/", "media/", *_in_both("reader-comments/"), *_in_both("drafts/"))
        self.private = ("/healthz", "/readyz", *(f"/{part}" for part in parts))

    def __call__(self, request):
        if request.method not in ("GET", "HEAD") or request.path_info.startswith(self.private):
            return self.get_response(request)
        present = stamp.current() if store.limit or settings.LET_DUE_CHANGES_HAPPEN else None
        present = present if store.limit else None
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
        if present and request.method == "GET":
            store.put(key, page)
        return page.answer(request)


def _in_both(address):
    return address, f"zh-hans/{address}"


def page_key(request, encoding):
    """Return what tells one page from another: scheme, host, path, query and encoding."""
    meta = request.META
    return (request.scheme, meta.get("HTTP_HOST"), request.path_info, meta.get("QUERY_STRING"), encoding)


def accepted_encoding(header):
    """Return the best encoding the client takes: "br", "gzip" or "" (none)."""
    return _accepted_encoding(header) if 0 < len(header) <= LONGEST_ENCODING_HEADER else ""


@lru_cache(maxsize=256)
def _accepted_encoding(header):
    offers = {}
    for offer in header.lower().split(","):
        name, _, parameters = offer.partition(";")
        quality = parameters.replace(" ", "").removeprefix("q=") or "1"
        offers[name.strip()] = float(quality) if QUALITY.match(quality) else 0.0
    return next((encoding for encoding in ENCODERS if offers.get(encoding, 0.0) > 0), "")


def is_public(response):
    """Tell whether nothing personal can be in a response, so that it may be kept and shared."""
    if response.status_code != 200 or response.streaming or response.cookies:
        return False
    if re.search(r"private|no-store|no-cache", response.get("Cache-Control", "")):
        return False
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",")}
    return varies <= {"", "accept-encoding"}
