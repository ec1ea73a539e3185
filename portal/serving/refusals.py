"""Short answers to what is refused beside Django: 408, 413, 416 and 503, in the language of the address.

Programs get a sentence as JSON. The pages are made once and kept, for they are given when there is no time.
"""

import logging
from functools import cache

from django.template import loader
from django.utils import translation

from portal.serving.addressed import MACHINE_ADDRESSES

log = logging.getLogger("portal.serving.refusals")

SENTENCES = {
    408: "Sending took too long. Nothing was saved.",
    413: "What was sent is larger than this site takes. Nothing was saved.",
    416: "The file ends before the part that was asked for. Fetch it again from the beginning.",
    503: "The server is busy. Please try again in a few seconds.",
}
SECONDS_TO_TRY_AGAIN = "5"


def refusal(status, path):
    """Return (status, headers, body) for a request to an address."""
    if path.lower().startswith(MACHINE_ADDRESSES):
        from portal.serving.for_programs import error_body  # needs settings

        kind, body = error_body(path, status, SENTENCES[status])
    else:
        from foundation.languages import language_of_address  # needs settings

        kind, body = "text/html; charset=utf-8", page(status, language_of_address(path))
    headers = [
        ("Content-Type", kind),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'"),
    ]
    if status == 503:
        headers.append(("Retry-After", SECONDS_TO_TRY_AGAIN))
    return status, headers, body


@cache
def page(status, language):
    """Return the page for a status in a language as bytes."""
    try:
        with translation.override(language):
            return loader.render_to_string("errors/refused.html", {"status": status}).encode()
    except Exception:
        log.exception("The page for status %s could not be made", status)
        return SENTENCES[status].encode()
