"""Waiting for PostgreSQL: psycopg2 calls `wait` while a connection is made or a statement runs.

Time-outs of the server do not help when the server itself is frozen or the network swallows what it says, and libpq
waits for ever then. So the waiting is done here, with an end. A statement that takes long is not a server that is away:
before the limit is reached, a frozen server is told from a busy one by a knock at its door.
"""

import select
import socket
import struct
import time

import psycopg2
from psycopg2 import extensions

from portal.databases.patience import Breaker, patience

#: After so long the server is asked whether it is there at all; it has as long again to say so.
KNOCK_AFTER_SECONDS = 1.0
#: What PostgreSQL answers with one letter before anybody has signed in: is TLS spoken here?
SSL_REQUEST = struct.pack("!ii", 8, 80877103)
SILENT = "the server does not answer"
EVENTS = {extensions.POLL_READ: select.POLLIN, extensions.POLL_WRITE: select.POLLOUT}

breaker = Breaker()


def limit_waiting() -> None:
    """Have psycopg2 wait by `wait` in this process."""
    extensions.set_wait_callback(wait)


def wait(connection) -> None:
    """Wait until a connection is made or a statement has been answered; raise OperationalError when that takes too long."""
    connecting = connection.status == extensions.STATUS_SETUP
    limit = patience.connect if connecting else patience.answer
    until = time.monotonic() + limit if limit is not None else None
    patient = KNOCK_AFTER_SECONDS if limit is None else min(KNOCK_AFTER_SECONDS, limit / 2)
    knock_at = None if connecting or limit is None else time.monotonic() + patient
    while (state := connection.poll()) != extensions.POLL_OK:
        poll = select.poll()
        poll.register(connection.fileno(), EVENTS[state])
        while not poll.poll(_milliseconds(knock_at or until)):
            if knock_at is not None and is_there(connection, patient):
                knock_at = None
                continue
            if knock_at is not None:  # whoever connects knows of the other hosts, and says so himself
                breaker.waited_in_vain()
            _hang_up(connection)
            raise psycopg2.OperationalError(SILENT)


def is_there(connection, seconds) -> bool:
    """Tell whether the server of a connection answers a knock at its door within so many seconds."""
    host, port = connection.info.host, connection.info.port
    family = socket.AF_UNIX if host.startswith("/") else None
    try:
        if family is None:
            door = socket.create_connection((host, port), timeout=seconds)
        else:
            door = socket.socket(family, socket.SOCK_STREAM)
            door.settimeout(seconds)
            door.connect(f"{host}/.s.PGSQL.{port}")
        with door:
            door.sendall(SSL_REQUEST)
            return door.recv(1) != b""
    except OSError:
        return False


def _hang_up(connection):
    """Close a connection's socket: what is still to come on it answers a question that nobody asks any more."""
    try:
        with socket.socket(fileno=connection.fileno()) as line:
            line.shutdown(socket.SHUT_RDWR)
            line.detach()
    except OSError:
        return


def _milliseconds(until):
    return None if until is None else max(0, int((until - time.monotonic()) * 1000) + 1)
