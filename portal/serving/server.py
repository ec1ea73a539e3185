"""The server's main process: `python -m portal.serving.server <host> <port> <processes> [--background-workers N]`.

`manage.py serve` becomes this process once the settings are known to be good. It holds nothing of Django and answers
nobody: it starts the processes that do (`portal.serving.process`) and those for background work, starts them anew when
they die, and ends them. Why granian, and why so: docs/decisions/0002-server.md and 0010-slow-senders.md.
"""

from portal.serving.beginning import end_at_once

if __name__ == "__main__":
    end_at_once()

import argparse
import logging
import os
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from portal.serving.background import BackgroundWorker
from portal.serving.log_lines import formatter_of
from portal.serving.process import bound, load, run
from portal.serving.processes import Process, mark
from portal.serving.service_manager import asked_to_tell, tell

log = logging.getLogger("portal.serving.server")

BACKLOG = 2048
#: Connections that each process holds at most; further ones wait in the kernel.
CONNECTIONS = 4096
#: For the request line and all headers, and between two requests of a connection.
SECONDS_FOR_HEADERS = 20
MOST_BYTES_OF_HEADERS = 64 * 1024
#: How long a process may take to begin to answer before a reload gives it up and leaves the one before in its place.
SECONDS_TO_START = 60
SECONDS_BETWEEN_LOOKS = 0.2
SECONDS_TO_FINISH = 10
SECONDS_TO_FINISH_AT_A_TERMINAL = 1.5
#: A process that has finished needs a moment to end, on a busy machine some seconds; so long after its time it is killed.
SECONDS_TO_CLOSE = 3
#: Background work gives back so long before the time to finish is over what it has not finished.
SECONDS_TO_GIVE_BACK = 2
#: A busy machine may need longer to write down what is given back; so long after the time to finish it is killed.
SECONDS_UNTIL_KILLED = 6
LEAST_SECONDS_OF_WORK = 0.2


class PortalServer(Server):  # type: ignore[misc, valid-type]  # granian chooses it by how Python was built
    """Granian's main process: ends when its terminal is closed instead of reloading; looks after background workers too.

    A reload starts a process beside each, waits until it answers, and only then ends the one before; when it does not come
    to answering, the one before stays.
    """

    has_terminal = False
    background: Sequence[BackgroundWorker] = ()
    #: Where systemd wants to be told that it answers, and the sentence for who started it.
    to_tell = to_say = ""

    def startup(self, spawn_target, target_loader):
        super().startup(spawn_target, target_loader)
        if self.to_tell or self.to_say:
            threading.Thread(target=self._tell_ready, name="ready", daemon=True).start()

    def _tell_ready(self):
        """Say that the server answers, once each of its processes does; one that has ended is waited for in its place."""
        while not self.interrupt_signal:
            begun = [worker.inner.has_begun(SECONDS_BETWEEN_LOOKS) for worker in list(self.wrks)]
            if begun and all(begun):
                if self.to_say:
                    with suppress(OSError):  # nobody reads
                        print(self.to_say, flush=True)
                if self.to_tell:
                    tell(self.to_tell, "READY=1")
                return
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def signal_handler_reload(self, *args, **kwargs):
        if self.has_terminal:
            self.signal_handler_interrupt()
        else:
            super().signal_handler_reload()

    def shutdown(self, exit_code=0):
        for worker in self.background:
            worker.end()
        super().shutdown(exit_code)

    def _spawn_worker(self, idx, target, callback_loader):
        reader, writer = mark()
        worker = super()._spawn_worker(idx, partial(target, mark=writer), callback_loader)
        worker.inner = Process(worker.inner, reader, writer)
        return worker

    def _respawn_workers(self, workers, spawn_target, target_loader, delay=0):
        for at in workers:
            self.respawned_wrks[at] = time.monotonic()
            before, self.wrks[at] = self.wrks[at], self._spawn_worker(at, spawn_target, target_loader)
            if not before.is_alive():
                self.wrks[at].start()
            elif not self._take_over(at, before):
                return

    def _take_over(self, at, before):
        """Start a process and end the one before once it answers; return False when the one before has to stay."""
        process = self.wrks[at]
        process.interrupt_by_parent = True  # should it fail, the server does not
        process.start()
        begun, end = None, time.monotonic() + SECONDS_TO_START
        while begun is None and time.monotonic() < end and not self.interrupt_signal:
            begun = process.inner.has_begun(SECONDS_BETWEEN_LOOKS)
        if self.interrupt_signal:
            self.wrks.append(before)
            return False
        if not begun:
            log.error("A new process does not come to answering: those before it go on, with the code before")
            process.kill()
            self.wrks[at] = before
            return False
        process.interrupt_by_parent = False
        if not process.is_alive():
            self.interrupt_children.append(at)
            self.main_loop_interrupt.set()
        self._end(before)
        return True

    def _end(self, process):
        process.terminate()
        end = time.monotonic() + self.workers_kill_timeout
        while process.is_alive() and time.monotonic() < end:
            process.join(SECONDS_BETWEEN_LOOKS)
        if process.is_alive():
            log.warning("A process did not end within %s seconds and was killed", self.workers_kill_timeout)
            process.kill()


