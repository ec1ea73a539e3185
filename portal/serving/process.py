"""One process of the server: granian's Rust side, our front, the threads that run Django.

Granian's own Python side starts a task of the event loop for each request, which costs a fifth of the requests per second
(docs/decisions/0010-slow-senders.md). `Scheduler` is granian's base class with a plain function in its place. This module
alone knows granian's inside: what it uses is pinned in requirements.txt and tried by tests/portal/serving.
"""

import asyncio
import os
import resource
import signal
import socket
from contextlib import suppress
from importlib import import_module

from granian._granian import CallbackScheduler, RSGIWorker, SocketHolder
from granian._signals import set_loop_signals
from granian.server.common import WORKERS_METHODS
from granian.server.mp import WorkerProcess

from portal.serving.front import Front
from portal.serving.threads import Threads

THREADS = 2
#: A reader who takes nothing of what was sent to him for so long is cut off.
SECONDS_UNREAD = 60


class Scheduler(CallbackScheduler):
    """Calls `take(watcher)` for each request, in the one thread of granian's that holds Python's lock."""

    __slots__ = ()

    def __new__(cls, loop, take):
        return super().__new__(cls, loop, take, None, None, None)

    def __init__(self, loop, take):
        super().__init__()
        self._schedule_fn = take


def load(target):
    """Return the module of an application and the application, in a process that Ctrl-C does not reach.

    A terminal sends Ctrl-C to every process of the group, and the server tells its processes to end as well; one that is
    told twice does not end by itself.
    """
    for number in (
        signal.SIGTERM,
        signal.SIGINT,
    ):  # the main process's handlers would swallow what comes meanwhile
        signal.signal(number, signal.SIG_DFL)
    os.setpgid(0, 0)
    name, _, attribute = target.partition(":")
    module = import_module(name)
    return module, getattr(module, attribute)


def listening(spec, held, address, backlog):
    """Return granian's socket, on Linux one of our own beside those of the other processes.

    Every connection inherits its options: what is not read for long is given up, and so is who is not there any more.
    """
    if spec is None or not hasattr(socket, "TCP_USER_TIMEOUT"):
        return spec, held
    own = socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET)
    for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT, socket.SO_KEEPALIVE):
        own.setsockopt(socket.SOL_SOCKET, option, 1)
    own.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SECONDS_UNREAD * 1000)
    own.bind(address)
    own.listen(backlog)
    return None, SocketHolder(own.detach(), False, backlog)


def allow_connections():
    """Let this process have as many connections as the system lets it."""
    with suppress(ValueError, OSError):
        _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


@WorkerProcess.wrap_target
def run(number, loaded, sock, ipc, loop, mode, *settings, address, backlog):
    """Be a process of the server: granian calls this in each, `address` and `backlog` bound by the main process."""
    (
        runtime_threads, runtime_blocking_threads, threads, idle_timeout, backpressure, _task_impl, http_mode,
        http1, http2, websockets, static_path, _log, ssl, _scope, metrics,
    ) = settings  # fmt: skip
    module, application = loaded
    allow_connections()
    sock = listening(*sock, address, backlog)
    stopped, over = set_loop_signals(loop), asyncio.Event()
    stopped.add_cb(lambda: loop.call_soon_threadsafe(over.set))
    front = Front(application, loop, Threads(THREADS), **module.front_options())
    worker = RSGIWorker(
        number, sock, ipc, runtime_threads, runtime_blocking_threads, threads, idle_timeout, backpressure, http_mode,
        http1, http2, websockets, static_path, *ssl, metrics,
    )  # fmt: skip
    serve = getattr(worker, WORKERS_METHODS[mode][(sock[0] or sock[1]).is_uds()])
    serve(Scheduler(loop, front.take), loop, stopped)
    loop.run_until_complete(over.wait())
