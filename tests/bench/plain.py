"""The yardstick of the server itself: granian's own WSGI server with the settings that the portal had before its front.

`python -m tests.bench.plain <host> <port> <processes> <application>`
"""

import os
import sys
from importlib import import_module

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server


def load(target):
    """Return the application."""
    os.setpgid(0, 0)
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)


if __name__ == "__main__":
    host, port, processes, application = sys.argv[1:]
    Server(
        application,
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(processes),
        blocking_threads=2,
        backlog=2048,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve(target_loader=load)
