"""Chores come by the clock of the office, once among all nodes, and none stands in the way of others."""

import logging
import os
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from foundation.background import chores, upkeep
from foundation.background.chores import CHORES, daily, every, hand_in_due, register_chore
from foundation.background.models import ChoreRecord, Effect, Mishap
from foundation.background.work import GROWING
from foundation.background.worker import Worker
from portal.measuring import state
from tests.foundation.worker_process import Portal, postgresql_database

NIGHT = datetime(2026, 11, 27, 19, 9, 59, tzinfo=UTC)  # 03:09:59 in Shanghai
ONE_SECOND = timedelta(seconds=1)


@pytest.fixture
def none_registered(monkeypatch):
    monkeypatch.setattr(chores, "CHORES", {})
    return chores.CHORES


def work():
    worker = Worker(with_chores=False)
    while stored := worker.take():
        worker.do(stored)


def test_daily_is_by_the_clock_of_the_office():
    following = daily("03:10")
    assert following(NIGHT) == NIGHT + ONE_SECOND
    assert following(NIGHT + ONE_SECOND) == NIGHT + ONE_SECOND + timedelta(days=1)
    assert every(minutes=5)(NIGHT) == NIGHT + timedelta(minutes=5)


def test_every_chore_that_waited_for_cron_is_there():
    assert set(CHORES) >= {
        "check-links", "comment-digest", "due-changes", "forget-old-work", "forget-readers",         "forget-work", "refresh-library",
    }  # fmt: skip


@pytest.mark.django_db
def test_a_chore_comes_at_its_moment_and_once(queued, now, none_registered):
    calls, now.at = [], NIGHT
    register_chore("one", "One", daily("03:10"), lambda: calls.append(now.at) or 7)
    assert hand_in_due(now.at) == []  # noted when it is due
    now.at += ONE_SECOND
    assert hand_in_due(now.at) == ["one"]
    assert hand_in_due(now.at) == []
    work()
    assert calls == [now.at]
    record = ChoreRecord.objects.get()
    assert (record.said, record.done_at, record.due_at) == ("7", now.at, now.at + timedelta(days=1))
    now.at += timedelta(days=3)  # the machine was off: once, not three times
    assert hand_in_due(now.at) == ["one"]
    assert hand_in_due(now.at) == []


@pytest.mark.django_db
def test_a_failing_chore_is_told_tried_again_and_in_nobodys_way(queued, now, none_registered, caplog):
    good, now.at = [], NIGHT

    def fail():
        raise OSError("no disk")

    register_chore("bad", "Bad one", every(minutes=1), fail)
    register_chore("good", "Good one", every(minutes=1), lambda: good.append(1))
    hand_in_due(now.at)
    now.at += timedelta(minutes=1)
    with caplog.at_level(logging.ERROR):
        assert sorted(hand_in_due(now.at)) == ["bad", "good"]
        work()
        mishap = Mishap.objects.for_good().get()
        assert (mishap.kind, mishap.key, mishap.label) == ("chore", "bad", "Bad one")
        assert (mishap.reason, mishap.next_try_at) == ("OSError: no disk", now.at + GROWING[0])
        now.at += timedelta(minutes=1)
        assert hand_in_due(now.at) == ["good"]  # the bad one waits for its next try
        work()
    assert len(good) == 2
    assert Mishap.objects.get().count == 2
    assert len([record for record in caplog.records if "no disk" in record.getMessage()]) == 1


@pytest.mark.django_db
def test_a_worker_of_an_older_version_leaves_a_new_chore_to_others(queued, now, none_registered):
    calls, now.at = [], NIGHT
    register_chore("new", "New one", every(minutes=60), lambda: calls.append(now.at))
    hand_in_due(now.at)
    now.at += timedelta(hours=1)
    hand_in_due(now.at)
    newer = none_registered.pop("new")
    work()  # it used to be forgotten here
    assert Mishap.objects.get().reason == chores.NOT_KNOWN
    none_registered["new"] = newer
    now.at += GROWING[0]
    work()
    assert calls == [now.at]
    assert not Mishap.objects.open().exists()
    assert ChoreRecord.objects.get().done_at == now.at


