"""How the portal ends: Ctrl-C, SIGTERM, kill -9; what is in hand is given back and no process stays behind."""

import os
import pty
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.foundation.worker_process import Portal, postgresql_database
from tests.portal.serving.raw import HOST, Raw
from tests.portal.serving.test_process import answers, children, wait_for
from tests.server import BASE, free_port

pytestmark = pytest.mark.long

HAND_IN = "from foundation.background.work import hand_in\nfrom tests.foundation import trial_work as t\n"
STATES = (
    "from django_tasks_db.models import DBTaskResult as R\n"
    "print(json.dumps([r.status for r in R.objects.filter(task_path__startswith='tests.')]))"
)


#: So long a start may take on a machine that is busy with other tests.
SECONDS_TO_START = 60
#: Two of them on an idle machine; a connection that held up the end would hold it for the twenty of `SECONDS_FOR_HEADERS`.
SECONDS_TO_END = 15

#: Stands before a process's own modules and presses Ctrl-C once when one of a name is about to be imported.
PRESSED_AT_IMPORT = """
import os, signal, sys

class Press:
    def find_spec(self, name, *_):
        if name == os.environ["PRESSED_AT"]:
            sys.meta_path.remove(self)
            os.killpg(os.getsid(0), signal.SIGINT)

sys.meta_path.insert(0, Press())
"""


@pytest.fixture(scope="module", autouse=True)
def ctrl_c_reaches_processes():
    """A shell has what it starts in the background ignore Ctrl-C, and so have their processes: not those tested here."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="module")
def prepared(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ending")
    if database := postgresql_database(f"ending_{os.getpid()}"):
        portal = Portal(folder, DATABASE_URL=database)
        portal.run("prepare")
        return portal
    return Portal(shutil.copytree(request.getfixturevalue("installation"), folder, dirs_exist_ok=True))


class Served:
    """`manage.py serve` with work in hand, as the leader of a session; with a terminal on request."""

    def __init__(self, portal, terminal):
        self.port = free_port()
        portal.trial.write_text("")
        portal.python(
            "from django_tasks_db.models import DBTaskResult as R\nR.objects.all().delete()\n"
            + HAND_IN
            + "hand_in(t.slowly, 1, 120)"
        )
        self.written = b""
        self._master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=BASE,
            env={**portal.env, "PORT": str(self.port), "WEB_CONCURRENCY": "2", "BACKGROUND_WORKERS": "1"},
            stdin=slave if terminal else subprocess.DEVNULL,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)
        threading.Thread(target=self._read, daemon=True).start()
        self.numbers = [self.process.pid]
        try:
            self._wait_until_served(portal)
        except BaseException:
            self.close()
            raise

    def _wait_until_served(self, portal):
        """Wait until it answers and has work in hand, as long as a busy machine may need; note its processes."""
        wait_for(lambda: answers(self.port) or self.process.poll() is not None, SECONDS_TO_START)
        assert self.process.poll() is None, self.written.decode()
        wait_for(lambda: portal.lines(), SECONDS_TO_START)
        self.numbers = [self.process.pid, *children(self.process.pid)]
        assert len(self.numbers) == 4

    def _read(self):
        with suppress(OSError):
            while part := os.read(self._master, 4096):
                self.written += part

    def left(self):
        """Return which of its processes still run."""
        return [number for number in self.numbers if is_running(number)]

    def close(self):
        """Leave nothing behind when a test fails, or when it never came to serve."""
        for number in {*self.numbers, *children(self.process.pid)}:
            if is_running(number):
                with suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
        self.process.wait()
        os.close(self._master)


def is_running(number):
    """Tell whether a process runs; one that has ended and nobody asks about does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def serve(prepared):
    started = []

    def start(terminal=False):
        started.append(Served(prepared, terminal))
        return started[-1]

    yield start
    for one in started:
        one.close()


def test_a_start_that_takes_too_long_is_ended(prepared, monkeypatch):
    """Nothing of it may stay and slow down what is tested after it."""
    monkeypatch.setattr(sys.modules[__name__], "SECONDS_TO_START", 2)
    monkeypatch.setattr(sys.modules[__name__], "answers", lambda port: False)
    begun = []
    monkeypatch.setattr(Served, "close", lambda self, close=Served.close: (begun.append(self), close(self)))
    with pytest.raises(AssertionError):
        Served(prepared, terminal=False)
    (served,) = begun
    wait_for(lambda: not served.left() and not children(served.process.pid), 10)


def assert_clean(served, portal):
    """Check that no process, no traceback and no half-done work is left."""
    wait_for(lambda: not served.left(), 3)
    assert b"Traceback" not in served.written, served.written.decode()
    assert b"kill" not in served.written.lower(), served.written.decode()
    assert portal.python(STATES) == ["READY"]


@pytest.mark.parametrize("connection", [b"", b"GET /ne", b"GET /healthz" + HOST + b"\r\n"])
def test_ctrl_c(serve, prepared, connection):
    """Ctrl-C reaches every process of the terminal's group; a browser's open connections do not hold up the end."""
    served = serve(terminal=True)
    opened = Raw(served.port, connection)
    os.killpg(served.process.pid, signal.SIGINT)
    served.process.wait(SECONDS_TO_END)
    assert_clean(served, prepared)
    opened.close()


def test_ctrl_c_twice(serve, prepared):
    served = serve(terminal=True)
    os.killpg(served.process.pid, signal.SIGINT)
    time.sleep(0.1)
    os.killpg(served.process.pid, signal.SIGINT)
    served.process.wait(SECONDS_TO_END)
    assert_clean(served, prepared)


@pytest.mark.parametrize(
    "name",
    [
        "django.core.management",
        "news.models",
        "portal.management.commands.serve",
        "granian.server",
        "portal.serving.process",
        "portal.wsgi",
    ],
)
def test_ctrl_c_while_it_begins(prepared, tmp_path, name):
    """In `manage.py`, in the server it becomes, and in a process of it."""
    (tmp_path / "sitecustomize.py").write_text(PRESSED_AT_IMPORT)
    environment = {"PORT": str(free_port()), "PRESSED_AT": name, "PYTHONPATH": str(tmp_path)}
    begun = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=BASE,
        env={**prepared.env, "WEB_CONCURRENCY": "1", "BACKGROUND_WORKERS": "0", **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        written, _none = begun.communicate(timeout=30)
    finally:
        begun.kill()
    assert b"Traceback" not in written, written.decode()
    assert b"KeyboardInterrupt" not in written, written.decode()


def test_ctrl_c_put_off_reaches_the_program_that_a_process_becomes():
    """Between `manage.py` and the server nothing of ours can take it."""
    become = (
        "import os, signal, sys; from portal.serving.beginning import put_off; put_off();"
        "os.kill(os.getpid(), signal.SIGINT);"
        "os.execv(sys.executable, [sys.executable, '-m', 'portal.serving.server', '127.0.0.1', '0', '1'])"
    )
    done = subprocess.run([sys.executable, "-c", become], cwd=BASE, capture_output=True, timeout=30)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")


def test_sigterm_to_the_main_process(serve, prepared):
    """Without a terminal what is under way has ten seconds."""
    served = serve()
    served.process.terminate()
    assert served.process.wait(13) == 0
    assert_clean(served, prepared)


def test_kill_9_of_the_main_process_leaves_no_process_behind(serve, prepared):
    served = serve()
    served.process.kill()
    served.process.wait()
    wait_for(lambda: not served.left(), 15)
    assert prepared.python(STATES) == ["READY"]
    assert not answers(served.port)
