"""The whole as it is built for the drill: engines, nodes, proxy, client, content, and the load on it."""

import json
import os
import subprocess
import sys
import time

from tests.drill.content import EDITORS_OF_DRILL, EDITORS_PASSWORD
from tests.drill.counting import COMMENT, SAVE, Sample
from tests.drill.engines import Caches, Databases, Store, Watchers
from tests.drill.network import make_switch, run
from tests.drill.nodes import Nodes, Proxy, make_client
from tests.drill.writers import COMMENT_WORDS, SAVE_WORDS
from tests.faults.rig import wait_until
from tests.server import BASE

NAME = "portal"
STORED = {
    COMMENT: f"SELECT split_part(split_part(body, '{COMMENT_WORDS} ', 2), '.', 1) FROM news_comment "
    f"WHERE body LIKE '{COMMENT_WORDS} %'",
    # The first save of a new article keeps what its row held as revision 1 and the form as revision 2: that is one save.
    SAVE: f"SELECT split_part(content->>'title_en', '{SAVE_WORDS} ', 2) FROM news_revision one WHERE content->>'title_en' LIKE "
    f"'{SAVE_WORDS} %' AND NOT (number = 2 AND EXISTS (SELECT FROM news_revision first WHERE first.article_id = one.article_id "
    "AND first.number = 1 AND first.content->>'title_en' = one.content->>'title_en'))",
}


class Whole:
    """Everything, below a folder; `build` starts it."""

    def __init__(self, folder):
        self.folder = folder
        run("mount", "-t", "tmpfs", "-o", "mode=0755", "tmpfs", self.folder)

    def build(self, say, content=None):
        """Build and start all of it; `say` is told what is being built. `content` is a file that keeps the database for later runs."""
        say("networks")
        make_switch()
        say("etcd")
        self.watchers = Watchers(self.folder)
        say("PostgreSQL under Patroni")
        self.databases = Databases(self.folder)
        say("Redis with Sentinel")
        self.caches = Caches(self.folder, self.watchers)
        self.databases.make(NAME, NAME)
        say("a bucket")
        self.store = Store(self.folder)
        self.nodes = Nodes(
            self.folder, self.databases.address(NAME, NAME), self.caches.url(), self.store.address_of_bucket
        )
        say("content")
        if content and content.exists():
            self.databases.restore(content, NAME)
        self.nodes.manage("manage.py", "prepare", "--demonstration", "--without-pictures")
        if content and not content.exists():
            self.databases.dump(content, NAME)
        self.content = json.loads(self.nodes.manage("-m", "tests.drill.content"))
        say("two nodes, nginx")
        for one in self.nodes.machines:
            self.nodes.start(one, wait=False)
        wait_until(self.nodes.are_ready, "the nodes do not become ready", 180)
        self.proxy = Proxy(self.folder)
        self.client = make_client(self.folder)

    def is_whole(self):
        """Tell whether all that is twofold is there twice, and both nodes are ready."""
        return self.databases.is_whole() and self.caches.is_whole() and self.nodes.are_ready()

    def load(self, **orders):
        """Start readers and writers; return them once they read."""
        return Loaded(self, orders)

    def stored(self, kind):
        """Return the numbers of the writes of a kind that the database holds, as often as it does."""
        return [row[0] for row in self.databases.sql(STORED[kind], NAME)]


class Loaded:
    """The load's process, what it noted, and its end."""

    def __init__(self, whole, orders):
        staff = [(name, EDITORS_PASSWORD) for name in EDITORS_OF_DRILL]
        orders = {
            **whole.content,
            "staff": staff,
            "readers": 4,
            "pause": 0.06,
            "commenters": 8,
            **orders,
        }
        log = (whole.folder / "logs" / "client-load.log").open("ab")
        self._path = whole.folder / "samples.jsonl"
        self._process = subprocess.Popen(
            whole.client.inside(sys.executable, "-m", "tests.drill.load", whole.folder, json.dumps(orders)),
            cwd=BASE, env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings"}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
        )  # fmt: skip
        if self._process.stdout.readline() != "begun\n":
            raise RuntimeError("The readers did not begin.")

    def samples(self):
        """Return what has been noted so far."""
        lines = self._path.read_text().splitlines()
        return [Sample(*json.loads(line)) for line in lines if line.endswith("]")]

    def end(self):
        """Have the writers send what is left, and wait for the last of them."""
        self._process.stdin.write("over\n")
        self._process.stdin.flush()
        self._process.stdout.readline()
        self._process.wait(timeout=30)

    def wait(self, seconds):
        """Let them go on; RuntimeError when they have ended by themselves."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self._process.poll() is not None:
                raise RuntimeError("The readers ended by themselves: see the log.")
            time.sleep(min(0.5, max(0.0, until - time.monotonic())))
