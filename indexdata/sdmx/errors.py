"""Refusals in the words of the standard: an HTTP status, the standard's code and a sentence, as an `Error` message."""

from xml.sax.saxutils import escape

from django.http import HttpResponse

from indexdata.exports.headers import open_to_all

CONTENT_TYPE = "application/xml; charset=utf-8"
#: The standard's own number for each status; all others are failures of the service (500).
CODES = {400: 140, 403: 110, 404: 100, 405: 140, 406: 140, 413: 130, 429: 503, 501: 501, 503: 503}


class SdmxError(Exception):
    """A question that is not answered: the HTTP status and a sentence in English."""

    def __init__(self, status: int, sentence: str):
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


class Malformed(SdmxError):
    """Something in the question is written as nothing here is (400)."""

    def __init__(self, sentence: str):
        super().__init__(400, sentence)


class NothingFound(SdmxError):
    """The thing asked for is not there, or has no data (404)."""

    def __init__(self, sentence: str):
        super().__init__(404, sentence)


class NotOffered(SdmxError):
    """The standard has it, and this service does not (501)."""

    def __init__(self, sentence: str):
        super().__init__(501, sentence)


def error_response(status: int, sentence: str, version: str = "2.1") -> HttpResponse:
    """Return an `Error` message as a response that nobody keeps and scripts of any site may read."""
    response = HttpResponse(message(status, sentence, version), status=status, content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return open_to_all(response)


def message(status: int, sentence: str, version: str) -> str:
    """Return an `Error` message of a version of the standard."""
    root = f"http://www.sdmx.org/resources/sdmxml/schemas/v{version.replace('.', '_')}"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<mes:Error xmlns:mes="{root}/message" xmlns:com="{root}/common">'
        f'<mes:ErrorMessage code="{CODES.get(status, 500)}">'
        f'<com:Text xml:lang="en">{escape(sentence)}</com:Text></mes:ErrorMessage></mes:Error>\n'
    )


def version_of_address(path: str) -> str:
    """Return the version of the standard that an address belongs to, for its errors."""
    return "3.0" if path.startswith("/sdmx/3.0") else "2.1"
