"""The queue and the chores of several nodes on one PostgreSQL: a worker is killed, the database is switched off meanwhile."""

from collections import Counter

import pytest

from tests.faults.machines import Cluster, postgresql_programs
from tests.foundation.worker_process import Portal

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(postgresql_programs() is None, reason="no PostgreSQL to start one of our own"),
]
PIECES = 60
HAND_IN = f"""
from foundation.background.work import hand_in
from tests.foundation import trial_work as t
for number in range({PIECES}):
    hand_in(t.note, number)
    hand_in(t.send_once, number)
"""
ALL_DUE = """
from foundation.background.chores import hand_in_due
from foundation.background.models import ChoreRecord
hand_in_due()
ChoreRecord.objects.update(due_at="2020-01-01T00:00:00Z")
"""
LEFT = """
from django_tasks_db.models import DBTaskResult as R
from foundation.background.models import Mishap
ours = R.objects.filter(task_path__startswith="tests.")
chores = R.objects.filter(task_path__endswith="do_chore")
print(json.dumps({
    "waiting": ours.exclude(status__in=("SUCCESSFUL", "FAILED")).count(),
    "ended": ours.count(),
    "perhaps": Mishap.objects.filter(kind="trial-once").count(),
    "unfinished": chores.exclude(status__in=("SUCCESSFUL", "FAILED")).count(),
    "daily": [one.args_kwargs["args"][0] for one in chores],
}))
"""
DAILY = "forget-readers", "forget-work", "refresh-library", "forget-sign-ins", "statistics"


@pytest.fixture
def cluster():
    made = Cluster().make()
    made.sql("CREATE DATABASE portal")
    yield made
    made.remove()


def test_nothing_is_doubled_and_nothing_forgotten(cluster, tmp_path):
    portal = Portal(tmp_path, DATABASE_URL=cluster.address("portal"))
    portal.run("createcachetable")
    portal.run("migrate", "--verbosity", "0")
    portal.python(HAND_IN + ALL_DUE)
    try:
        killed, _other = (portal.work("--lost-after", "3") for _ in range(2))
        portal.wait_for(lambda lines: len(lines) > 20)
        killed.kill()
        portal.wait_for(lambda lines: len(lines) > 40)
        cluster.stop()
        cluster.start()
        portal.work("--lost-after", "3")
        portal.wait_for(lambda lines: len({tuple(line[:2]) for line in lines}) > 2 * PIECES - 5, 180)
        for _ in range(60):
            left = portal.python(LEFT)
            if not left["waiting"] and not left["unfinished"]:
                break
    finally:
        portal.end()
    lines = portal.lines()
    notes = Counter(line[1] for line in lines if line[0] == "note")
    sent = Counter(line[1] for line in lines if line[0] == "sent")
    assert (left["waiting"], left["unfinished"], left["ended"]) == (0, 0, 2 * PIECES)
    assert len(notes) == PIECES
    assert (
        sum(notes.values()) <= PIECES + 3
    )  # at least once: each worker had one in hand when it, or the database, ended
    assert set(sent.values()) == {
        1
    }  # at most once: of what was in hand, people are told that it may have gone
    assert PIECES <= len(sent) + left["perhaps"] <= PIECES + 3
    turns = Counter(left["daily"])
    assert {name: turns[name] for name in DAILY} == dict.fromkeys(DAILY, 1)
