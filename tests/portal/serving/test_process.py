"""The server's life: workers beside it, a new start of what dies, and how it ends."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from portal.serving.background import BackgroundWorker
from tests.attack.visitors import request
from tests.portal.serving.raw import FORM, Raw
from tests.server import BASE, Server, environment, free_port, portal_server, server_command

pytestmark = pytest.mark.long

FAKE_WORKER = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: (open(sys.argv[1], "a").write("told\\n"), sys.exit(0)))
open(sys.argv[1], "a").write(f"{os.getpid()}\\n")
time.sleep(60)
"""


def wait_for(look, seconds=20):
    """Return the first true answer of `look`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError("It did not happen.")


@pytest.fixture
def worker(tmp_path):
    notes = tmp_path / "notes"
    notes.touch()
    made = BackgroundWorker([sys.executable, "-c", FAKE_WORKER, str(notes)], 5, first_pause=0.1)
    made.lines = lambda: notes.read_text().split()
    made.start()
    wait_for(lambda: len(made.lines()) == 1)
    yield made
    made.end()
    made.wait()


def test_a_worker_that_dies_starts_again(worker):
    os.kill(int(worker.lines()[0]), signal.SIGKILL)
    wait_for(lambda: len(worker.lines()) == 2)


def test_a_reload_ends_the_worker_and_starts_it_anew(worker):
    worker.reload()
    first, told, second = wait_for(lambda: len(worker.lines()) == 3 and worker.lines())
    assert (told, first != second) == ("told", True)


def test_a_worker_is_told_to_end_and_stays_ended(worker):
    worker.end()
    worker.wait()
    time.sleep(0.3)
    assert worker.lines()[1:] == ["told"]


def children(pid):
    """Return {number: command line} of a process's children, whichever of its threads started them."""
    numbers: list[str] = []
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # the thread has ended meanwhile
            numbers += file.read_text().split()
    found = {}
    for one in numbers:
        with suppress(OSError):  # it has ended meanwhile
            found[int(one)] = Path(f"/proc/{one}/cmdline").read_bytes().decode().replace("\0", " ")
    return found


def test_what_is_under_way_is_answered_before_the_end(folder):
    """SIGTERM while a body is arriving: it still gets its answer, and the server ends without being killed."""
    with portal_server(folder, 1) as server:
        connection = Raw(server.port, FORM + b"Content-Length: 10\r\nConnection: close\r\n\r\nuser")
        time.sleep(0.5)
        server._process.terminate()
        time.sleep(0.5)
        connection.send(b"name=a")
        got, _seconds = connection.read(5)
        assert got.startswith(b"HTTP/1.1 403")
        assert server._process.wait(8) == 0


def test_a_process_that_dies_is_replaced(folder):
    with portal_server(folder, 1) as server:
        time.sleep(6)  # one that dies at its start ends the server
        (before,) = children(server._process.pid)
        os.kill(before, signal.SIGKILL)
        wait_for(lambda: set(children(server._process.pid)) - {before})
        wait_for(lambda: answers(server.port))


def answers(port):
    """Tell whether the portal answers."""
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).read() == b"ok\n"
    except OSError:
        return False


SLOW = """
import time
time.sleep(2)
from tests.bench.bare import application, front_options
"""


def test_who_asks_before_it_can_answer_is_refused(tmp_path):
    """A proxy then asks another server; a connection that is taken and not answered would hold up its reader."""
    (tmp_path / "slow_to_load.py").write_text(SLOW)
    port = free_port()
    env = environment(tmp_path, BARE_FOLDER=str(tmp_path), PYTHONPATH=f"{tmp_path}:{BASE}")
    process = subprocess.Popen(server_command(port, 2, "slow_to_load:application"), cwd=BASE, env=env)
    refused, until = 0, time.monotonic() + 60
    try:
        while True:
            begun = time.monotonic()
            try:
                assert request(port, "GET", "/healthz").status == 200
                break
            except ConnectionRefusedError:
                refused += 1
                assert begun < until
                time.sleep(0.05)
        assert refused > 10
        assert time.monotonic() - begun < 1.5
    finally:
        process.terminate()
        process.wait(20)


def test_the_bare_view_runs_on_the_same_server(tmp_path):
    (tmp_path / "page.bytes").write_bytes(b"bytes")
    port = free_port()
    command = server_command(port, 1, "tests.bench.bare:application")
    with Server(command, port, environment(tmp_path, BARE_FOLDER=str(tmp_path))):
        assert request(port, "GET", "/page.bytes").text == b"bytes"
