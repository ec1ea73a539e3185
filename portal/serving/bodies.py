"""Bodies of requests, read by the event loop: bounded in size before they are read, and in time while they are.

Nothing of a body reaches a thread before all of it is there. Small ones stay in memory, larger ones lie in a temporary
file without a name, which is gone with the process whatever ends it; while the disk is full they stay in memory up to a
limit, so that what was typed can be given back.
"""

import asyncio
import errno
import time
from dataclasses import dataclass

from portal.serving.spool import Spool

KEPT_IN_MEMORY = 128 * 1024
#: What all unfinished and waiting bodies of one process may hold; senders of more are asked to come again.
MOST_HELD = 256 * 1024 * 1024
#: The same while there is no room on the disk.
MOST_HELD_WITHOUT_DISK = 64 * 1024 * 1024
#: A sender of too much reads the answer only after sending: this much is thrown away unread.
MOST_DISCARDED = 64 * 1024 * 1024
SECONDS_TO_DISCARD = 5


@dataclass(frozen=True)
class Limits:
    """Limits to what may be sent: bytes in public, bytes by staff under `upload_address`; seconds."""

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
        self._spool, self._reader, self._is_open = Spool(KEPT_IN_MEMORY), reader, True

    @property
    def file(self):
        """Return the file that the body is read from."""
        return self._spool.file

    @property
    def length(self):
        """The bytes that have arrived."""
        return self._spool.length

    def write(self, chunk):
        """Add what has arrived; OSError when there is no room for it."""
        if not self._spool.has_disk and self._reader.held + len(chunk) > MOST_HELD_WITHOUT_DISK:
            raise OSError(errno.ENOSPC, "no room for a body")
        self._spool.write(chunk)
        self._reader.held += len(chunk)

    def rewind(self):
        """Have it read from the beginning."""
        self._spool.rewind()

    def close(self):
        """Give up the room it took."""
        if self._is_open:
            self._is_open = False
            self._reader.held -= self.length
            self._spool.close()


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
        body.rewind()
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
