"""What the drill breaks, one after the other: how it is broken, for how long, how it is put right, and what is allowed meanwhile."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.deploy.test_nginx import SECONDS_UNTIL_ASKED

#: What the issue of a killed PostgreSQL and of a lost machine may cost those who write and who ask for new pages, in seconds.
KILLED, LOST = 15, 45


@dataclass(frozen=True)
class Fault:
    """A fault: `breaks` and `mends` take the whole; `seconds` is how long it stays broken; `budget` how long it may be felt.

    `all_answered` holds pages made anew to the budget of kept ones, `files_away` lets files of the bucket fail, `short` puts it into
    the short form.
    """

    name: str
    says: str
    breaks: Callable
    mends: Callable = field(default=lambda whole: None)
    seconds: int = 20
    budget: int = LOST
    all_answered: bool = False
    files_away: bool = False
    short: bool = False


def nothing(whole):
    """Leave all as it is: what the others are compared with."""


def kill_postgresql(whole):
    """kill -9 the PostgreSQL that takes writes; Patroni is left to see it."""
    whole.databases.kill_primary()


def kill_redis(whole):
    """kill -9 Redis' master."""
    whole.broken = whole.caches.master()
    whole.broken.kill("redis")


def start_redis(whole):
    """Start it again, empty: it says that it is a master until Sentinel turns it."""
    whole.caches.start(whole.broken)


def kill_node(whole):
    """kill -9 the server of a node."""
    whole.nodes.machines[0].kill("serve")


def start_node(whole):
    """Start it again, as systemd does."""
    whole.nodes.start(whole.nodes.machines[0])


def roll(whole):
    """Restart node after node: SIGTERM, and the next one only when /readyz says so and nginx asks it again."""
    for one in whole.nodes.machines:
        one.end("serve")
        whole.nodes.start(one)
        time.sleep(SECONDS_UNTIL_ASKED)


def cable(which, choose, **more):
    """Return the fault of a cable: `choose` takes the whole and returns the machine."""

    def cut(whole):
        whole.broken = choose(whole)
        whole.broken.cut()

    return Fault(
        f"cut-{which}", f"cable of {SAYS[which]} cut", cut, lambda whole: whole.broken.join(), **more
    )


def disk(which, choose, **more):
    """Return the fault of a full disk."""

    def fill(whole):
        whole.broken = choose(whole)
        whole.broken.fill()

    return Fault(
        f"fill-{which}", f"disk of {SAYS[which]} full", fill, lambda whole: whole.broken.empty(), **more
    )


SAYS = {
    "node-1": "the first node", "node-2": "the second node", "primary": "the PostgreSQL primary",
    "standby": "the standby", "redis": "Redis' master", "copy": "Redis' copy", "watch-1": "etcd and Sentinel 1",
    "watch-2": "etcd and Sentinel 2", "watch-3": "etcd and Sentinel 3", "bucket": "the bucket's store",
}  # fmt: skip

FAULTS = (
    Fault("nothing", "nothing broken", nothing, seconds=15, budget=KILLED, all_answered=True, short=True),
    Fault("kill-postgresql", "PostgreSQL's primary, kill -9", kill_postgresql, seconds=25, budget=KILLED, short=True),
    Fault("kill-redis", "Redis' master, kill -9", kill_redis, start_redis, seconds=15, short=True),
    Fault("kill-node", "a node, kill -9", kill_node, start_node, seconds=10, short=True),
    cable("node-1", lambda whole: whole.nodes.machines[0], seconds=20),
    cable("node-2", lambda whole: whole.nodes.machines[1], seconds=20),
    cable("primary", lambda whole: whole.databases.primary(), seconds=50, short=True),
    cable("standby", lambda whole: whole.databases.standby(), seconds=30),
    cable("redis", lambda whole: whole.caches.master(), seconds=20),
    cable("copy", lambda whole: whole.caches.copy(), seconds=15),
    *(cable(f"watch-{n + 1}", lambda whole, n=n: whole.watchers.machines[n], seconds=25) for n in range(3)),
    cable("bucket", lambda whole: whole.store.machine, seconds=20, files_away=True, short=True),
    disk("node-1", lambda whole: whole.nodes.machines[0], seconds=20),
    disk("standby", lambda whole: whole.databases.standby(), seconds=30),
    disk("primary", lambda whole: whole.databases.primary(), seconds=30),
    Fault("roll", "both nodes restarted, one after the other", roll, seconds=5, all_answered=True, short=True),
)  # fmt: skip
