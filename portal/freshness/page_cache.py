"""Finished public pages, answered before sessions, authentication and templates are touched, and never stale.

A page is answered only while everything it was made of is as it was: while it is made, what it reads is written down
(`reading`), and `stamp` knows within a second what has changed. A response is kept only if nothing personal can be in it:
it sets no cookie, varies on nothing but the encoding, and is not marked private. `kept_answer` asks nobody and needs
nothing of Django's request, so that a server can ask it before it hands a request to a thread.
"""

import re
import time

from django.conf import settings
from django.http import HttpResponse
from django.http.response import ResponseHeaders

from foundation.languages import in_every_language
from foundation.readership.counting import readings
from foundation.readership.readers import is_reader
from portal.addresses.canonical import canonical_query, known_query
from portal.freshness.encodings import accepted_encoding
from portal.freshness.flights import Flights
from portal.freshness.pages import Page, PageStore
from portal.freshness.reading import recording
from portal.freshness.shared_caches import for_shared_caches
from portal.freshness.stamp import STARTED_AT, stamp
from portal.measuring.counting import count_kept
from portal.measuring.routes import route_of

flights = Flights()
MOST_WAITS = 3
#: What is said to whom a page is made for, and to nobody who gets it kept.
TOLD_ONCE = ("RateLimit", "RateLimit-Policy")
#: The headers that say how a kept page is answered and whether it was read, with their names in WSGI.
ASKED = {
    name: f"HTTP_{name.replace('-', '_').upper()}"
    for name in (
        "accept-encoding",
        "if-none-match",
        "if-modified-since",
        "user-agent",
        "sec-purpose",
        "purpose",
        "x-moz",
    )
}
store = PageStore(settings.PAGE_CACHE_BYTES)


PRIVATE = (
    "/healthz",
    "/readyz",
    f"/{settings.ADMIN_URL}",
    "/static/",
    "/media/",
    *in_every_language("/reader-comments/"),
    *in_every_language("/follow/"),
    *in_every_language("/drafts/"),
)


def kept_answer(method, scheme, host, path, query, headers):
    """Return (status, [(name, value), …], body) if this process holds the page and knows it to be right, else None.

    `scheme` is "http" or "https" as the visitor sees it, `host` the Host header, `path` the decoded path (WSGI's
    PATH_INFO), `query` the raw query string, `headers` a mapping by small names that is asked for the encoding, what the
    visitor holds already and who he is (`ASKED`). Reads memory alone; any thread may ask.
    """
    if method not in ("GET", "HEAD") or not store.limit or path.startswith(PRIVATE):
        return None
    present = stamp.look()
    if present is None:
        return None
    query = known_query(path, query)
    if query is None:
        return None
    key = (scheme, host, path, query, accepted_encoding(headers.get("accept-encoding") or ""))
    page = store.get(key, present)
    if page is None:
        return None
    answer = answered(page, method, headers, present.away_since)
    count_kept(page.route, answer[0])
    return answer


def answered(page, method, headers, away_since=None):
    """Return how a page answers a request, and count it as read where a reader gets it whole."""
    answer = page.answer(
        method, headers.get("if-none-match") or "", headers.get("if-modified-since") or "", away_since
    )
    if readings.counts and page.page_of and method == "GET" and answer[0] == 200 and is_reader(headers):
        readings.count(page.page_of)
    if settings.SHARED_CACHE_SECONDS:
        return answer[0], for_shared_caches(answer[1]), answer[2]
    return answer


class PageCacheMiddleware:
    """Answers finished public pages; keeps, compresses and tags new ones. Stands before all but the proxy's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD") or request.path_info.startswith(PRIVATE):
            return self.get_response(request)
        question = asked(request)
        kept = kept_answer(*question)
        if kept is None and store.limit and stamp.look() is None and stamp.current():
            kept = kept_answer(*question)
        if kept:
            return as_response(kept)
        if not store.limit or request.method == "HEAD":
            return self._make(request, question)
        return self._make_once(request, question)

    def _make_once(self, request, question):
        """Make a page, or wait for who is just making it: his is right for all who came while it still was."""
        _method, *key, headers = question
        key = (*key, accepted_encoding(headers["accept-encoding"]))
        for _try in range(MOST_WAITS):
            present = stamp.look()
            flight, is_mine = flights.join(key)
            if is_mine:
                try:
                    return self._make(request, question, flight)
                finally:
                    flights.leave(key, flight)
            flight.wait()
            page = flight.page
            if page is not None and present is not None and present.holds(page.needs):
                answer = answered(page, "GET", headers)
                count_kept(page.route, answer[0])
                return as_response(answer)
            if page is None:
                break
        return self._make(request, question)

    def _make(self, request, question, flight=None):
        present = stamp.current() if store.limit or settings.LET_DUE_CHANGES_HAPPEN else None
        present = present if store.limit else None
        with recording() as read:
            response = self.get_response(request)
        method, scheme, host, path, query, headers = question
        if getattr(response, "outage", None) and store.limit:
            stamp.look_closely()
            kept = kept_answer(*question)
            return as_response(kept) if kept else response
        if read and present and present.away_since is not None:
            stamp.look_closely()  # the database has just answered: from now on nothing is kept of before
        if not is_public(response):
            return response
        own = [(name, response.headers[name]) for name in TOLD_ONCE if name in response.headers]
        for name, _value in own:
            del response.headers[name]
        encoding = accepted_encoding(headers["accept-encoding"])
        changed_at = max(present.last_change(read, STARTED_AT), STARTED_AT) if present else time.time()
        page = Page(
            response, encoding, present.needs(read) if present else None, changed_at, route_of(request)
        )
        if present and present.away_since is None and method == "GET":
            store.put((scheme, host, path, query, encoding), page)
            if flight:
                flight.page = page
        status, said, body = answered(page, method, headers)
        return as_response((status, [*said, *own], body))


def asked(request):
    """Return what `kept_answer` wants to know of a request; what has no meaning in its query is taken out for all."""
    meta = request.META
    meta["QUERY_STRING"] = canonical_query(request.path_info, meta.get("QUERY_STRING", ""))
    headers = {name: meta.get(key, "") for name, key in ASKED.items()}
    return (
        request.method,
        request.scheme,
        meta.get("HTTP_HOST"),
        request.path_info,
        meta["QUERY_STRING"],
        headers,
    )


def as_response(answer):
    """Return Django's response for (status, headers, body)."""
    status, headers, body = answer
    response = HttpResponse(status=status)
    response.content = body
    response.headers = ResponseHeaders({})
    response.headers._store = {name.lower(): (name, value) for name, value in headers}
    return response


def is_public(response):
    """Tell whether nothing personal can be in a response, so that it may be kept and shared."""
    if response.status_code != 200 or response.streaming or response.cookies:
        return False
    if re.search(r"private|no-store|no-cache", response.get("Cache-Control", "")):
        return False
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",")}
    return varies <= {"", "accept-encoding"}
