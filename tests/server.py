"""The production server on loopback, for the browser tests and the benchmark: a process of its own, data of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from portal.env import DECLARED

BASE = Path(__file__).resolve().parent.parent


def free_port():
    """Return a port on which nothing listens."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def environment(folder, **settings):
    """Return an environment in which the portal keeps everything below `folder`, whatever the caller has set."""
    kept = {name: value for name, value in os.environ.items() if name not in DECLARED}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return {**kept, "VAR_DIR": str(folder), "BACKGROUND_WORK": "immediate", **settings}


def prepare(folder, pictures=True, **settings):
    """Make a database with starter and demonstration content below `folder`, as `make run` does; pictures only a few.

    `settings` are environment variables, such as DATABASE_URL.
    """
    _run(["manage.py", "prepare", "--demonstration", "--without-pictures"], folder, settings)
    if pictures:
        draw_pictures(folder, **settings)


def draw_pictures(folder, **settings):
    """Draw a few pictures for the content that lies below `folder`."""
    _run(["-m", "tests.few_pictures"], folder, settings)


def prepare_empty(folder, **settings):
    """Make a database of tables alone and static files below `folder`."""
    _run(["manage.py", "prepare"], folder, settings)


def _run(command, folder, settings):
    env = environment(folder, **settings)
    subprocess.run([sys.executable, *command], cwd=BASE, env=env, check=True, stdout=subprocess.DEVNULL)


def server_command(port, workers, application="portal.wsgi:application"):
    """Return the command line of the production server."""
    return [sys.executable, "-m", "portal.serving.server", "127.0.0.1", str(port), str(workers), application]


class Server:
    """A server process; use it in a `with` statement, which waits for the first answer and stops it in the end."""

    def __init__(self, command, port, env, tree=BASE):
        self.address = f"http://127.0.0.1:{port}"
        self.port = port
        self._command, self._env, self._tree = command, env, tree

    def __enter__(self):
        self._process = subprocess.Popen(self._command, cwd=self._tree, env=self._env)
        for _ in range(300):
            if self._process.poll() is not None:
                raise RuntimeError(f"The server ended with {self._process.returncode} before it answered.")
            try:
                urllib.request.urlopen(f"{self.address}/healthz", timeout=2).close()
            except urllib.error.HTTPError:
                return self
            except OSError:
                time.sleep(0.1)
            else:
                return self
        self.__exit__()
        raise RuntimeError("The server did not answer within thirty seconds.")

    def cpu_seconds(self):
        """Return the processor time that the server and its workers have used so far; 0 where /proc is missing."""
        return sum(map(_cpu_seconds, [self._process.pid, *_children(self._process.pid)]))

    def __exit__(self, *_exception):
        self._process.terminate()
        try:
            self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _children(pid):
    try:
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []


def _cpu_seconds(pid):
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def portal_server(folder, workers=2, **settings):
    """Return the portal's server with the data below `folder`."""
    port = free_port()
    env = environment(folder, PORT=str(port), **settings)
    return Server(server_command(port, workers), port, env)


def chromium_path():
    """Return where a Chromium or Chrome is found on the PATH, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    return next((path for path in map(shutil.which, names) if path), None)
