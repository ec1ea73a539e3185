"""A whole request through a WSGI application, and its answer handed to granian so that no thread waits for the reader.

An answer goes to granian as bytes; a file that is not small, and each part of a file, goes by its path and a long stream
through a temporary file, which granian reads as fast as the visitor does.
"""

import logging
import os
import time
from collections import deque
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO

from portal.serving.environ import environ_of
from portal.serving.file_wrapper import FileWrapper
from portal.serving.ranges import BEYOND, part_asked
from portal.serving.refusals import refusal
from portal.serving.unfetched import UnfetchedFile

#: Up to here an answer is handed over as bytes.
LARGEST_IN_MEMORY = 256 * 1024
#: The path of a file that has no name, or none any longer, while it is open.
OPEN_FILES = "/dev/fd/"
#: How long a temporary file is kept open for granian to open it for itself.
SECONDS_TO_OPEN = 5

#: So much of a file is copied at a time.
PIECE = 64 * 1024

log = logging.getLogger("portal.serving.answers")
_opened: deque[tuple[float, IO[bytes] | SpooledTemporaryFile]] = deque()


class Farewell:
    """Granian's request, closing its connection after the answer."""

    def __init__(self, proto):
        self._proto = proto

    def __getattr__(self, name):
        """Return what granian has; what begins an answer says that the connection closes."""
        own = getattr(self._proto, name)
        if not name.startswith("response_"):
            return own
        return lambda status, headers, *rest: own(status, [*headers, ("Connection", "close")], *rest)

    def __aiter__(self):
        """Read the body."""
        return aiter(self._proto)


def answer(application, scope, proto, body):
    """Have a WSGI application answer a request; close the body."""
    started: list[tuple[int, list[tuple[str, str]]]] = []

    def start_response(status, headers, exc_info=None):
        started[:] = [(int(status[:3]), headers)]

    try:
        result = application(environ_of(scope, body), start_response)
        try:
            hand_over(proto, *started[0], result, scope)
        finally:
            if hasattr(result, "close"):
                result.close()
    except BaseException:
        proto.response_empty(500, [])
        raise
    finally:
        if body:
            body.close()


def hand_over(proto, status, headers, result, scope):
    """Give the answer to a request (granian's scope) to granian: bytes, a file's path, or a temporary file."""
    if status == 200 and isinstance(getattr(result, "file", None), UnfetchedFile):
        hand_over_fetched(proto, headers, result.file, scope)
        return
    path, size = whole_file(result.file) if isinstance(result, FileWrapper) and status == 200 else (None, 0)
    if path:
        headers = [*headers, ("Accept-Ranges", "bytes")]
    if scope.method == "HEAD":
        proto.response_empty(status, headers)
        return
    if path and path.startswith(OPEN_FILES) and (size > LARGEST_IN_MEMORY or scope.headers.get("range")):
        path = kept_open(result.file)
    if path and (part := part_asked(scope.headers, headers, size)):
        hand_over_part(proto, headers, path, part, size, scope.path)
    elif size > LARGEST_IN_MEMORY:
        proto.response_file(status, headers, path)
    elif isinstance(result, FileWrapper) or getattr(result, "streaming", True):
        hand_over_pieces(proto, status, headers, result)
    else:
        hand_over_bytes(proto, scope, status, headers, b"".join(result))


def hand_over_fetched(proto, headers, file, scope):
    """Fetch as much of a file that lies elsewhere as is asked for, and give it to granian; 503 where that cannot be had."""
    part = part_asked(scope.headers, headers, file.size)
    if part == BEYOND:
        send_beyond(proto, file.size, scope.path)
        return
    try:
        fetched = file.fetch(*part or ())
    except OSError:  # the store is away, the file has gone meanwhile, or the disk is full
        log.warning("A file that was there a moment ago cannot be fetched", exc_info=True)
        send(proto, *refusal(503, scope.path))
        return
    with fetched:
        status, headers = 200, [*headers, ("Accept-Ranges", "bytes")]
        if part:
            status, headers = 206, part_headers(headers, part, file.size)
        else:
            headers.append(("Content-Length", str(file.size)))
        hand_over_pieces(proto, status, headers, iter(partial(fetched.read, PIECE), b""))


def hand_over_bytes(proto, scope, status, headers, body):
    """Give an answer that is there already to granian: all of it, or the part asked for where it says that it has parts."""
    has_parts = status == 200 and scope.method == "GET" and says_parts(headers)
    part = part_asked(scope.headers, headers, len(body)) if has_parts else None
    if part is None:
        send(proto, status, headers, body)
    elif part == BEYOND:
        send_beyond(proto, len(body), scope.path)
    else:
        start, end = part
        send(proto, 206, part_headers(headers, part, len(body)), body[start:end])


def says_parts(headers):
    """Tell whether an answer says that parts of it may be asked for."""
    return any(name.lower() == "accept-ranges" and value == "bytes" for name, value in headers)


def part_headers(headers, part, size):
    """Return the headers of a part of an answer with these headers."""
    start, end = part
    kept = [pair for pair in headers if pair[0].lower() != "content-length"]
    return [*kept, ("Content-Range", f"bytes {start}-{end - 1}/{size}"), ("Content-Length", str(end - start))]


def send_beyond(proto, size, address):
    """Refuse a part that begins behind the end."""
    status, said, page = refusal(416, address)
    send(proto, status, [*said, ("Content-Range", f"bytes */{size}")], page)


def hand_over_part(proto, headers, path, part, size, address):
    """Give granian a part of a file (see `ranges`), or the refusal of one that begins behind its end."""
    if part == BEYOND:
        send_beyond(proto, size, address)
        return
    start, end = part
    proto.response_file_range(206, part_headers(headers, part, size), path, start, end)


def send(proto, status, headers, body):
    """Give granian an answer that is there already."""
    if len(body) > LARGEST_IN_MEMORY:
        hand_over_pieces(proto, status, headers, (body,))
    else:
        proto.response_bytes(status, headers, body)


def whole_file(file):
    """Return the path and the size of an open file all of which is to be sent, (None, 0) for anything else."""
    path = getattr(file, "name", None)
    try:
        if isinstance(path, str) and os.path.isabs(path) and file.tell() == 0:
            return path, os.fstat(file.fileno()).st_size
    except (OSError, ValueError, AttributeError):
        pass
    return None, 0


def hand_over_pieces(proto, status, headers, pieces):
    """Collect a stream, in a temporary file when it grows long, and give it to granian with its length."""
    spool = SpooledTemporaryFile(LARGEST_IN_MEMORY)  # noqa: SIM115 - given away below
    for piece in pieces:
        spool.write(piece)
    spool.flush()
    length = spool.tell()
    if not any(name.lower() == "content-length" for name, _ in headers):
        headers = [*headers, ("Content-Length", str(length))]
    spool.seek(0)
    if length <= LARGEST_IN_MEMORY:
        proto.response_bytes(status, headers, spool.read())
        spool.close()
        return
    proto.response_file(status, headers, f"{OPEN_FILES}{spool.fileno()}")
    close_later(spool)


def kept_open(file):
    """Return the path of a file without a name, open for as long as granian may need to open it; whoever opened it may close it."""
    again = os.fdopen(os.dup(file.fileno()), "rb")
    close_later(again)
    return f"{OPEN_FILES}{again.fileno()}"


def close_later(file):
    """Close a file once granian has had time to open it for itself, and those before it."""
    _opened.append((time.monotonic(), file))
    while _opened[0][0] < time.monotonic() - SECONDS_TO_OPEN:
        _opened.popleft()[1].close()
