"""The cable to PostgreSQL is cut: no answer, no refusal. A request is over within seconds, and no process is lost to it."""

import contextlib
import os
import shutil
import subprocess

import pytest

from tests.faults.conftest import COMMANDS, Site
from tests.faults.machines import Cluster, postgresql_programs
from tests.faults.rig import manage, wait_until
from tests.faults.test_database_away import FORM, assert_503, kept_while_away, with_opened
from tests.faults.test_several_hosts import CREATE_CACHE, NAME
from tests.foundation.worker_process import Portal

#: A network that documentation uses (RFC 5737): no machine of anybody's is in it.
HERE, THERE = "198.51.100.1", "198.51.100.2"


def ip(*words):
    """Run `ip`; tell whether it was allowed."""
    return subprocess.run(["ip", *words], capture_output=True).returncode == 0


@contextlib.contextmanager
def cable(name):
    """Make a network of its own that a cable leads to; yields whether that was allowed."""
    own = f"{name}-{os.getpid()}"
    near, far = f"n{os.getpid()}", f"f{os.getpid()}"
    made = ip("netns", "add", own)
    try:
        made = made and ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", own)
        made = made and ip("addr", "add", f"{HERE}/24", "dev", near) and ip("link", "set", near, "up")
        inside = ("-n", own)
        made = made and ip(*inside, "addr", "add", f"{THERE}/24", "dev", far)
        made = made and ip(*inside, "link", "set", far, "up") and ip(*inside, "link", "set", "lo", "up")
        yield (own, far) if made else None
    finally:
        ip("netns", "del", own)


class FarCluster(Cluster):
    """A cluster whose server runs in another network; its cable is cut and put back."""

    def __init__(self, network, far):
        self.network, self.far = network, far
        super().__init__()

    @property
    def place(self):
        return f"{THERE}:{self.port}"

    def run(self, program, *words):
        """Start the server in its network; everything else is done here."""
        if program != "pg_ctl" or words[-1] != "start":
            return super().run(program, *words)
        with (self.data / "pg_hba.conf").open("a") as file:
            file.write("host all all 198.51.100.0/24 trust\n")
        server = [
            str(postgresql_programs() / "postgres"), "-D", str(self.data), "-p", str(self.port), "-c", "listen_addresses=*",
        ]  # fmt: skip
        switch = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        with (self.folder / "log").open("w") as log:
            self._server = subprocess.Popen(
                ["ip", "netns", "exec", self.network, *switch, *server],
                stdout=log,
                stderr=log,
                cwd=self.folder,
            )
        wait_until(self._answers, "the far server did not start", 30)
        return ""

    def _answers(self):
        with contextlib.suppress(Exception):
            return self.sql("SELECT 1") == [(1,)]
        return False

    def stop(self):
        self._server.kill()
        self._server.wait()

    def cut(self):
        """Take the cable away."""
        ip("-n", self.network, "link", "set", self.far, "down")

    def join(self):
        """Put it back."""
        ip("-n", self.network, "link", "set", self.far, "up")


pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(postgresql_programs() is None, reason="no PostgreSQL to start one of our own"),
    pytest.mark.skipif(
        os.geteuid() != 0 or not shutil.which("ip") or not shutil.which("setpriv"),
        reason="networks of one's own are made by root alone",
    ),
]


@pytest.fixture
def far():
    with cable("portal") as made:
        if made is None:
            pytest.skip("networks of one's own are not allowed here")
        cluster = FarCluster(*made).make()
        try:
            cluster.sql(f"CREATE DATABASE {NAME}")
            yield cluster
        finally:
            cluster.remove()


def test_a_cut_cable_costs_a_request_seconds_and_no_process(far, tmp_path):
    site = Site(tmp_path)
    site.settings["DATABASE_URL"] = far.address(NAME)
    for command in dict.fromkeys([CREATE_CACHE, *COMMANDS]):
        manage(tmp_path, *command, **site.settings)
    portal = Portal(tmp_path, **site.settings)
    worker = portal.work()
    with site.served() as visitor:
        form = visitor.get(FORM)
        assert visitor.get("/news/").status == 200
        far.cut()
        sent = visitor.post(FORM, with_opened(form))
        assert "Second &amp; last" in assert_503(sent).text
        asked = [visitor.get(at) for at in ("/index/", "/news/", "/search/?q=cotton", "/news/")]
        assert max(one.seconds for one in (sent, *asked)) < 10
        assert kept_while_away(asked[1])
        wait_until(lambda: "Background work waits" in portal.log(), "the worker waits without an end", 40)
        far.join()
        wait_until(lambda: visitor.get("/readyz").status == 200, "the cable is back, not seen", 20)
        assert visitor.get("/index/").status == 200
        assert worker.poll() is None
    portal.end()
