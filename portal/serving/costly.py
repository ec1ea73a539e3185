"""Addresses that refuse what they do not take, and the making of what is costly: counted per network, one at a time.

What is kept finished costs nothing and is not counted: the page cache stands before this.
"""

import hashlib
import hmac
import threading
import time

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.tally import count_often
from foundation.visitors import network_of
from indexdata.exports.headers import open_to_all
from portal.addresses.canonical import RENAMED, takes, unknown_names
from portal.serving.addressed import is_data, is_file, is_machine

MINUTE = 60
LONGEST_WAIT = 10
LIMITS = {
    "picture": "PICTURES_PER_MINUTE",
    "file": "FILES_PER_MINUTE",
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
        if is_too_often(request, taken.costly):
            return too_often(request)
        if taken.costly not in ONE_AT_A_TIME:
            return self.get_response(request)
        if not _making.acquire(timeout=LONGEST_WAIT):
            return too_often(request, LONGEST_WAIT)
        try:
            return self.get_response(request)
        finally:
            _making.release()


def is_too_often(request, kind, now=None):
    """Count one more costly answer for the network of a request; tell whether that is more than the limit of a minute."""
    limit = getattr(settings, LIMITS[kind])
    if not limit:
        return False
    minute = int((now or time.time()) // MINUTE)
    secret = f"costly:{settings.SECRET_KEY}:{minute}".encode()
    network = hmac.new(secret, network_of(request).encode(), hashlib.sha256).hexdigest()[:32]
    return count_often(f"costly-{kind}-{minute}-{network}", MINUTE) > limit


def refused(request, taken, unknown):
    """Return 400: which parameter nobody knows here, and which was probably meant."""
    with _words(request):
        sentences = []
        for name, near in list(unknown.items())[:3]:
            name = name[:80]
            if name in RENAMED:
                sentence = _(
                    "The parameter “%(name)s” is now called “%(near)s”: demonstration=include adds invented figures, each marked;"
                    " without it there are published ones alone."
                )
            elif near:
                sentence = _(
                    "There is no parameter “%(name)s” here. Did you mean “%(near)s”? Known are: %(names)s."
                )
            else:
                sentence = _("There is no parameter “%(name)s” here: this address takes none.")
            sentences.append(sentence % {"name": name, "near": near, "names": ", ".join(taken.names)})
    return _plain(request, " ".join(sentences), 400)


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


def _plain(request, sentence, status):
    if is_machine(request) or is_data(request) or request.path_info.endswith("/suggest/"):
        dumps = {"ensure_ascii": False}
        response: HttpResponse = JsonResponse({"error": sentence}, status=status, json_dumps_params=dumps)
    else:
        response = HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return open_to_all(response)
