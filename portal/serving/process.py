"""One process of the server: granian's Rust side, our front, the threads that run Django.

Granian's own Python side starts a task of the event loop for each request, which costs a fifth of the requests per second
(docs/decisions/0010-slow-senders.md). `Scheduler` is granian's base class with a plain function in its place. This module
alone knows granian's inside: what it uses is pinned in requirements.txt and tried by tests/portal/serving.
"""

import asyncio
import os
import resource
import socket
from contextlib import suppress
from importlib import import_module
from multiprocessing import parent_process
from multiprocessing.process import BaseProcess
from typing import cast

from granian._granian import CallbackScheduler, RSGIWorker, SocketHolder, WorkerSignal
from granian.server.common import WORKERS_METHODS
from granian.server.mp import WorkerProcess

from foundation.parent import end_with
from portal.serving.front import Front
from portal.serving.processes import SIGNALS, be_told, say_begun
from portal.serving.threads import Threads

THREADS = 2
#: A reader who takes nothing of what was sent to him for so long is cut off.
SECONDS_UNREAD = 60
#: A process told to end takes no new connections and goes on so long, so that what it has just taken is asked and answered.
SECONDS_TO_LEAVE = 0.3


class Scheduler(CallbackScheduler):
    """Calls `take(watcher)` for each request, in the one thread of granian's that holds Python's lock."""

    __slots__ = ()

    def __new__(cls, loop, take):
        return super().__new__(cls, loop, take, None, None, None)  # type: ignore[call-arg]  # written in Rust

    def __init__(self, loop, take):
        super().__init__()
        self._schedule_fn = take


def load(target):
    """Return the module of an application and the application, in a process that Ctrl-C does not reach.

    A terminal sends Ctrl-C to every process of the group, and the server tells its processes to end as well; one that is
    told twice does not end by itself.
    """
    os.setpgid(0, 0)
    be_told()
    server = cast(BaseProcess, parent_process())
    end_with(cast(int, server.pid))  # not getppid: whoever started this one may be gone already
    name, _, attribute = target.partition(":")
    module = import_module(name)
    return module, getattr(module, attribute)


def bound(address, number):
    """Return a socket for each of `number` processes, made by the main process, which keeps them; none where not on Linux.

    A process listens once it can answer (`run`): who asks before is refused, so that a proxy asks another server instead of waiting for
    this one. The system shares connections out among the sockets, and those that wait belong to the socket, not to the process:
    while one process takes another's place they wait, and nobody is refused. Every connection inherits the options: what
    is not read for long is given up, and so is who is not there any more.
    """
    if not hasattr(socket, "TCP_USER_TIMEOUT"):
        return []
    made = []
    for _ in range(number):
        one = socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET)
        for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT, socket.SO_KEEPALIVE):
            one.setsockopt(socket.SOL_SOCKET, option, 1)
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SECONDS_UNREAD * 1000)
        one.bind(address)
        made.append(one)
    return made


def take_no_more(descriptor):
    """Have granian wait for connections where none come: granian itself ends those that it has taken and not heard from."""
    with socket.socket(socket.AF_UNIX) as nowhere:
        nowhere.bind("")  # a name that the system chooses
        nowhere.listen()
        nowhere.setblocking(False)
        os.dup2(nowhere.fileno(), descriptor)


def allow_connections():
    """Let this process have as many connections as the system lets it."""
    with suppress(ValueError, OSError):
        _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


@WorkerProcess.wrap_target
def run(number, loaded, sock, ipc, loop, mode, *settings, sockets, backlog, seconds, mark):
    """Be a process of the server: granian calls this in each, what has a name bound by the main process.

    `sockets` are those of all processes, `seconds` what may be used for ending, `mark` says that it has begun.
    """
    (
        runtime_threads, runtime_blocking_threads, threads, idle_timeout, backpressure, _task_impl, http_mode,
        http1, http2, websockets, static_path, _log, ssl, _scope, metrics,
    ) = settings  # fmt: skip
    module, application = loaded
    allow_connections()
    descriptor = None
    if sockets:
        sockets[number - 1].listen(backlog)
        descriptor = os.dup(sockets[number - 1].fileno())
        sock = None, SocketHolder(descriptor, False, backlog)  # type: ignore[call-arg]  # written in Rust
    stopped, over = WorkerSignal(), asyncio.Event()
    stopped.add_cb(lambda: loop.call_soon_threadsafe(over.set))
    options = module.front_options()
    at_the_end = options.pop("at_the_end", int)
    front = Front(application, loop, Threads(THREADS), **options)
    worker = RSGIWorker(  # type: ignore[call-arg]  # written in Rust
        number, sock, ipc, runtime_threads, runtime_blocking_threads, threads, idle_timeout, backpressure, http_mode,
        http1, http2, websockets, static_path, *ssl, metrics,
    )  # fmt: skip
    serve = getattr(worker, WORKERS_METHODS[mode][(sock[0] or sock[1]).is_uds()])
    serve(Scheduler(loop, front.take), loop, stopped)

    def leave():
        for one in SIGNALS:  # granian does not end when it is told twice
            loop.add_signal_handler(one, int)
        loop.call_later(min(SECONDS_TO_LEAVE, seconds / 4), stopped.set)
        loop.call_later(seconds * 0.9, over.set)
        front.leave()
        if descriptor is not None:
            take_no_more(descriptor)

    for one in SIGNALS:
        loop.add_signal_handler(one, leave)
    say_begun(mark)
    loop.run_until_complete(over.wait())
    at_the_end()
