"""Where the portal is is said once it answers there: who clicked at once found that nobody listened yet."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.server import BASE, environment, free_port

pytestmark = pytest.mark.long


@pytest.mark.parametrize("processes", [1, 2])
def test_whoever_follows_the_address_is_answered(furnished, tmp_path, processes):
    shutil.copytree(furnished, tmp_path, dirs_exist_ok=True)
    port = free_port()
    env = environment(tmp_path, PORT=str(port), WEB_CONCURRENCY=str(processes), BACKGROUND_WORKERS="0")
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve"], cwd=BASE, env=env, stdout=subprocess.PIPE, text=True
    )
    try:
        said = server.stdout.readline()
        assert f"http://localhost:{port}/" in said
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).status == 200
    finally:
        server.terminate()
        rest, _nothing = server.communicate(timeout=30)
    assert rest == ""


def test_nobody_need_read_it(furnished, tmp_path):
    """The server goes on where what it says goes nowhere."""
    shutil.copytree(furnished, tmp_path, dirs_exist_ok=True)
    port = free_port()
    reading, writing = os.pipe()
    os.close(reading)
    env = environment(tmp_path, PORT=str(port), WEB_CONCURRENCY="1", BACKGROUND_WORKERS="0")
    server = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=BASE, env=env, stdout=writing)
    os.close(writing)
    try:
        for _try in range(200):
            try:
                answer = urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5)
                break
            except OSError:
                assert server.poll() is None
                time.sleep(0.1)
        assert answer.status == 200
    finally:
        server.terminate()
        server.wait(30)
