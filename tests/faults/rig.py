"""What the tests of faults break: a line that can be cut or frozen, a Redis of their own, a small disk, a server under test."""

import contextlib
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

from tests.server import BASE, environment, free_port

POSTGRESQL_HOME = Path("/usr/lib/postgresql")


class Line:
    """A TCP forwarder between the portal and a server: `cut` ends and refuses connections, `freeze` swallows every byte."""

    def __init__(self, host, port):
        self._target = (host, port)
        self.port = free_port()
        self._open = []
        self._frozen = threading.Event()
        self._listener = None
        self.join()

    def join(self):
        """Let connections through, as in the beginning."""
        self._frozen.clear()
        if self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
            threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def freeze(self):
        """Take every byte from now on and answer nothing; connections stay open and new ones are accepted."""
        self._frozen.set()

    def cut(self):
        """End every connection and refuse new ones."""
        listener, self._listener = self._listener, None
        if listener:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for one in self._open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open = []

    def _accept(self, listener):
        while True:
            try:
                here, _address = listener.accept()
                there = socket.create_connection(self._target)
            except OSError:
                return
            self._open += [here, there]
            threading.Thread(target=self._carry, args=(here, there), daemon=True).start()

    def _carry(self, here, there):
        other = {here: there, there: here}
        with contextlib.suppress(OSError, ValueError):
            while True:
                for one in select.select(list(other), [], [])[0]:
                    data = one.recv(65536)
                    if not data:
                        raise OSError
                    if not self._frozen.is_set():
                        other[one].sendall(data)
        for one in other:
            with contextlib.suppress(OSError):
                one.close()


class Redis:
    """A Redis server of one's own; it can be stopped and frozen."""

    def __init__(self):
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self):
        """Start it, empty."""
        command = [
            "redis-server",
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            "/tmp",
        ]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_until(lambda: answers("127.0.0.1", self.port), "Redis did not start")

    def freeze(self):
        """Have the kernel accept connections while nobody answers."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self):
        """Let it go on."""
        self._process.send_signal(signal.SIGCONT)

    def stop(self):
        """End it."""
        self.thaw()
        self._process.terminate()
        self._process.wait(timeout=10)


def answers(host, port):
    """Tell whether somebody listens."""
    with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
        return True
    return False


def wait_until(happens, otherwise, seconds=15):
    """Wait until something is true; fail with a sentence when it does not become so."""
    until = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < until, otherwise
        time.sleep(0.05)


def has_redis():
    """Tell whether this machine can start a Redis."""
    return shutil.which("redis-server") is not None


class Answer:
    """What came back: status, headers, body as text and how long it took."""

    def __init__(self, response, seconds):
        self.status = response.status
        self.headers = response.headers
        self.text = response.read().decode("utf-8", "replace")
        self.seconds = seconds


class Visitor:
    """A browser without scripts: keeps cookies, follows no redirect unless asked, never raises for a status."""

    def __init__(self, address, cookies=None):
        self.address = address
        self.cookies = CookieJar() if cookies is None else cookies
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), _NoRedirect
        )

    def get(self, path, **headers):
        """Return the answer to a GET."""
        return self._ask(urllib.request.Request(self.address + path, headers=headers))

    def post(self, path, fields, **headers):
        """Return the answer to a form that carries the token of this browser's cookie."""
        token = next((cookie.value for cookie in self.cookies if cookie.name == "csrftoken"), "")
        body = urllib.parse.urlencode([("csrfmiddlewaretoken", token), *fields]).encode()
        return self._ask(urllib.request.Request(self.address + path, body, headers))

    def send(self, path, fields, files):
        """Return the answer to a form with files, (name, file name, bytes) each."""
        token = next((cookie.value for cookie in self.cookies if cookie.name == "csrftoken"), "")
        parts = [(f'"{name}"', value.encode()) for name, value in [("csrfmiddlewaretoken", token), *fields]]
        parts += [
            (f'"{name}"; filename="{file}"\r\nContent-Type: application/octet-stream', content)
            for name, file, content in files
        ]
        body = b"".join(
            b"--form\r\nContent-Disposition: form-data; name=%s\r\n\r\n%s\r\n" % (name.encode(), value)
            for name, value in parts
        )
        headers = {"Content-Type": "multipart/form-data; boundary=form"}
        return self._ask(urllib.request.Request(self.address + path, body + b"--form--\r\n", headers))

    def _ask(self, request):
        begun = time.monotonic()
        try:
            response = self._opener.open(request, timeout=40)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            return Answer(response, time.monotonic() - begun)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


@contextlib.contextmanager
def small_disk(folder, size="24m"):
    """Mount a disk of a few megabytes on a folder; yields None where that is not allowed."""
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True
    )
    try:
        yield folder if done.returncode == 0 else None
    finally:
        if done.returncode == 0:
            subprocess.run(["umount", "-l", str(folder)], check=False)


@contextlib.contextmanager
def read_only(folder):
    """Make what is below a folder read-only, for root as well; yields whether that was allowed."""
    bound = subprocess.run(["mount", "--bind", str(folder), str(folder)], capture_output=True).returncode == 0
    closed = bound and (
        subprocess.run(
            ["mount", "-o", "remount,ro,bind", str(folder)],
            capture_output=True,
        ).returncode
        == 0
    )
    try:
        yield closed
    finally:
        if bound:
            subprocess.run(["umount", "-l", str(folder)], check=False)


def fill_disk(folder):
    """Write until there is no room and return the file that can be deleted again."""
    ballast = Path(folder) / "ballast"
    with contextlib.suppress(OSError), ballast.open("ab", buffering=0) as file:
        while True:
            if not file.write(b"x" * 65536):
                break
    with contextlib.suppress(OSError), ballast.open("ab", buffering=0) as file:
        while file.write(b"x" * 512):
            pass
    return ballast


def can_mount():
    """Tell whether this process may mount anything."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("mount") is not None


PASSWORD = "cotton-linen-9-silk"


def manage(folder, *arguments, **settings):
    """Run a command of the portal with the data below `folder`."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=BASE,
        env=environment(folder, **settings),
        check=True,
        capture_output=True,
        text=True,
    )