def server(host, port, processes, application, background=()):
    """Return the server, ready to serve; `background` are the commands of the workers beside it.

    Requests under way are finished before it ends; connections that a browser opened ahead of need are waited for as
    long, so at a terminal the time is short.
    """
    seconds = seconds_to_finish()
    made = PortalServer(
        application,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=processes,
        blocking_threads_idle_timeout=600,
        backlog=BACKLOG,
        backpressure=CONNECTIONS,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=SECONDS_FOR_HEADERS * 1000, max_buffer_size=MOST_BYTES_OF_HEADERS
        ),
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=seconds + SECONDS_TO_CLOSE,
    )
    made.has_terminal = seconds == SECONDS_TO_FINISH_AT_A_TERMINAL
    made.background = [BackgroundWorker(command, seconds + SECONDS_UNTIL_KILLED) for command in background]
    for worker in made.background:
        made.on_startup(worker.start)
        made.on_reload(worker.reload)
        made.on_shutdown(worker.wait)
    return made


def background_command(seconds):
    """Return the command of a worker that ends within so many seconds."""
    finish = max(seconds - SECONDS_TO_GIVE_BACK, LEAST_SECONDS_OF_WORK)
    return [
        sys.executable,
        "manage.py",
        "work",
        "--finish-within",
        str(finish),
        "--end-with",
        str(os.getpid()),
    ]


def metrics_command():
    """Return the command that answers figures; it holds nothing that has to be finished."""
    return [sys.executable, "manage.py", "serve_metrics", "--end-with", str(os.getpid())]


def seconds_to_finish():
    """Return how long what is under way may take when the server ends: at a terminal somebody waits."""
    at_terminal = sys.stdin is not None and sys.stdin.isatty()
    return SECONDS_TO_FINISH_AT_A_TERMINAL if at_terminal else SECONDS_TO_FINISH


def main():
    """Serve what the command line names."""
    parser = argparse.ArgumentParser(prog="python -m portal.serving.server")
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("processes", type=int)
    parser.add_argument("application", nargs="?", default="portal.wsgi:application")
    parser.add_argument("--background-workers", type=int, default=0)
    parser.add_argument("--metrics", action="store_true")
    parser.add_argument("--log-format", default="line")
    parser.add_argument("--say", default="", help="printed once it answers")
    asked = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(formatter_of(asked.log_format))
    made = server(
        asked.host,
        asked.port,
        asked.processes,
        asked.application,
        [background_command(seconds_to_finish())] * asked.background_workers
        + [metrics_command()] * asked.metrics,
    )
    made.to_tell, made.to_say = asked_to_tell(), asked.say
    sockets = bound((asked.host, asked.port), asked.processes)
    made.serve(partial(run, sockets=sockets, backlog=BACKLOG, seconds=seconds_to_finish()), load)


if __name__ == "__main__":
    main()
