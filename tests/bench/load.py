"""A small load generator: processes of their own, keep-alive connections, as fast as the answers come."""

import asyncio
import re
import time
from concurrent.futures import ProcessPoolExecutor

#: Readings are counted of what calls itself a browser.
READER = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
CONTENT_LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)


def measure(port, path, seconds, connections=16, encoding="br"):
    """Return (requests, seconds) of 127.0.0.1:`port` answering with 200; RuntimeError for any other answer."""
    with ProcessPoolExecutor(1) as pool:
        return pool.submit(_measure, port, path, seconds, connections, encoding).result()


def _measure(port, path, seconds, connections, encoding):
    return asyncio.run(_load(port, path, seconds, connections, encoding))


async def _load(port, path, seconds, connections, encoding):
    request = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUser-Agent: {READER}\r\nAccept-Encoding: {encoding}\r\n\r\n"
    ).encode()
    start = time.perf_counter()
    counts = await asyncio.gather(*(_visit(port, request, start + seconds) for _ in range(connections)))
    return sum(counts), time.perf_counter() - start


async def _visit(port, request, end):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answered = 0
    while time.perf_counter() < end:
        await _ask(reader, writer, request)
        answered += 1
    writer.close()
    return answered


async def _ask(reader, writer, request):
    """Send one request and read its answer to the end."""
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.split(b"\r\n")[0].decode())
    length = CONTENT_LENGTH.search(head)
    if not length:
        raise RuntimeError("an answer without Content-Length")
    await reader.readexactly(int(length[1]))


def measure_latencies(port, paths, seconds, connections=16, encoding="br"):
    """Return ([seconds of each answer], seconds in all); the connections ask for the paths in turn."""
    with ProcessPoolExecutor(1) as pool:
        return pool.submit(_measure_latencies, port, paths, seconds, connections, encoding).result()


def _measure_latencies(port, paths, seconds, connections, encoding):
    return asyncio.run(_load_in_turn(port, paths, seconds, connections, encoding))


async def _load_in_turn(port, paths, seconds, connections, encoding):
    requests = [
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUser-Agent: {READER}\r\nAccept-Encoding: {encoding}\r\n\r\n".encode()
        for path in paths
    ]
    start, latencies = time.perf_counter(), []
    visits = (
        _visit_in_turn(port, requests, number, start + seconds, latencies) for number in range(connections)
    )
    await asyncio.gather(*visits)
    return latencies, time.perf_counter() - start


async def _visit_in_turn(port, requests, number, end, latencies):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (begun := time.perf_counter()) < end:
        await _ask(reader, writer, requests[number % len(requests)])
        latencies.append(time.perf_counter() - begun)
        number += 1
    writer.close()
