"""The outcome of work after a try: done, tried again after a growing pause, or failed for good."""

from datetime import timedelta

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.translation import gettext_noop
from django_tasks.base import TaskResultStatus
from django_tasks.utils import get_exception_traceback, get_module_path
from django_tasks_db.models import DBTaskResult

from .clock import database_time
from .mishaps import masked, note_mishap, settle
from .work import OTHERS, policy_of

ENDED_EACH_TIME = gettext_noop("The process that did it ended in the middle, each time it was tried.")
READY, RUNNING = TaskResultStatus.READY, TaskResultStatus.RUNNING


class NotAgain(Exception):
    """Raised by work that must not be tried again by itself; its words are the reason."""

    is_a_sentence = True


def arguments_of(stored):
    """Return the arguments of stored work as a list."""
    return [*stored.args_kwargs["args"], *stored.args_kwargs["kwargs"].values()]


def succeeded(stored, value):
    """Note that work is done, unless it was taken from us meanwhile."""
    policy, key = policy_of(stored.task_path), _key(stored)
    _held(stored).update(
        **_wiped(policy),
        status=TaskResultStatus.SUCCESSFUL,
        finished_at=database_time(),
        return_value=value if isinstance(value, int | str | None) else None,
        exception_class_path="",
        traceback="",
    )
    settle(policy.kind, key)


def failed(stored, error, tries=None, nobody_waits=False):
    """Note that a try failed; return the work's state as django-tasks tells it.

    It is tried again after the pause that follows so many tries, or has failed for good after the last. `nobody_waits`
    says that perhaps no worker runs, so that people are told at once.
    """
    policy, now = policy_of(stored.task_path), database_time()
    if policy is OTHERS and isinstance(
        error, ObjectDoesNotExist
    ):  # what it is about has been deleted meanwhile
        succeeded(stored, None)
        return stored.task_result
    tries = tries or len(stored.worker_ids)
    arguments = arguments_of(stored)
    again = None
    if not isinstance(error, NotAgain) and tries <= len(policy.pauses):
        again = now + policy.pauses[tries - 1]
    change = {
        "exception_class_path": get_module_path(type(error)),
        "traceback": masked(get_exception_traceback(error)),
        "status": READY if again else TaskResultStatus.FAILED,
        "finished_at": None if again else now,
    }
    change |= {"run_after": again} if again else _wiped(policy)
    if tries > len(stored.worker_ids):  # it was tried before it was stored
        change["worker_ids"] = [*stored.worker_ids, "here"]
    with transaction.atomic():
        if not _held(stored).update(**change):
            return stored.task_result
    label, link = policy.about(arguments)
    note_mishap(
        policy.kind, policy.key(arguments), error, label=label or _words(policy, stored), link=link,
        concerns=policy.concerns, urgent=policy.urgent or nobody_waits, task=stored.pk,
        work="" if policy.private and not again else stored.task_path, arguments=() if policy.private else arguments,
        next_try_at=again, at=now,
    )  # fmt: skip
    stored.refresh_from_db()
    return stored.task_result


def given_back(stored):
    """Put work that was interrupted on purpose back into the queue, as if it had not been tried."""
    _held(stored).update(status=READY, run_after=database_time(), worker_ids=stored.worker_ids[:-1])


def pause_before(stored):
    """Return how long work waits at most before its next try."""
    tries, pauses = len(stored.worker_ids), policy_of(stored.task_path).pauses
    return pauses[tries - 1] if 0 < tries <= len(pauses) else timedelta()


def ready_now(stored):
    """Let work that waits for its next try be taken at once."""
    _held(stored).update(run_after=database_time())


def lost(stored):
    """Have work done again whose worker is gone; one that has taken so many workers with it has failed for good."""
    if len(stored.worker_ids) > len(policy_of(stored.task_path).pauses):
        failed(stored, NotAgain(ENDED_EACH_TIME))
    else:
        _held(stored).update(status=READY, run_after=database_time())


def _key(stored):
    return policy_of(stored.task_path).key(arguments_of(stored))


def _wiped(policy):
    return {"args_kwargs": {"args": [], "kwargs": {}}} if policy.private else {}


def _words(policy, stored):
    return "" if policy.title else stored.task_path


def _held(stored):
    """The row, as long as it stands as we know it: another worker may have been given it meanwhile."""
    return DBTaskResult.objects.filter(
        pk=stored.pk, status=stored.status, started_at=stored.started_at, run_after=stored.run_after
    )
