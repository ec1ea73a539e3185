"""The worker has bulk files made by a process of its own: the drill's hour found that what they took stayed with it."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indexdata.bulk import chore
from tests.server import BASE, environment

pytestmark = pytest.mark.long
ASKED = """
import django, json, sys
django.setup()
from indexdata.bulk.chore import refresh_apart
from indexdata.bulk.files import files_now
from indexdata.models import BulkBuild
BulkBuild.objects.all().delete()
said = [refresh_apart(), refresh_apart()]
print(json.dumps([said, sorted(files_now()), "pyarrow" in sys.modules]))
"""
MAKES = """
import os, sys, time
import django
django.setup()
from django.core.management import call_command
from indexdata.management.commands import make_bulk_files
def make():
    with open(os.environ["NOTE"], "w") as note:
        note.write(str(os.getpid()))
    time.sleep(60)
make_bulk_files.refresh = make
call_command(make_bulk_files.Command(), *sys.argv[1:])
"""
WORKER = """
import sys
import django
django.setup()
from indexdata.bulk import chore
chore._stale = lambda: [False]
chore.COMMAND = [sys.executable, "-c", sys.argv[1]]
chore.refresh_apart()
"""


def test_what_making_bulk_files_takes_is_given_back(furnished, tmp_path):
    shutil.copytree(furnished, tmp_path, dirs_exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", ASKED], cwd=BASE, capture_output=True, text=True, check=True,
        env=environment(tmp_path, DJANGO_SETTINGS_MODULE="portal.settings"),
    )  # fmt: skip
    said, names, has_pyarrow = json.loads(done.stdout)
    assert said[0].startswith("published figures: ")
    assert said[1] is None
    assert {"all.parquet", "price.csv", "price.xlsx"} <= set(names)
    assert not has_pyarrow


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks at processes as Linux shows them")
def test_it_ends_with_a_worker_that_is_killed(tmp_path):
    """It went on by itself, and another worker made the same files beside it."""
    note = tmp_path / "pid"
    env = environment(tmp_path, DJANGO_SETTINGS_MODULE="portal.settings", NOTE=str(note))
    worker = subprocess.Popen([sys.executable, "-c", WORKER, MAKES], cwd=BASE, env=env)
    assert waited_for(lambda: note.exists() and note.read_text())
    pid = int(note.read_text())
    assert is_there(pid)
    worker.kill()
    worker.wait()
    assert waited_for(lambda: not is_there(pid))


def is_there(pid):
    """Tell whether a process runs: what has ended and waits to be asked how does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def waited_for(condition, seconds=20):
    """Return what a condition gives in the end: it is asked until it holds, or so many seconds."""
    begun = time.monotonic()
    while not (found := condition()) and time.monotonic() - begun < seconds:
        time.sleep(0.05)
    return found


@pytest.mark.django_db
def test_a_process_that_fails_says_why(monkeypatch):
    failing = [sys.executable, "-c", "raise SystemExit('Traceback\\nOSError: no disk')"]
    monkeypatch.setattr(chore, "COMMAND", failing)
    with pytest.raises(RuntimeError, match=r"^OSError: no disk$"):
        chore.refresh_apart()