@pytest.mark.django_db
def test_a_chore_that_no_version_knows_any_more_is_never_late_and_forgotten_in_time(
    now, none_registered, monkeypatch
):
    monkeypatch.setattr(state, "database_time", lambda: now.at)
    register_chore("one", "One", daily("03:10"), lambda: None)
    hand_in_due(now.at)
    ChoreRecord.objects.create(name="gone", due_at=now.at - chores.FORGOTTEN_AFTER)
    ChoreRecord.objects.create(name="of-a-newer-version", due_at=now.at - timedelta(hours=1))
    late = next(one for one in state.queue() if one.name == "portal_chore_late_seconds")
    assert [sample.value for sample in late.samples] == [0]
    hand_in_due(now.at + ONE_SECOND)
    assert set(ChoreRecord.objects.values_list("name", flat=True)) == {"one", "of-a-newer-version"}


@pytest.mark.django_db
def test_finished_work_is_forgotten_with_its_arguments(queued, now):
    for status, days in (("SUCCESSFUL", 2), ("SUCCESSFUL", 0), ("FAILED", 2), ("FAILED", 20), ("READY", 0)):
        DBTaskResult.objects.create(
            task_path="x.y", status=status, args_kwargs={"args": [1], "kwargs": {}}, backend_name="default",
            run_after=now.at, finished_at=now.at - timedelta(days=days),
        )  # fmt: skip
    Effect.objects.create(key="old", begun_at=now.at - timedelta(days=91))
    assert upkeep.forget_finished(now.at) == 3
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "READY", "SUCCESSFUL"]


@pytest.mark.django_db(transaction=True)
def test_of_many_that_look_at_once_one_hands_it_in(queued, none_registered):
    if connection.vendor == "sqlite":
        pytest.skip("threads share SQLite's database in memory; two processes are tried below")
    register_chore("one", "One", daily("03:10"), lambda: None)
    hand_in_due(NIGHT)
    start, handed_in = threading.Barrier(4), []

    def look():
        start.wait()
        handed_in.extend(hand_in_due(NIGHT + ONE_SECOND))
        connection.close()

    threads = [threading.Thread(target=look) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert handed_in == ["one"]
    assert DBTaskResult.objects.count() == 1


@pytest.mark.long
def test_two_workers_do_each_chore_once(tmp_path):
    """All chores of the portal, due at once, with two processes looking."""
    database = postgresql_database(f"chores_{os.getpid()}")
    portal = Portal(tmp_path, **({"DATABASE_URL": database} if database else {}))
    done = (
        "from django_tasks_db.models import DBTaskResult as R\n"
        "rows = R.objects.filter(task_path__endswith='do_chore')\n"
        "print(json.dumps([[r.args_kwargs['args'][0], r.status] for r in rows]))"
    )
    try:
        if database:
            portal.run("createcachetable")
        portal.run("migrate", "--verbosity", "0")
        portal.python(
            "from foundation.background.chores import CHORES, hand_in_due\n"
            "from foundation.background.models import ChoreRecord\n"
            "from django.utils import timezone\n"
            "hand_in_due()\nChoreRecord.objects.update(due_at=timezone.now())"
        )
        portal.work()
        portal.work()
        until = time.monotonic() + 60
        while not (rows := portal.python(done)) or {status for _name, status in rows} != {"SUCCESSFUL"}:
            assert time.monotonic() < until, (rows, portal.log())
            time.sleep(0.5)
        counted = Counter(name for name, _status in rows)
        assert set(counted) == set(CHORES)
        assert {number for name, number in counted.items() if name != "due-changes"} == {1}
    finally:
        portal.end()
