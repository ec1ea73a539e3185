"""Steps people take about a mishap: try again, or dismiss it. Who may is asked by whoever shows it."""

from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from .clock import database_time
from .mishaps import settle
from .work import hand_in, policy_of


def can_try_again(mishap):
    """Tell whether something can do the work of a mishap again: its task is known and, if gone, its arguments are too."""
    return bool(mishap.work) and (not policy_of(mishap.work).private or bool(_waiting(mishap)))


@transaction.atomic
def try_again(mishap):
    """Have the work of a mishap done at once: what waits for its next try is taken forward, else it is handed in anew.

    A letter of which nobody knows whether it went goes then, perhaps a second time: a person has decided so.
    """
    if waiting := _waiting(mishap):
        DBTaskResult.objects.filter(pk=waiting.pk).update(run_after=database_time())
        return
    task = import_string(mishap.work)
    if isinstance(task, Task):
        hand_in(task, *mishap.arguments)


@transaction.atomic
def dismiss(mishap, by):
    """Leave it at that: it is shown no longer and not tried again."""
    if waiting := _waiting(mishap):
        DBTaskResult.objects.filter(pk=waiting.pk, status=TaskResultStatus.READY).update(
            status=TaskResultStatus.FAILED,
            finished_at=database_time(),
            args_kwargs={"args": [], "kwargs": {}},
        )
    settle(mishap.kind, mishap.key, by)


def _waiting(mishap):
    rows = DBTaskResult.objects.filter(pk=mishap.task, status=TaskResultStatus.READY)
    return rows.first() if mishap.task else None
