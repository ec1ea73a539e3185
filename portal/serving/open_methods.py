"""Methods of what is only read: GET and HEAD, all else is refused. Of open data a browser asks with OPTIONS whether it may."""

from django.http import HttpResponse, HttpResponseNotAllowed

from foundation.problems import METHOD_NOT_ALLOWED
from indexdata.exports.headers import open_to_all
from portal.addresses.canonical import takes
from portal.serving.addressed import is_api, is_machine
from portal.serving.for_programs import error_answer

READING = ("GET", "HEAD", "OPTIONS")
METHODS = ", ".join(READING)
#: The star stands for whatever other headers a program sends; the names are for browsers that do not know it.
ASKED_HEADERS = "Accept, Content-Type, If-Modified-Since, If-None-Match, Range, X-Requested-With, *"
#: A browser need not ask again for a day.
MAX_AGE = "86400"
SENTENCE = "The API is read with GET and HEAD; nothing can be written."


class OpenMethodsMiddleware:
    """Answers a browser's question before it reads open data elsewhere, HEAD of the API, and what is sent where nothing is taken."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method == "OPTIONS" and is_open(request):
            return allowed()
        if not is_api(request):
            sends = request.method not in READING
            return refused_page(request) if sends and is_only_read(request) else self.get_response(request)
        if request.method == "HEAD":
            return self._as_get(request)
        if request.method != "GET":
            return refused(request)
        return self.get_response(request)

    def _as_get(self, request):
        """Answer HEAD as GET; the page cache, the server or the test client takes the body away."""
        request.method = "GET"
        try:
            return self.get_response(request)
        finally:
            request.method = "HEAD"


def is_open(request) -> bool:
    """Tell whether an address answers open data: the API, the old table, files and feeds."""
    if is_machine(request):
        return True
    taken = takes(request.path_info)
    return taken is not None and taken.strict


def is_only_read(request) -> bool:
    """Tell whether nothing can be sent to an address: pages without a form, files, feeds."""
    return takes(request.path_info) is not None


def allowed() -> HttpResponse:
    """Return 204: what a page of any site may ask here, and for how long that holds."""
    response = HttpResponse(
        status=204,
        headers={
            "Allow": METHODS,
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": ASKED_HEADERS,
            "Access-Control-Max-Age": MAX_AGE,
        },
    )
    del response.headers["Content-Type"]
    return open_to_all(response)


def refused_page(request) -> HttpResponse:
    """Return 405: nothing can be sent to a page, a file or a feed."""
    return refused(request) if is_machine(request) else HttpResponseNotAllowed(READING)


def refused(request) -> HttpResponse:
    """Return 405: the API has nothing that could be written."""
    response = error_answer(request.path_info, 405, SENTENCE, METHOD_NOT_ALLOWED)
    response.headers["Allow"] = METHODS
    return response
