"""Retries after growing pauses, what failed for good, what is told to whom; the clock is set."""

import logging
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from foundation.background import work
from foundation.background.models import Mishap
from foundation.background.work import GROWING, hand_in
from foundation.background.worker import Worker
from tests.factories.news import PageFactory
from tests.foundation import trial_work
from tests.foundation.conftest import START

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]


def row():
    return DBTaskResult.objects.get()


def try_once():
    one = Worker(with_chores=False)
    stored = one.take()
    if stored is not None:
        one.do(stored)
    return stored is not None


def test_pauses_grow_until_it_has_failed_for_good(now, caplog):
    hand_in(trial_work.fail, 7)
    for pause in GROWING:
        assert try_once()
        assert (row().status, row().run_after) == ("READY", now.at + pause)
        assert not try_once()
        now.at += pause - timedelta(seconds=1)
        assert not try_once()
        now.at += timedelta(seconds=1)
        assert not Mishap.objects.for_good().exists()
    assert try_once()
    assert row().status == "FAILED"
    mishap = Mishap.objects.for_good().get()
    assert (mishap.kind, mishap.key, mishap.count, mishap.next_try_at) == ("trial-failing", "7", 6, None)
    assert mishap.reason == "ValueError: no 7 for …@…"
    assert (mishap.first_seen_at, mishap.last_seen_at) == (START, now.at)
    assert mishap.concerns == "news.moderate_comment"
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(errors) == 2  # when it began, and when it was given up
    assert "a.reader" not in caplog.text + row().traceback


def test_success_settles_what_failed_before(now, monkeypatch):
    hand_in(trial_work.fail, 7)
    try_once()
    assert Mishap.objects.open().exists()
    now.at += GROWING[0]
    path = trial_work.note.module_path
    DBTaskResult.objects.update(task_path=path)
    Mishap.objects.update(kind="trial")
    try_once()
    assert row().status == "SUCCESSFUL"
    assert not Mishap.objects.open().exists()


def test_what_is_refused_for_good_is_not_tried_again(now):
    hand_in(trial_work.refuse, 1)
    try_once()
    assert row().status == "FAILED"
    assert Mishap.objects.for_good().get().reason == "refused for good"


def test_work_is_handed_in_with_the_transaction_or_not_at_all():
    class UndoneError(Exception):
        pass

    def hand_in_and_fail():
        with transaction.atomic():
            hand_in(trial_work.note, 1)
            raise UndoneError

    with pytest.raises(UndoneError):
        hand_in_and_fail()
    assert not DBTaskResult.objects.exists()


def test_without_a_queue_a_failure_is_told_at_once_and_kept_for_a_worker(settings, now):
    settings.TASKS = {
        "default": {"BACKEND": settings.TASKS["default"]["BACKEND"], "OPTIONS": {"at_once": True}},
        "queue": settings.TASKS["queue"],
    }
    trial_work.fail.enqueue(3)
    assert Mishap.objects.for_good().get().key == "3"
    assert (row().status, row().run_after) == ("READY", START + GROWING[0])


def test_work_of_libraries_is_done_at_once_and_again_when_that_fails(now, monkeypatch):
    """It is right when the answer is out; a failure of it is no failure of what asked for it."""
    page = PageFactory()
    with monkeypatch.context() as broken:
        broken.setattr(trial_work, "read", lambda page: connection.cursor().execute("NONSENSE"))
        trial_work.of_a_library.enqueue(page.pk)
    page.refresh_from_db()
    assert (row().status, len(row().worker_ids)) == ("READY", 1)
    assert work.policy_of(row().task_path).kind == "other"
    assert "NONSENSE" in Mishap.objects.open().get().reason
    now.at += GROWING[0]
    try_once()
    assert row().status == "SUCCESSFUL"
    assert not Mishap.objects.open().exists()


def test_work_of_libraries_about_what_was_deleted_meanwhile_needs_no_second_try(now):
    trial_work.of_a_library.enqueue(0)
    assert row().status == "SUCCESSFUL"
    assert not Mishap.objects.exists()
