"""systemd is told once the server answers, and not before; what the server starts tells nobody."""

import os
import socket
import subprocess
import urllib.request

import pytest

from portal.serving.service_manager import asked_to_tell, tell
from tests.server import BASE, environment, free_port, server_command


@pytest.fixture(params=["file", "abstract"])
def manager(request, tmp_path):
    """A socket on which somebody listens as systemd does, and its address."""
    name = str(tmp_path / "notify")
    address = name if request.param == "file" else f"@{name}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(name if request.param == "file" else f"\0{name}")
        listening.settimeout(60)
        yield listening, address


#: A portal that takes long to load, and whose first process does not come to answering.
SLOW = """
import os, time
from pathlib import Path

here = Path(os.environ["BARE_FOLDER"])
try:
    (here / "first").touch(exist_ok=False)
except FileExistsError:
    pass
else:
    os._exit(1)
time.sleep(2)
from tests.bench.bare import application, front_options
(here / f"loaded-{os.getpid()}").touch()
"""


@pytest.mark.long
def test_it_is_told_when_each_process_answers_and_not_before(manager, tmp_path):
    listening, address = manager
    (tmp_path / "page.bytes").write_bytes(b"x")
    (tmp_path / "slow.py").write_text(SLOW)
    port, paths = free_port(), os.pathsep.join([str(tmp_path), str(BASE)])
    process = subprocess.Popen(
        server_command(port, 2, "slow:application"),
        env=environment(tmp_path, BARE_FOLDER=str(tmp_path), NOTIFY_SOCKET=address, PYTHONPATH=paths),
    )
    try:
        assert listening.recv(100) == b"READY=1"
        assert len(list(tmp_path.glob("loaded-*"))) == 2
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/page.bytes", timeout=5).status == 200
    finally:
        process.terminate()
        process.wait(30)


def test_who_wants_to_know_is_asked_once(monkeypatch):
    monkeypatch.setenv("NOTIFY_SOCKET", "@somewhere")
    assert [asked_to_tell(), asked_to_tell()] == ["@somewhere", ""]


def test_a_manager_that_has_gone_stops_nothing(tmp_path, caplog):
    tell(str(tmp_path / "nobody"), "READY=1")
    assert "READY=1" in caplog.text
