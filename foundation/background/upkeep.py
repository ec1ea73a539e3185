"""The queue's own chore: forgetting what is finished, and which forms were sent."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from foundation.batches import delete_in_batches
from foundation.sent_once import forget_sent

from .chores import daily, register_chore
from .clock import database_time
from .models import Mishap
from .once import forget_effects

DONE_FOR, FAILED_FOR, SETTLED_FOR = timedelta(days=1), timedelta(days=14), timedelta(days=90)


def register():
    """Register the chore that is about nobody's content."""
    register_chore("forget-work", _("Forgetting finished work"), daily("03:40"), forget_finished)


def forget_finished(at=None):
    """Forget finished work with its arguments, marks of effects, sent forms and settled mishaps; return how much."""
    now = at or database_time()
    done = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - DONE_FOR)
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__lt=now - FAILED_FOR)
    settled = Mishap.objects.filter(settled_at__lt=now - SETTLED_FOR)
    gone = sum(delete_in_batches(rows) for rows in (done, failed, settled))
    return gone + forget_effects(now) + forget_sent(now)
