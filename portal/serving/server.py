"""The production server's main process: `python -m portal.serving.server <host> <port> <processes> [application]`.

`manage.py serve` becomes this process once the settings are known to be good. It holds nothing of Django; the workers do.
Why granian, and why these settings: docs/decisions/0002-server.md.
"""

import os
import sys
from importlib import import_module

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

THREADS = 2
BACKLOG = 2048
SECONDS_TO_FINISH = 10
SECONDS_TO_FINISH_AT_A_TERMINAL = 2


class PortalServer(Server):
    """Ends when its terminal is closed instead of reloading."""

    def signal_handler_reload(self, *args, **kwargs):
        if self.has_terminal:
            self.signal_handler_interrupt()
        else:
            super().signal_handler_reload()


def load_in_own_group(target):
    """Return the application, in a worker that Ctrl-C does not reach.

    A terminal sends Ctrl-C to every process of the group, and the server tells its workers to end as well; a worker told
    twice does not end by itself.
    """
    os.setpgid(0, 0)
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)


def server(host, port, processes, application="portal.wsgi:application"):
    """Return the server, ready to serve.

    Requests under way are finished before it ends; connections that a browser opened ahead of need are waited for as
    long, so at a terminal the time is short.
    """
    at_terminal = sys.stdin is not None and sys.stdin.isatty()
    made = PortalServer(
        application,
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(processes),
        blocking_threads=THREADS,
        backlog=BACKLOG,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_FINISH_AT_A_TERMINAL if at_terminal else SECONDS_TO_FINISH,
    )
    made.has_terminal = at_terminal
    return made


if __name__ == "__main__":
    server(*sys.argv[1:]).serve(target_loader=load_in_own_group)
