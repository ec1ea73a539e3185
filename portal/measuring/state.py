"""Figures that the database is asked for: the queue, workers, what failed, releases."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import DatabaseError, close_old_connections
from django.db.models import Count, Min
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max
from prometheus_client.core import GaugeMetricFamily, Metric

from foundation.background.chores import late_since
from foundation.background.clock import database_time
from foundation.background.models import Mishap, WorkerRecord
from indexdata.models import Release

#: A release that is later than this is told of no more, as in letters.
LATE_AT_MOST = timedelta(days=4)
DUE_WITHIN = timedelta(days=1)
SEEN_WITHIN = timedelta(minutes=5)
LETTERS = "letter"


class State:
    """A collector of the library: asks when figures are asked for. While the database is away it says that and nothing else."""

    def collect(self) -> Iterator[Metric]:
        """Yield the figures."""
        close_old_connections()
        try:
            found = [*queue(), *failed(), *releases()]
        except DatabaseError:
            found = []
        yield _gauge("portal_database_up", "Whether the database answers.", float(bool(found)))
        yield from found


def queue() -> Iterator[Metric]:
    """Yield how much work waits, since when, how many workers live, and how late the latest chore is."""
    now = database_time()
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    waiting = ready.filter(run_after__in=[get_date_max()]) | ready.filter(run_after__lte=now)
    held = waiting.aggregate(count=Count("pk"), since=Min("enqueued_at"))
    yield _gauge("portal_queue_length", "Pieces of background work that could be done now.", held["count"])
    yield _gauge(
        "portal_queue_age_seconds",
        "Seconds since the oldest of them was handed in.",
        _age(held["since"], now),
    )
    alive = WorkerRecord.objects.filter(seen_at__gte=now - SEEN_WITHIN).count()
    yield _gauge("portal_workers", "Processes for background work seen in the last five minutes.", alive)
    yield _gauge(
        "portal_chore_late_seconds",
        "Seconds since the moment of the chore that waits longest.",
        _age(late_since(now), now),
    )


def failed() -> Iterator[Metric]:
    """Yield how much stands on the desk as failed: letters and everything else."""
    letters = others = 0
    for kind, count in Mishap.objects.open().values_list("kind").annotate(Count("pk")).order_by():
        if LETTERS in kind:
            letters += count
        else:
            others += count
    made = GaugeMetricFamily(
        "portal_failures_open",
        "Things that failed and have neither succeeded since nor been dismissed.",
        labels=["what"],
    )
    made.add_metric(["letters"], letters)
    made.add_metric(["others"], others)
    yield made


def releases() -> Iterator[Metric]:
    """Yield how many releases come within a day, and how many are late."""
    now = timezone.now()
    due = (
        Release.objects.embargoed(now).filter(released_at__gt=now, released_at__lte=now + DUE_WITHIN).count()
    )
    yield _gauge("portal_releases_due", "Releases announced for the next 24 hours.", due)
    late = Release.objects.delayed(now - LATE_AT_MOST, now).count()
    yield _gauge("portal_releases_late", "Releases whose moment has passed without an approval.", late)


def _gauge(name, said, value):
    made = GaugeMetricFamily(name, said)
    made.add_metric([], value)
    return made


def _age(since, now):
    return max((now - since).total_seconds(), 0.0) if since else 0.0
