"""A whole request through a WSGI application, and its answer handed to granian so that no thread waits for the reader.

An answer goes to granian as bytes; a file that is not small goes by its path and a long stream through a temporary file,
both of which granian reads as fast as the visitor does.
"""

import os
import time
from collections import deque
from tempfile import SpooledTemporaryFile

from portal.serving.environ import environ_of
from portal.serving.file_wrapper import FileWrapper

#: Up to here an answer is handed over as bytes.
LARGEST_IN_MEMORY = 256 * 1024
#: How long a temporary file is kept open for granian to open it for itself.
SECONDS_TO_OPEN = 5

_opened = deque()


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
    started = []

    def start_response(status, headers, exc_info=None):
        started[:] = int(status[:3]), headers

    try:
        result = application(environ_of(scope, body), start_response)
        try:
            hand_over(proto, *started, result, scope.method == "HEAD")
        finally:
            if hasattr(result, "close"):
                result.close()
    except BaseException:
        proto.response_empty(500, [])
        raise
    finally:
        if body:
            body.close()


def hand_over(proto, status, headers, result, is_head):
    """Give an answer to granian: bytes, a file's path, or a temporary file."""
    if is_head:
        proto.response_empty(status, headers)
    elif isinstance(result, FileWrapper) and (path := whole_file(result.file)):
        proto.response_file(status, headers, path)
    elif isinstance(result, FileWrapper) or getattr(result, "streaming", True):
        hand_over_pieces(proto, status, headers, result)
    else:
        send(proto, status, headers, b"".join(result))


def send(proto, status, headers, body):
    """Give granian an answer that is there already."""
    if len(body) > LARGEST_IN_MEMORY:
        hand_over_pieces(proto, status, headers, (body,))
    else:
        proto.response_bytes(status, headers, body)


def whole_file(file):
    """Return the path of an open file that is large and all of which is to be sent, else None."""
    path = getattr(file, "name", None)
    try:
        if isinstance(path, str) and os.path.isabs(path) and file.tell() == 0:
            return path if os.path.getsize(path) > LARGEST_IN_MEMORY else None
    except (OSError, ValueError, AttributeError):
        return None
    return None


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
    proto.response_file(status, headers, f"/dev/fd/{spool.fileno()}")
    _opened.append((time.monotonic(), spool))
    while _opened[0][0] < time.monotonic() - SECONDS_TO_OPEN:
        _opened.popleft()[1].close()
