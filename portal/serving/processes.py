"""A process of the server as the main process sees it: it has begun to answer, it has ended.

Several threads of granian's main process wait for each of its processes. The system tells only one of them that it has
ended, and as long as the others do not know, the process passes for one that refuses to end. Here one thread waits, and
tells.
"""

import os
import signal
import threading
from contextlib import suppress
from multiprocessing import Pipe

#: What tells a process to end.
SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Process:
    """Stands where granian expects a `multiprocessing.Process`; `mark` is what the process closes over to `say_begun`."""

    def __init__(self, process, reader, mark):
        self._process, self._reader, self._mark = process, reader, mark
        self._ended, self._lock = threading.Event(), threading.Lock()
        self._begun, self._asking = None, threading.Lock()

    @property
    def pid(self):
        """The number of the process."""
        return self._process.pid

    def start(self):
        """Start the process; until it calls `be_told` it is told nothing, for it begins with this one's ways to be told."""
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        self._mark.close()  # the process has its own: once that is closed nobody will write any more
        threading.Thread(target=self._wait, name="process", daemon=True).start()

    def _wait(self):
        with suppress(ChildProcessError):  # starting another process may have noticed the end first
            os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
        with self._lock:  # once it is joined its number may be another process's
            self._process.join()
            self._ended.set()

    def has_begun(self, seconds):
        """Wait so long for the process to begin to answer; return True, False when it has ended, None for neither yet.

        It is said once and known from then on, whoever asks.
        """
        with self._asking:
            if self._begun is None and self._reader.poll(seconds):
                try:
                    self._begun = self._reader.recv()
                except EOFError:
                    self._begun = False
            return self._begun

    def join(self, timeout=None):
        """Wait for its end."""
        self._ended.wait(timeout)

    def is_alive(self):
        """Tell whether it runs."""
        return not self._ended.is_set()

    def terminate(self):
        """Tell it to end."""
        self._send(self._process.terminate)

    def kill(self):
        """End it."""
        self._send(self._process.kill)

    def _send(self, send):
        with self._lock:
            if not self._ended.is_set():
                send()


def be_told():
    """Have a process that was just started end when it is told to, and was told meanwhile."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def mark():
    """Return the two ends by which a process says that it has begun."""
    return Pipe(duplex=False)


def say_begun(mark):
    """Say in a process that it begins to answer."""
    mark.send(True)
    mark.close()
