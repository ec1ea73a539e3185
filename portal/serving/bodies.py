"""What visitors send, read by the event loop: bounded in size before it is read, and in time while it is.

Nothing of a body reaches a thread before all of it is there. Small ones stay in memory, larger ones lie in a temporary
file without a name, which is gone with the process whatever ends it.
"""

import asyncio
import time
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile

KEPT_IN_MEMORY = 128 * 1024
#: What all unfinished and waiting bodies of one process may hold; senders of more are asked to come again.
MOST_HELD = 256 * 1024 * 1024
#: A sender of too much reads the answer only after sending: this much is thrown away unread.
MOST_DISCARDED = 64 * 1024 * 1024
SECONDS_TO_DISCARD = 5


@dataclass(frozen=True)
class Limits:
    """How much may be sent, and how slowly: bytes in public, bytes by staff under `upload_address`; seconds."""

    body: int
    upload: int
    upload_address: str
    grace: float = 10
    bytes_a_second: int = 8 * 1024
    silence: float = 20


class Refused(Exception):
    """A body that is not taken: 408 too slow, 413 too large, 503 no room. Status 0: the sender has gone."""

    def __init__(self, status):
        super().__init__(status)
        self.status = status


class Body:
    """A whole body: `file` to read it from, `length` in bytes. Whoever has it closes it."""

    def __init__(self, reader):
        self.file, self.length = SpooledTemporaryFile(KEPT_IN_MEMORY), 0  # noqa: SIM115 - closed by `close`
        self._reader = reader

    def write(self, chunk):
        """Add what has arrived."""
        self._reader.held += len(chunk)
        self.length += len(chunk)
        self.file.write(chunk)

    def close(self):
        """Give up the room it took."""
        self._reader.held -= self.length
        self.length = 0
        self.file.close()


class BodyReader:
    """Reads the bodies of one process and counts what they hold together."""

    def __init__(self, limits):
        self.limits, self.held = limits, 0

    async def read(self, scope, proto, ask_for_more):
        """Return the whole Body of a request; raise Refused.

        `ask_for_more(scope)` is awaited when more than the public limit is announced under the address for uploads.
        """
        limits, headers = self.limits, scope.headers
        announced = length_of(headers)
        limit, is_bounded = limits.body, True
        if announced is not None and announced > limit:
            if announced <= limits.upload and scope.path.startswith(limits.upload_address):
                is_bounded = not await ask_for_more(scope)
                limit = limit if is_bounded else limits.upload
            if announced > limit:
                if "expect" not in headers:
                    await discard(aiter(proto))
                raise Refused(413)
        body = Body(self)
        try:
            await self._fill(body, aiter(proto), announced, limit, is_bounded)
        except BaseException as error:
            body.close()
            if isinstance(error, OSError) and not isinstance(error, TimeoutError):
                raise Refused(503) from error  # the disk is full
            raise
        body.file.seek(0)
        return body

    async def _fill(self, body, chunks, announced, limit, is_bounded):
        limits, start, empty = self.limits, time.monotonic(), 0
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(limits.grace) as deadline:
                while (chunk := await arriving(chunks)) is not None:
                    empty += not chunk
                    if body.length + len(chunk) > limit:
                        await discard(chunks)
                        raise Refused(413)
                    if is_bounded and self.held + len(chunk) > MOST_HELD:
                        raise Refused(503)
                    body.write(chunk)
                    allowed = limits.grace + body.length / limits.bytes_a_second
                    passed = time.monotonic() - start
                    deadline.reschedule(loop.time() + min(allowed - passed, limits.silence))
        except TimeoutError:
            raise Refused(408) from None
        # A connection that breaks ends a body as its end does, save that granian then says twice that nothing came.
        if (announced is not None and body.length < announced) or (announced is None and empty > 1):
            raise Refused(0)


async def arriving(chunks):
    """Return what has arrived since, None at the end. (`anext` with a default ends granian's process.)"""
    try:
        return await anext(chunks)
    except StopAsyncIteration:
        return None


async def discard(chunks):
    """Read and forget for a moment, so that a sender gets to read the answer."""
    left = MOST_DISCARDED
    try:
        async with asyncio.timeout(SECONDS_TO_DISCARD):
            while left > 0 and (chunk := await arriving(chunks)) is not None:
                left -= len(chunk)
    except TimeoutError:
        return


def length_of(headers):
    """Return the announced length, None for a stream without one."""
    length = headers.get("content-length")
    return int(length) if length is not None and length.isascii() and length.isdigit() else None
