"""Ending with the process that started this one, also when it is gone before this one looks."""

import os
import signal
import subprocess
import sys

from django.conf import settings

ORPHAN = """
import os, sys, time
from foundation.parent import end_with
parent = os.getpid()
if os.fork():
    os._exit(0)
while os.getppid() == parent:
    time.sleep(0.01)
end_with(parent)
time.sleep(60)
"""


def test_who_is_gone_already_is_noticed():
    reading, writing = os.pipe()
    begun = subprocess.Popen(
        [sys.executable, "-c", ORPHAN], cwd=settings.BASE_DIR, pass_fds=[writing], start_new_session=True
    )
    os.close(writing)
    assert begun.wait(20) == 0
    signal.alarm(20)
    try:
        assert os.read(reading, 1) == b""  # the last that held the other end is gone
    finally:
        signal.alarm(0)
        os.close(reading)
