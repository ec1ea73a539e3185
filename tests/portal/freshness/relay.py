"""A door to a real server on loopback that can be shut: what stands behind it is away then, and comes back as it was."""

import socket
import threading
from contextlib import suppress


class Relay:
    """Listens on a port of its own and hands everything on to `host`:`port` while it is open."""

    def __init__(self, host, port):
        self._target = (host, port)
        self._open = set()
        self.port = None
        self.unlock()

    def unlock(self):
        """Let everybody through."""
        self._listener = socket.create_server(("127.0.0.1", self.port or 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._welcome, args=(self._listener,), daemon=True).start()

    def lock(self):
        """Shut the door and throw out who is inside."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in list(self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open.clear()

    def _welcome(self, listener):
        while True:
            try:
                visitor, _address = listener.accept()
            except OSError:
                return
            try:
                host = socket.create_connection(self._target)
            except OSError:
                visitor.close()
                continue
            self._open |= {visitor, host}
            for source, target in ((visitor, host), (host, visitor)):
                threading.Thread(target=self._hand_on, args=(source, target), daemon=True).start()

    def _hand_on(self, source, target):
        with suppress(OSError):
            while data := source.recv(65_536):
                target.sendall(data)
        for one in (source, target):
            self._open.discard(one)
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
