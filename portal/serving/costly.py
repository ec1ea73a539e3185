"""Addresses that refuse what they do not take, and the making of what is costly: counted per network, one at a time.

What is kept finished costs nothing and is not counted: the page cache stands before this.
"""

import hashlib
import hmac
import threading
import time
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.problems import UNKNOWN_PARAMETER
from foundation.tally import count_often
from foundation.visitors import network_of
from indexdata.exports.headers import open_to_all
from portal.addresses.canonical import COUNTED, READ_ON, RENAMED, takes, unknown_names
from portal.serving.addressed import is_data, is_file, is_machine
from portal.serving.for_programs import error_answer

#: Said by the API alone, which speaks English.
NOT_COUNTED = (
    "There is no parameter “%(name)s” here any more: lists are read on with “%(near)s”, which is next_cursor of the answer"
    " before. Known are: %(names)s."
)
MINUTE = 60
LONGEST_WAIT = 10
LIMITS = {
    "picture": "PICTURES_PER_MINUTE",
    "file": "FILES_PER_MINUTE",
    "api": "API_ANSWERS_PER_MINUTE",
    "search": "SEARCHES_PER_MINUTE",
    "suggestion": "SUGGESTIONS_PER_MINUTE",
}
#: What takes so long that one is made at a time in each process.
ONE_AT_A_TIME = frozenset({"picture", "file"})
_making = threading.BoundedSemaphore(1)


class CostlyAddressMiddleware:
    """Refuses unknown parameters where the address is strict; limits how often what is costly is made."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        taken = takes(request.path_info)
        query = request.META.get("QUERY_STRING", "")
        if taken is None or (taken.strict and not query and not taken.costly):
            return self.get_response(request)
        if taken.strict and query and (unknown := unknown_names(taken, query)):
            return refused(request, taken, unknown)
        if not taken.costly or (not taken.strict and not query):
            return self.get_response(request)
        allowance = counted(request, taken.costly)
        is_refused = allowance is not None and allowance.is_used_up
        response = too_often(request) if is_refused else self._make(request, taken.costly)
        if allowance:
            for name, value in allowance.headers.items():
                response.headers[name] = value
        return response

    def _make(self, request, kind):
        if kind not in ONE_AT_A_TIME:
            return self.get_response(request)
        if not _making.acquire(timeout=LONGEST_WAIT):
            return too_often(request, LONGEST_WAIT)
        try:
            return self.get_response(request)
        finally:
            _making.release()


@dataclass(frozen=True)
class Allowance:
    """The answers that a network may still ask for in this minute: how many of `limit` answers are used, and the seconds left of it."""

    kind: str
    limit: int
    used: int
    seconds: int

    @property
    def is_used_up(self) -> bool:
        """Tell whether more was asked for than is allowed."""
        return self.used > self.limit

    @property
    def headers(self) -> dict[str, str]:
        """Return the two headers that tell programs, as the IETF's draft of RateLimit fields writes them."""
        left = max(0, self.limit - self.used)
        return {
            "RateLimit-Policy": f'"{self.kind}";q={self.limit};w={MINUTE}',
            "RateLimit": f'"{self.kind}";r={left};t={self.seconds}',
        }


def counted(request, kind, now=None) -> Allowance | None:
    """Count one more costly answer for the network of a request; return what is left of its minute, None without a limit."""
    limit = getattr(settings, LIMITS[kind])
    if not limit:
        return None
    minute, gone = divmod(int(now or time.time()), MINUTE)
    secret = f"costly:{settings.SECRET_KEY}:{minute}".encode()
    network = hmac.new(secret, network_of(request).encode(), hashlib.sha256).hexdigest()[:32]
    return Allowance(kind, limit, count_often(f"costly-{kind}-{minute}-{network}", MINUTE), MINUTE - gone)


def refused(request, taken, unknown):
    """Return 400: which parameter nobody knows here, and which was probably meant."""
    with _words(request):
        sentences, parameters = [], []
        for name, near in list(unknown.items())[:3]:
            name = name[:80]
            if name in RENAMED:
                sentence = _(
                    "The parameter “%(name)s” is now called “%(near)s”: demonstration=include adds invented figures, each marked;"
                    " without it there are published ones alone."
                )
            elif (name, near) == (COUNTED, READ_ON):
                sentence = NOT_COUNTED
            elif near:
                sentence = _(
                    "There is no parameter “%(name)s” here. Did you mean “%(near)s”? Known are: %(names)s."
                )
            else:
                sentence = _("There is no parameter “%(name)s” here: this address takes none.")
            sentences.append(sentence % {"name": name, "near": near, "names": ", ".join(taken.names)})
            parameters.append({"name": name, "detail": sentences[-1], **({"nearest": near} if near else {})})
    return _plain(request, " ".join(sentences), 400, UNKNOWN_PARAMETER, parameters)


def too_often(request, seconds=None):
    """Return 429: the network has asked for too much; when to come again."""
    seconds = seconds or max(1, MINUTE - int(time.time()) % MINUTE)
    with _words(request):
        sentence = _("Too much was asked for from your network. Please try again in a minute.")
    if is_machine(request) or is_data(request) or is_file(request) or request.path_info.endswith("/suggest/"):
        response = _plain(request, sentence, 429)
    else:
        response = render(
            request, "errors/429.html", {"layout": "base.html", "sentence": sentence}, status=429
        )
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response


def _words(request):
    """Programs are answered in English, everybody else in the language of the address."""
    return translation.override(settings.LANGUAGE_CODE if is_machine(request) else translation.get_language())


def _plain(request, sentence, status, kind=None, parameters=()):
    if is_machine(request):
        return error_answer(request.path_info, status, sentence, kind, parameters)
    if is_data(request) or request.path_info.endswith("/suggest/"):
        dumps = {"ensure_ascii": False}
        response: HttpResponse = JsonResponse({"error": sentence}, status=status, json_dumps_params=dumps)
    else:
        response = HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return open_to_all(response)
