"""A process beside the server's that does background work: started, restarted when it dies, told to end with the server."""

import logging
import os
import signal
import threading
import time
from contextlib import suppress

log = logging.getLogger("portal.serving.background")

FIRST_PAUSE, LONGEST_PAUSE = 1, 60
#: A worker that ran so long has not failed at its start: the next pause is the first again.
SECONDS_OF_A_GOOD_START = 60


class BackgroundWorker:
    """Runs `command` for as long as the server runs, in a group of its own so that Ctrl-C reaches it through us.

    `seconds` is how long it may take to end once it has been told to.
    """

    def __init__(self, command, seconds, first_pause=FIRST_PAUSE):
        self._command, self._seconds, self._first_pause = command, seconds, first_pause
        self._pid: int | None = None
        self._told_at = 0.0
        self._ended, self._lock = threading.Event(), threading.Lock()
        self._thread = threading.Thread(target=self._watch, name="background-worker", daemon=True)

    def start(self):
        """Start the worker and watch over it."""
        self._thread.start()

    def reload(self):
        """Have the worker end and start anew, with the code as it is now."""
        self._send(signal.SIGTERM)

    def end(self):
        """Tell the worker to end."""
        self._told_at = time.monotonic()
        self._ended.set()
        self._send(signal.SIGTERM)

    def wait(self):
        """Wait until the worker has ended; kill it when its time is over."""
        self._thread.join(max(self._told_at + self._seconds - time.monotonic(), 0.1))
        if self._thread.is_alive():
            log.error("Background work did not end within %s seconds and was killed", self._seconds)
            self._send(signal.SIGKILL)
            self._thread.join(1)

    def _send(self, number):
        with self._lock, suppress(ProcessLookupError):
            if self._pid:
                os.kill(self._pid, number)

    def _watch(self):
        pause = self._first_pause
        while True:
            began = time.monotonic()
            with self._lock:
                if self._ended.is_set():
                    return
                pid = self._pid = spawn(self._command)
            code = self._wait_for_end(pid)
            if self._ended.is_set():
                return
            if time.monotonic() - began > SECONDS_OF_A_GOOD_START:
                pause = self._first_pause
            if code not in (0, -signal.SIGTERM):
                log.error("Background work ended with %s and starts again in %s seconds", code, pause)
            self._ended.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _wait_for_end(self, pid):
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        with self._lock:  # from here on the number may be another process's
            _pid, status = os.waitpid(pid, 0)
            self._pid = None
        return os.waitstatus_to_exitcode(status)


def spawn(command):
    """Start a process in a group of its own, reading nothing; return its number.

    The server's main thread forks at any time, and its children would keep open the pipe by which `subprocess` waits for
    a process to begin; this way needs none.
    """
    nothing = (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)
    return os.posix_spawn(command[0], command, os.environ, file_actions=[nothing], setpgroup=0)
