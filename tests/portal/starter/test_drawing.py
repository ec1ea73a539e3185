"""The processes that draw the starter pictures."""

import signal
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

ENDED_IN_THE_MIDDLE = """
import os, signal, sys, time
from portal.starter.drawing import pool
drawers = pool(2)
for _ in range(2):
    drawers.submit(time.sleep, 60)
print(*drawers._processes, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_processes_that_draw_end_with_the_one_that_was_killed():
    """Found two hours after a `prepare` that was killed; they had been begun, or had still to begin."""
    killed = subprocess.run(
        [sys.executable, "-c", ENDED_IN_THE_MIDDLE], cwd=settings.BASE_DIR, capture_output=True, timeout=60
    )
    assert killed.returncode == -signal.SIGKILL
    drawers = [Path("/proc", number, "stat") for number in killed.stdout.decode().split()]
    assert len(drawers) == 2
    until = time.monotonic() + 30
    while any(_runs(one) for one in drawers):
        assert time.monotonic() < until
        time.sleep(0.1)


def _runs(stat):
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
