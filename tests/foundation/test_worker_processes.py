"""Real workers in processes of their own: each task once, kill -9, SIGTERM, crashes. On SQLite, and on PostgreSQL where
DATABASE_URL names one."""

import os
import shutil
import signal
import time
from collections import Counter

import pytest

from tests.foundation.worker_process import Portal, postgresql_database

pytestmark = pytest.mark.long

HAND_IN = "from foundation.background.work import hand_in\nfrom tests.foundation import trial_work as t\n"
STATES = (
    "from django_tasks_db.models import DBTaskResult as R\n"
    "ours = R.objects.filter(task_path__startswith='tests.').order_by('enqueued_at')\n"  # not what comes by the clock
    "print(json.dumps([[r.status, len(r.worker_ids)] for r in ours]))"
)
WORKING = "from foundation.background.models import WorkerRecord as W\nprint(json.dumps(W.objects.count()))"
FORGET = "from django_tasks_db.models import DBTaskResult as R\nR.objects.all().delete()"


@pytest.fixture(scope="module")
def migrated(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("work")
    if database := postgresql_database(f"work_{os.getpid()}"):
        portal = Portal(folder, DATABASE_URL=database)
        portal.run("createcachetable")
        portal.run("migrate", "--verbosity", "0")
        return portal
    return Portal(shutil.copytree(request.getfixturevalue("installation"), folder, dirs_exist_ok=True))


@pytest.fixture
def portal(migrated):
    yield migrated
    migrated.end()
    migrated.workers.clear()
    migrated.trial.write_text("")
    migrated.python(FORGET)


def test_two_workers_do_two_hundred_tasks_once_each(portal):
    workers = portal.work(), portal.work()
    portal.wait_for(lambda lines: portal.python(WORKING) == 2)
    portal.python(HAND_IN + "for n in range(200): hand_in(t.note, n)")
    portal.wait_for(lambda lines: len(lines) >= 200)
    for worker in workers:
        worker.terminate()
    assert [worker.wait(60) for worker in workers] == [0, 0]
    lines = portal.lines()
    assert Counter(int(line[1]) for line in lines) == Counter(range(200))
    assert len({line[2] for line in lines}) == 2  # both took part
    assert portal.python(STATES) == [["SUCCESSFUL", 1]] * 200


def test_what_a_killed_worker_had_begun_is_done_by_another(portal):
    portal.python(HAND_IN + "hand_in(t.slowly, 1, 3)")
    killed = portal.work("--lost-after", "2")
    portal.wait_for(lambda lines: lines)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    began = time.monotonic()
    portal.work("--lost-after", "2")
    portal.wait_for(lambda lines: [line[0] for line in lines] == ["begun", "begun", "ended"])
    assert time.monotonic() - began > 1  # not before the first has been silent for a while
    time.sleep(0.5)
    assert portal.python(STATES) == [["SUCCESSFUL", 2]]


def test_a_slow_task_of_a_living_worker_is_not_given_to_another(portal):
    portal.python(HAND_IN + "hand_in(t.slowly, 1, 5)")
    portal.work("--lost-after", "1.5")
    portal.work("--lost-after", "1.5")
    portal.wait_for(lambda lines: any(line[0] == "ended" for line in lines))
    assert [line[0] for line in portal.lines()] == ["begun", "ended"]


def test_a_worker_told_to_end_finishes_what_it_has_in_hand(portal):
    portal.python(HAND_IN + "hand_in(t.slowly, 1, 1.5)\nhand_in(t.note, 2)")
    worker = portal.work()
    portal.wait_for(lambda lines: lines)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0
    assert [line[0] for line in portal.lines()] == ["begun", "ended"]
    assert portal.python(STATES) == [["SUCCESSFUL", 1], ["READY", 0]]


def test_what_does_not_end_in_time_is_given_back(portal):
    portal.python(HAND_IN + "hand_in(t.slowly, 1, 60)")
    worker = portal.work("--finish-within", "0.5")
    portal.wait_for(lambda lines: lines)
    began = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0
    assert time.monotonic() - began < 5
    assert portal.python(STATES) == [["READY", 0]]


def test_nothing_that_work_does_ends_the_worker(portal):
    portal.python(
        HAND_IN
        + "hand_in(t.exit_process, 1)\nhand_in(t.fail, 2)\nhand_in(t.endlessly, 3)\nhand_in(t.note, 4)\n"
        "from django_tasks_db.models import DBTaskResult as R\n"
        "R.objects.filter(task_path__endswith='note').update(task_path='tests.foundation.trial_work.gone')\n"
        "hand_in(t.note, 5)"
    )
    worker = portal.work("--until-empty")
    assert worker.wait(30) == 0
    assert [line[0] for line in portal.lines()].count("exit") == 3
    assert portal.lines()[-1][0] in ("note", "exit")
    assert portal.python(STATES) == [
        ["FAILED", 3],
        ["READY", 1],
        ["FAILED", 1],
        ["READY", 1],
        ["SUCCESSFUL", 1],
    ]
    assert "a.reader" not in portal.log()
