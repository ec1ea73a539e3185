"""A reload under load: nobody is refused, and code that does not start takes nothing away."""

import http.client
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from tests.attack.visitors import request
from tests.portal.serving.test_process import children, wait_for
from tests.server import Server, environment, free_port, server_command

pytestmark = pytest.mark.long

RELOADS = 4


def served(folder, workers):
    """Return a server of one small page."""
    (folder / "page.bytes").write_bytes(b"x" * 9000)
    port = free_port()
    command = server_command(port, workers, "tests.bench.bare:application")
    return Server(command, port, environment(folder, BARE_FOLDER=str(folder)))


class Readers:
    """Readers who ask without pause, half of them on connections that they keep, and what they were refused."""

    def __init__(self, port, number=8):
        self.answered, self.refused = 0, []
        self._port, self._over = port, threading.Event()
        asks = [self._on_new_connections, self._on_a_kept_connection]
        self._threads = [threading.Thread(target=asks[at % 2]) for at in range(number)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_exception):
        self._over.set()
        for thread in self._threads:
            thread.join(30)

    def _on_new_connections(self):
        while not self._over.is_set():
            self._note(lambda: request(self._port, "GET", "/page.bytes").status)

    def _on_a_kept_connection(self):
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)

        def ask():
            connection.request("GET", "/page.bytes")
            answer = connection.getresponse()
            answer.read()
            return answer.status

        while not self._over.is_set():
            self._note(ask)
        connection.close()

    def _note(self, ask):
        try:
            status = ask()
        except (OSError, http.client.HTTPException) as error:
            self.refused.append(repr(error))
        else:
            self.answered += 1
            if status != 200:
                self.refused.append(status)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_reload_refuses_nobody(tmp_path, workers):
    with served(tmp_path, workers) as server, Readers(server.port) as readers:
        for _ in range(RELOADS):
            before, answered = set(children(server._process.pid)), readers.answered
            server._process.send_signal(signal.SIGHUP)
            wait_for(lambda before=before: not before & set(children(server._process.pid)))
            assert len(children(server._process.pid)) == workers
            wait_for(lambda answered=answered: readers.answered > answered + 10)
    assert readers.refused == []


def test_code_that_does_not_start_leaves_the_processes_before_in_place(tmp_path):
    with served(tmp_path, 2) as server:
        time.sleep(3)  # the first process answers while the second still imports the application
        before = set(children(server._process.pid))
        (tmp_path / "broken.bytes").mkdir()  # the application cannot be imported any more
        for _ in range(2):
            server._process.send_signal(signal.SIGHUP)
            time.sleep(1)
            wait_for(lambda: set(children(server._process.pid)) == before, 60)
            assert request(server.port, "GET", "/page.bytes").status == 200
        (tmp_path / "broken.bytes").rmdir()
        server._process.send_signal(signal.SIGHUP)
        wait_for(lambda: not before & set(children(server._process.pid)))
        assert request(server.port, "GET", "/page.bytes").status == 200


def test_a_reload_that_is_interrupted_ends_everything(tmp_path):
    with served(tmp_path, 2) as server:
        before = set(children(server._process.pid))
        server._process.send_signal(signal.SIGHUP)
        wait_for(lambda: set(children(server._process.pid)) - before)
        started = set(children(server._process.pid))
        server._process.terminate()
        assert server._process.wait(5) == 0
        assert not {number for number in before | started if Path(f"/proc/{number}").exists()}


def test_requests_wait_while_a_process_that_died_is_replaced(tmp_path):
    with served(tmp_path, 1) as server:
        (number,) = children(server._process.pid)
        os.kill(number, signal.SIGKILL)
        for _ in range(5):
            assert request(server.port, "GET", "/page.bytes").status == 200
