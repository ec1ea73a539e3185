"""A connection that sends bytes as they are."""

import socket
import time

HOST = b" HTTP/1.1\r\nHost: 127.0.0.1\r\n"
FORM = b"POST /admin/login/" + HOST + b"Content-Type: application/x-www-form-urlencoded\r\n"


class Raw:
    """One connection from a loopback address."""

    def __init__(self, port, data=b"", address="127.0.0.1"):
        self._socket = socket.create_connection(("127.0.0.1", port), 10, (address, 0))
        self.send(data)

    def send(self, data):
        """Send bytes."""
        self._socket.sendall(data)

    def read(self, seconds=10):
        """Return what has been answered when the server closes the connection or the time is over, and the seconds."""
        start, got = time.monotonic(), b""
        while (left := start + seconds - time.monotonic()) > 0:
            self._socket.settimeout(left)
            try:
                part = self._socket.recv(65536)
            except (TimeoutError, ConnectionResetError):
                break
            if not part:
                break
            got += part
        return got, time.monotonic() - start

    def close(self):
        """End the connection."""
        self._socket.close()
