"""The queue: rows of django-tasks' table, and what is done at once instead."""

from contextlib import contextmanager, nullcontext
from contextvars import ContextVar

from django.db import connection, transaction
from django.utils import timezone
from django_tasks.base import TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id
from django_tasks_db.backend import DatabaseBackend

from . import trying
from .work import POLICIES

_AT_ONCE = ContextVar("at_once", default=False)


@contextmanager
def at_once():
    """Do work in this process instead of handing it in: for commands that end with everything in place."""
    token = _AT_ONCE.set(True)
    try:
        yield
    finally:
        _AT_ONCE.reset(token)


class Queue(DatabaseBackend):
    """Stores work for `manage.py work`. With the option `at_once`, inside `at_once()`, and for work that libraries declare
    it is done here, and stored only when it fails."""

    @property
    def at_once(self):
        return bool(self.options.get("at_once")) or _AT_ONCE.get()

    @property
    def waits_for_commit(self):
        return self.options.get("waits_for_commit", True)

    def enqueue(self, task, args, kwargs):
        self.validate_task(task)
        later = task.run_after is not None and task.run_after > timezone.now()
        if later or (task.module_path in POLICIES and not self.at_once):
            return self._task_to_db_task(task, args, kwargs).task_result
        try:
            with transaction.atomic() if connection.in_atomic_block else nullcontext():
                value = task.call(*args, **kwargs)
        except Exception as error:
            stored = self._task_to_db_task(task, args, kwargs)
            return trying.failed(stored, error, tries=1, nobody_waits=self.at_once)
        return _done(task, args, kwargs, value, self.alias)


def _done(task, args, kwargs, value, alias):
    now = timezone.now()
    result: TaskResult = TaskResult(
        task=task,
        id=get_random_id(),
        status=TaskResultStatus.SUCCESSFUL,
        enqueued_at=now,
        started_at=now,
        last_attempted_at=now,
        finished_at=now,
        args=list(args),
        kwargs=kwargs,
        backend=alias,
        errors=[],
        worker_ids=[],
    )
    object.__setattr__(result, "_return_value", value)
    return result
