"""Answering figures at an address of their own: /metrics and nothing else, made for each question."""

import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Lock
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, make_wsgi_app
from prometheus_client.multiprocess import MultiProcessCollector

from portal.measuring.dead import gather
from portal.measuring.state import State

ADDRESS = "/metrics"
#: Whoever sends nothing for so long is left.
SECONDS_TO_ASK = 10


class QuietHandler(WSGIRequestHandler):
    """A request; nothing about it is logged."""

    timeout = SECONDS_TO_ASK

    def log_message(self, *_words):
        """Say nothing."""


class ThreadedServer(ThreadingMixIn, WSGIServer):
    """A thread for each question: one who is slow holds up no other."""

    daemon_threads = True


class ThreadedServer6(ThreadedServer):
    """The same where the address is one of IPv6."""

    address_family = socket.AF_INET6


def application(folder: Path) -> Callable:
    """Return the WSGI application that sums what the processes have counted in a folder, and asks the database for the rest."""

    gathering = Lock()

    def answer(environ, start_response) -> Iterable[bytes]:
        if environ["PATH_INFO"] != ADDRESS or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "0")])
            return [b""]
        with gathering:
            gather(folder)
        registry = CollectorRegistry()
        MultiProcessCollector(registry, path=str(folder))
        registry.register(State())

        def begin(status, headers, exc_info=None):
            return start_response(status, [*headers, ("Cache-Control", "no-store")])

        return make_wsgi_app(registry)(environ, begin)

    return answer


def listen(host: str, port: int, folder: Path) -> WSGIServer:
    """Return a server that listens on an address, not serving yet."""
    kind = ThreadedServer6 if ":" in host else ThreadedServer
    return make_server(host, port, application(folder), kind, QuietHandler)
