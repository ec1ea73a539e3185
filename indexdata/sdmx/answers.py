"""Messages as answers: written into a file aside with their digest, packed for who takes it, 304 for who has it already."""

import gzip
import hashlib
from collections.abc import Callable, Iterable
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.http import parse_etags

from indexdata.exports.headers import open_to_all

from .negotiation import Form

#: Up to here an answer is made in memory, above in a temporary file.
IN_MEMORY = 256 * 1024
PACKING_LEVEL = 4
FRESHNESS = "public, max-age=0, must-revalidate"
VARIES = "Accept, Accept-Encoding"


def answer(
    request, form: Form, pieces: Iterable[str], check: Callable[[], None] = lambda: None
) -> HttpResponseBase:
    """Return a message as a response. `check` is called when all of it is written, and may raise."""
    file = cast("IO[bytes]", SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - the response closes it
    digest, packs = hashlib.sha256(), takes_gzip(request.headers.get("Accept-Encoding", ""))
    try:
        _write(file, pieces, digest, packs)
        check()
    except BaseException:
        file.close()
        raise
    etag = f'"{digest.hexdigest()[:24]}{"-gzip" if packs else ""}"'
    if is_held(request, etag):
        file.close()
        response: HttpResponseBase = HttpResponse(status=304)
    else:
        response = _response(file, form)
        if packs:
            response.headers["Content-Encoding"] = "gzip"
    for name, value in (("ETag", etag), ("Cache-Control", FRESHNESS), ("Vary", VARIES)):
        response.headers[name] = value
    return open_to_all(response)


def is_held(request, etag: str) -> bool:
    """Tell whether who asks has an answer already."""
    etags = [one.removeprefix("W/") for one in parse_etags(request.headers.get("If-None-Match", ""))]
    return etag in etags or "*" in etags


def _write(file, pieces, digest, packs):
    packed = gzip.GzipFile("", "wb", PACKING_LEVEL, file, mtime=0) if packs else None
    target = packed or file
    for piece in pieces:
        line = piece.encode()
        digest.update(line)
        target.write(line)
    if packed:
        packed.close()


def _response(file, form):
    length = file.tell()
    file.seek(0)
    if length <= IN_MEMORY:
        with file:
            response: HttpResponseBase = HttpResponse(file.read(), content_type=form.content_type)
    else:
        response = FileResponse(file, content_type=form.content_type)
    response.headers["Content-Length"] = str(length)
    return response


def takes_gzip(accepted: str) -> bool:
    """Tell whether an Accept-Encoding header allows gzip."""
    for part in accepted.lower()[:400].split(","):
        name, _semicolon, quality = part.strip().partition(";")
        if name.strip() in ("gzip", "x-gzip"):
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
