"""Ten nodes are started at once on an empty database: its tables are made once, and all ends well."""

import shutil
import subprocess
import sys

import pytest

from tests.faults.machines import Cluster, Pooler, postgresql_programs
from tests.server import BASE, environment

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(postgresql_programs() is None, reason="no PostgreSQL to start one of our own"),
]
NODES = 10


@pytest.fixture
def cluster():
    made = Cluster().make()
    made.sql("CREATE DATABASE portal")
    yield made
    made.remove()


def test_ten_at_once_do_the_work_once(cluster, tmp_path):  # trap 6
    """Every second one through a pooler, where there is one; collected files lie in one place, as time is short."""
    pooler = Pooler(cluster) if shutil.which("pgbouncer") else None
    addresses = [cluster.address("portal"), (pooler or cluster).address("portal")]
    try:
        nodes = [start(tmp_path, number, addresses[number % 2]) for number in range(NODES)]
        said = [node.communicate(timeout=400) for node in nodes]
    finally:
        if pooler:
            pooler.remove()
    assert [node.returncode for node in nodes] == [0] * NODES, said
    assert [errors for _output, errors in said] == [""] * NODES
    waited = [output for output, _errors in said if "waiting for it to end" in output]
    assert 0 < len(waited) < NODES
    twice = "SELECT app, name FROM django_migrations GROUP BY app, name HAVING count(*) > 1"
    assert cluster.sql(twice, "portal") == []
    assert cluster.sql("SELECT count(*) > 50 FROM django_migrations", "portal") == [(True,)]


def start(folder, number, url):
    """Start `prepare` on a node with a folder of its own."""
    settings = {"DATABASE_URL": url, "STATIC_ROOT": str(folder / "static"), "SECRET_KEY": "x" * 60}
    return subprocess.Popen(
        [sys.executable, "manage.py", "prepare"],
        cwd=BASE,
        env=environment(
            folder / f"node-{number}", DJANGO_SETTINGS_MODULE="tests.faults.settings", **settings
        ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
