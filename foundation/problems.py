"""Errors for programs as problem documents (RFC 9457), in one form that never changes. Pure: no request and no settings here.

`type` names the kind for programs and leads to the paragraph of the human page about it; `detail` is a sentence for
people; `parameters` says of each parameter that is wrong what is wrong with it, and which one was probably meant.
"""

from dataclasses import dataclass

CONTENT_TYPE = "application/problem+json"
#: The human page of the API: an address of the site that never changes.
GUIDE = "/api/"


@dataclass(frozen=True)
class ProblemKind:
    """A kind of error: its name in `type`, the status it comes with, and its title."""

    name: str
    status: int
    title: str

    @property
    def address(self) -> str:
        """Return what `type` says."""
        return f"{GUIDE}#{self.name}"


UNKNOWN_PARAMETER = ProblemKind("unknown-parameter", 400, "Unknown parameter")
BAD_PARAMETER = ProblemKind("bad-parameter", 400, "Parameter not understood")
BAD_REQUEST = ProblemKind("bad-request", 400, "Request not understood")
FORBIDDEN = ProblemKind("forbidden", 403, "Not open to you")
NOT_FOUND = ProblemKind("not-found", 404, "Nothing at this address")
METHOD_NOT_ALLOWED = ProblemKind("method-not-allowed", 405, "To be read only")
TOO_SLOW = ProblemKind("too-slow", 408, "Sending took too long")
TOO_LARGE = ProblemKind("too-large", 413, "Too large")
BAD_RANGE = ProblemKind("bad-range", 416, "Beyond the end of the file")
TOO_MANY_REQUESTS = ProblemKind("too-many-requests", 429, "Too many requests")
SERVER_ERROR = ProblemKind("server-error", 500, "The server failed")
UNAVAILABLE = ProblemKind("unavailable", 503, "Not available at the moment")

KINDS = (
    BAD_REQUEST, UNKNOWN_PARAMETER, BAD_PARAMETER, FORBIDDEN, NOT_FOUND, METHOD_NOT_ALLOWED, TOO_SLOW, TOO_LARGE,
    BAD_RANGE, TOO_MANY_REQUESTS, SERVER_ERROR, UNAVAILABLE,
)  # fmt: skip
#: What a status means where nobody says more.
OF_STATUS = {kind.status: kind for kind in reversed(KINDS)}


def problem(kind: ProblemKind, detail: str, parameters=()) -> dict:
    """Return the document. `parameters` are mappings with `name`, `detail` and perhaps `nearest`, the name that was meant."""
    document = {"type": kind.address, "title": kind.title, "status": kind.status, "detail": detail}
    return {**document, "parameters": list(parameters)} if parameters else document
