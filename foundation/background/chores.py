"""Chores: what comes by the clock, once among all nodes.

A chore is registered when Django is ready, by the package that knows it:

    register_chore("forget-readers", _("Forgetting what is needed no longer of readers"), daily("03:30"), forget_readers)

`function` takes nothing and returns a number or a short sentence, which is kept as what it said. `when` is `daily("HH:MM")`
in the office's time or `every(minutes=…)`. Each worker looks every few seconds whether a chore is due; the one that moves
the due moment on (a conditional update) hands it in, so it comes once. From there it is work like any other: tried again
after growing pauses, shown on the desk, never in the way of other chores. A machine that was off at that time does it when
it is back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django_tasks import task_backends
from django_tasks_db.models import DBTaskResult

from . import trying
from .clock import database_time
from .models import ChoreRecord
from .work import in_background

ONE_HOUR = 3600
#: A chore that no worker has known for so long is gone: while a new version is rolled out it is another's.
FORGOTTEN_AFTER = timedelta(days=2)
NOT_KNOWN = gettext_noop("This version of the portal does not know it: a worker of the newer one will do it.")


class NotKnown(Exception):
    """Raised by a worker of an older version for a chore of a newer one; it is tried again after a while."""

    is_a_sentence = True


def daily(at):
    """Return the question for the next moment after another, every day at a time of the office's clock ("03:10")."""
    hour, minute = (int(part) for part in at.split(":"))

    def following(moment):
        zone = ZoneInfo(settings.TIME_ZONE)
        here = moment.astimezone(zone)
        due = datetime.combine(here.date(), time(hour, minute), zone)
        return (
            due
            if due > moment
            else datetime.combine(here.date() + timedelta(days=1), time(hour, minute), zone)
        )

    return following


def every(minutes):
    """Return the question for the next moment after another, so many minutes later."""
    return lambda moment: moment + timedelta(minutes=minutes)


@dataclass(frozen=True)
class Chore:
    """Something that comes by the clock: its name, what it does in words, when, and the function that does it."""

    name: str
    title: str
    when: Callable[[datetime], datetime]
    function: Callable


CHORES: dict[str, Chore] = {}


def register_chore(name, title, when, function):
    """Have a function called by the clock, once among all nodes (see above)."""
    CHORES[name] = Chore(name, title, when, function)


def hand_in_due(now=None):
    """Hand in the chores whose moment has come and return their names; each is handed in by one worker alone."""
    now = now or database_time()
    records = {record.name: record for record in ChoreRecord.objects.all()}
    handed_in = []
    for chore in CHORES.values():
        record = records.get(chore.name)
        if record is None:
            ChoreRecord.objects.get_or_create(name=chore.name, defaults={"due_at": chore.when(now)})
        elif record.due_at > chore.when(now):  # the clock was set back, or the chore comes more often now
            ChoreRecord.objects.filter(pk=record.pk, due_at=record.due_at).update(due_at=chore.when(now))
        elif record.due_at <= now and _hand_in(chore, record, now):
            handed_in.append(chore.name)
    if any(name not in CHORES for name in records):
        ChoreRecord.objects.exclude(name__in=CHORES).filter(due_at__lt=now - FORGOTTEN_AFTER).delete()
    return handed_in


def late_since(now):
    """Return the moment of the chore that waits longest, of those that this version knows; None if none does."""
    return ChoreRecord.objects.filter(name__in=CHORES, due_at__lte=now).aggregate(since=Min("due_at"))[
        "since"
    ]


def _hand_in(chore, record, now):
    with transaction.atomic():
        mine = ChoreRecord.objects.filter(pk=record.pk, due_at=record.due_at).update(due_at=chore.when(now))
        if not mine or _is_under_way(record):
            return False
        result = task_backends["queue"].enqueue(do_chore.using(backend="queue"), (chore.name,), {})
        ChoreRecord.objects.filter(pk=record.pk).update(task=result.id)
    return True


def _is_under_way(record):
    """Tell whether the last turn of a chore still runs or waits for its next try."""
    unfinished = (trying.READY, trying.RUNNING)
    return bool(record.task) and DBTaskResult.objects.filter(pk=record.task, status__in=unfinished).exists()


def _describe(name):
    chore = CHORES.get(name)
    return (str(chore.title) if chore else name), ""


@in_background(
    "chore", _("What comes by the clock"), priority=-10, seconds=ONE_HOUR, urgent=True, describe=_describe
)
def do_chore(name):
    """Do a chore now and note what it said."""
    chore = CHORES.get(name)
    if chore is None:
        raise NotKnown(NOT_KNOWN)
    said = chore.function()
    ChoreRecord.objects.filter(pk=name).update(
        done_at=database_time(), said="" if said is None else str(said)[:300]
    )
