"""A6: a clock that is set back an hour stops neither retries, nor what comes by the clock, nor the search for lost work."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from foundation.background import chores, trying
from foundation.background.chores import daily, every, hand_in_due, register_chore
from foundation.background.models import ChoreRecord, WorkerRecord
from foundation.background.work import hand_in
from foundation.background.worker import Worker
from tests.foundation import trial_work

pytestmark = pytest.mark.django_db
ONE_HOUR = timedelta(hours=1)


@pytest.fixture
def worker():
    return Worker(with_chores=False)


def begin(worker):
    """Hand in work and have a worker take it."""
    hand_in(trial_work.fail, 1)
    return worker.take()


def test_a_retry_waits_no_longer_than_its_pause(queued, now, worker):
    worker.do(begin(worker))
    worker.find_lost()
    assert worker.take() is None
    now.at -= ONE_HOUR
    worker.find_lost()
    assert worker.take() is not None


def test_what_waits_is_read_only_when_the_clock_may_have_been_set_back(queued, now, worker):
    for number in range(30):
        hand_in(trial_work.fail, number)
    for _ in range(30):
        worker.do(worker.take())
    worker.find_lost()
    with CaptureQueriesContext(connection) as usual:
        worker.find_lost()
    assert not [one for one in usual.captured_queries if "READY" in one["sql"]]
    now.at -= ONE_HOUR
    worker.find_lost()
    assert DBTaskResult.objects.filter(run_after__lte=now.at).count() == 30


def test_what_was_given_back_is_taken_at_once(queued, now, worker):
    trying.given_back(begin(worker))
    now.at -= ONE_HOUR
    worker.find_lost()
    assert worker.take() is not None


def test_lost_work_is_found(queued, now, worker):
    begin(worker)
    WorkerRecord.objects.create(name=worker.name, started_at=now.at, seen_at=now.at)
    now.at -= ONE_HOUR
    another = Worker(with_chores=False)
    another.find_lost()
    assert DBTaskResult.objects.get().status == "READY"
    assert another.take() is not None


def test_work_of_a_living_worker_is_left_to_it(queued, now, worker):
    begin(worker)
    now.at -= ONE_HOUR
    WorkerRecord.objects.create(name=worker.name, started_at=now.at, seen_at=now.at)
    Worker(with_chores=False).find_lost()
    assert DBTaskResult.objects.get().status == "RUNNING"


@pytest.mark.parametrize("when", [every(minutes=5), daily("03:10")])
def test_a_chore_comes_when_it_would(queued, now, monkeypatch, when):
    monkeypatch.setattr(chores, "CHORES", {})
    register_chore("one", "One", when, lambda: None)
    hand_in_due(now.at)
    now.at = ChoreRecord.objects.get().due_at
    assert hand_in_due(now.at) == ["one"]
    DBTaskResult.objects.update(status="SUCCESSFUL")
    now.at -= ONE_HOUR
    assert hand_in_due(now.at) == []
    now.at = when(now.at)
    assert hand_in_due(now.at) == ["one"]
