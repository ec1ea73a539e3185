"""Ending with the process that started this one, whatever ended it: kill -9 leaves nobody to tell its children."""

import os
import signal
import threading
import time

SECONDS_BETWEEN_LOOKS = 0.5


def end_with(parent: int) -> None:
    """Have this process told to end (SIGTERM) once the process with the number `parent` is not its parent any more."""
    threading.Thread(target=_watch, args=(parent,), name="parent", daemon=True).start()


def _watch(parent):
    while os.getppid() == parent:
        time.sleep(SECONDS_BETWEEN_LOOKS)
    os.kill(os.getpid(), signal.SIGTERM)
