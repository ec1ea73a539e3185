"""The attackers: connections that are as slow as they may be, each replaced when the server ends it."""

import asyncio
import contextlib
import socket
import time
from dataclasses import dataclass

HOST = b" HTTP/1.1\r\nHost: 127.0.0.1\r\n"
#: With a cookie the guard of forms goes on to read the body; without one it refuses before.
FORM = (
    b"POST /admin/login/"
    + HOST
    + b"Content-Type: application/x-www-form-urlencoded\r\nCookie: csrftoken="
    + b"t" * 32
    + b"\r\n"
)


@dataclass(frozen=True)
class Kind:
    """What an attacker sends at first, what each second after that, and whether the answer is read a byte a second."""

    first: bytes
    then: bytes = b""
    reads: bool = True

    @property
    def goes_on(self) -> bool:
        """Return whether it sends or reads a little each second for as long as it is let."""
        return bool(self.then) or not self.reads


def kinds(large, upload="/media/attachments/large.pdf", figures="/index/price/data.json"):
    """Return `{name: Kind}`; the addresses are those of a large static and a large uploaded file, and of all rows of an index."""
    return {
        "nothing": Kind(b""),
        "half a request line": Kind(b"GET /ne"),
        "half a header": Kind(b"GET /news/" + HOST + b"X-Half: "),
        "a header, a byte a second": Kind(b"GET /news/" + HOST + b"X-Slow: ", b"a"),
        "half a body": Kind(FORM + b"Content-Length: 1000\r\n\r\na"),
        "a body, a byte a second": Kind(FORM + b"Content-Length: 1000\r\n\r\na", b"a"),
        "chunks, one a second": Kind(FORM + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        "300 MB announced": Kind(FORM + b"Content-Length: 300000000\r\n\r\na", b"a"),
        "100-continue, then nothing": Kind(FORM + b"Expect: 100-continue\r\nContent-Length: 1000\r\n\r\n"),
        "idle after an answer": Kind(b"GET /healthz" + HOST + b"\r\n"),
        "many requests ahead": Kind((b"GET /news/" + HOST + b"\r\n") * 20, reads=False),
        "an answer, a byte a second": Kind(b"GET /news/" + HOST + b"\r\n", reads=False),
        "a file, a byte a second": Kind(b"GET " + large.encode() + HOST + b"\r\n", reads=False),
        "an upload, a byte a second": Kind(b"GET " + upload.encode() + HOST + b"\r\n", reads=False),
        "its part, a byte a second": Kind(
            b"GET " + large.encode() + HOST + b"Range: bytes=10-\r\n\r\n", reads=False
        ),
        "an upload's part, a byte a second": Kind(
            b"GET " + upload.encode() + HOST + b"Range: bytes=10-\r\n\r\n", reads=False
        ),
        "figures, a byte a second": Kind(b"GET " + figures.encode() + HOST + b"\r\n", reads=False),
    }


def attack(port, kind, count, seconds, addresses):
    """Hold `count` connections of a kind for some seconds, from 127.0.0.1 on; return how often one was replaced."""
    return asyncio.run(_attack(port, kind, count, time.monotonic() + seconds, addresses))


async def _attack(port, kind, count, end, addresses):
    tasks = [_hold(port, kind, end, f"127.0.0.{1 + at % addresses}") for at in range(count)]
    return sum(await asyncio.gather(*tasks)) - count


async def _hold(port, kind, end, address):
    connections = 0
    while time.monotonic() < end:
        connections += 1
        with contextlib.suppress(OSError), socket.socket() as sock:
            if not kind.reads:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            sock.bind((address, 0))
            sock.setblocking(False)
            loop = asyncio.get_running_loop()
            await loop.sock_connect(sock, ("127.0.0.1", port))
            await loop.sock_sendall(sock, kind.first)
            await _drip(loop, sock, kind, end)
        await asyncio.sleep(0.5)
    return connections


async def _drip(loop, sock, kind, end):
    while time.monotonic() < end:
        try:
            async with asyncio.timeout(1):
                if not await loop.sock_recv(sock, 4096 if kind.reads else 1):
                    return
        except TimeoutError:
            pass
        if not kind.reads:
            await asyncio.sleep(1)
        if kind.then:
            await loop.sock_sendall(sock, kind.then)
