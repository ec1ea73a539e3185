"""A name for each request, the same in the answer, in every line of the log about it and, if it sent one, at the proxy in front."""

import logging
import re
import secrets
from contextvars import ContextVar

HEADER = "X-Request-ID"
#: What a proxy may send; anything else is left aside, so that nobody writes into the log what they like.
TAKEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
current: ContextVar[str] = ContextVar("request_id", default="")


def taken(sent: str | None) -> str:
    """Return the name that was sent if it may be taken, else ""."""
    return sent if sent and TAKEN.fullmatch(sent) else ""


class RequestIdMiddleware:
    """Names each request that comes to Django. Stands before all others."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        name = taken(request.META.get("HTTP_X_REQUEST_ID")) or secrets.token_hex(8)
        token = current.set(name)
        try:
            response = self.get_response(request)
        finally:
            current.reset(token)
        response.headers[HEADER] = name
        return response


class NameRequests(logging.Filter):
    """Goes before a handler: says in each record which request it is about, "" where none is."""

    def filter(self, record):
        record.request_id = current.get()
        return True
