"""Namespaces of the drill's own for processes, mounts and network: the kernel ends and forgets all in them when it ends.

Three processes stand one in the other: the one that was called waits outside; the first inside takes in orphans (PostgreSQL leaves its
parent on purpose); the third is the drill. Whichever of them is killed, nothing of the drill is left.
"""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

STAGE, FOLDER = "PORTAL_DRILL_STAGE", "PORTAL_DRILL_FOLDER"
APART = ("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")


def go_apart(words):
    """Run the drill in namespaces of its own and return its exit status. `words` are its arguments."""
    Path("/run/netns").mkdir(exist_ok=True)
    folder = tempfile.mkdtemp(prefix="portal-drill-", dir="/tmp")
    env = {**os.environ, STAGE: "first", FOLDER: folder}
    sys.stdout.flush()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal tells the drill too, which ends by itself
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    # Whoever kills this process kills the next, and the kernel all that it has begun.
    command = ["setpriv", "--pdeathsig", "KILL", *APART, sys.executable, "-m", "tests.drill", *words]
    process = subprocess.Popen(command, env=env)
    try:
        return process.wait()
    finally:
        for first in children(process.pid):  # its end is waited for until all inside have ended
            os.kill(first, signal.SIGKILL)
        process.wait()
        os.rmdir(folder)


def children(pid):
    """Return the ids of a process's children; none once it has ended."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def stage():
    """Tell where this process is: outside, first (the one that waits) or drill."""
    return os.environ.get(STAGE, "outside")


def own_folder():
    """Return the folder that the drill may fill."""
    return Path(os.environ[FOLDER])


def wait_for_drill(words):
    """Run the drill as a child, take in orphans, and return the drill's exit status."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    drill = subprocess.Popen(
        [sys.executable, "-m", "tests.drill", *words], env={**os.environ, STAGE: "drill"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    while True:
        pid, status = os.wait()
        if pid == drill.pid:
            return os.waitstatus_to_exitcode(status)
