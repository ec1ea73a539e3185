"""The server's main process: `python -m portal.serving.server <host> <port> <processes> [--background-workers N]`.

`manage.py serve` becomes this process once the settings are known to be good. It holds nothing of Django and answers
nobody: it starts the processes that do (`portal.serving.process`) and those for background work, starts them anew when
they die, and ends them. Why granian, and why so: docs/decisions/0002-server.md and 0010-slow-senders.md.
"""

import argparse
import logging
import sys
from functools import partial

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from portal.serving.background import BackgroundWorker
from portal.serving.process import load, run

BACKLOG = 2048
#: Connections that each process holds at most; further ones wait in the kernel.
CONNECTIONS = 4096
#: For the request line and all headers, and between two requests of a connection.
SECONDS_FOR_HEADERS = 20
MOST_BYTES_OF_HEADERS = 64 * 1024
#: A reload ends each process so long after it has started another in its place.
SECONDS_TO_START = 5
SECONDS_TO_FINISH = 10
SECONDS_TO_FINISH_AT_A_TERMINAL = 1.5
#: What is left of the time to finish after background work has given back what it could not finish.
SECONDS_TO_GIVE_BACK = 1


class PortalServer(Server):
    """Ends when its terminal is closed instead of reloading; looks after background workers too."""

    has_terminal = False
    background = ()

    def signal_handler_reload(self, *args, **kwargs):
        if self.has_terminal:
            self.signal_handler_interrupt()
        else:
            super().signal_handler_reload()

    def shutdown(self, exit_code=0):
        for worker in self.background:
            worker.end()
        super().shutdown(exit_code)


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
        respawn_interval=SECONDS_TO_START,
        workers_kill_timeout=seconds,
    )
    made.has_terminal = seconds == SECONDS_TO_FINISH_AT_A_TERMINAL
    made.background = [BackgroundWorker(command, seconds) for command in background]
    for worker in made.background:
        made.on_startup(worker.start)
        made.on_reload(worker.reload)
        made.on_shutdown(worker.wait)
    return made


def background_command(seconds):
    """Return the command of a worker that ends within so many seconds."""
    finish = max(seconds - SECONDS_TO_GIVE_BACK, 0)
    return [sys.executable, "manage.py", "work", "--finish-within", str(finish)]


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
    asked = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    made = server(
        asked.host,
        asked.port,
        asked.processes,
        asked.application,
        [background_command(seconds_to_finish())] * asked.background_workers,
    )
    made.serve(partial(run, address=(asked.host, asked.port), backlog=BACKLOG), load)


if __name__ == "__main__":
    main()
