"""Telling staff of readings: of single things, and of what was read most."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import OuterRef, Subquery, Sum
from django.utils import timezone

from foundation import kinds
from foundation.languages import in_languages

from .models import MostRead, PageReads

WEEK, MONTH = 7, 30
MOST_SHOWN = 10


def since(days):
    """Return the first of the last so many days; today is the last of them."""
    return timezone.localdate() - timedelta(days=days - 1)


def reads_of(kind, things, days=MONTH):
    """Return {id: how often its page was read in so many days} of things of a kind, in one query."""
    rows = PageReads.objects.filter(kind=kind, thing__in=things, day__gte=since(days))
    return dict(rows.values_list("thing").annotate(Sum("number")).order_by())


def with_reads(things, kind):
    """Return a queryset of things of a kind that tells of each how often it was read, without a query more.

    `reads_in_a_week` and `reads_in_a_month` are None where it was not read at all.
    """
    return things.annotate(reads_in_a_week=_read_since(kind, WEEK), reads_in_a_month=_read_since(kind, MONTH))


def _read_since(kind, days):
    rows = PageReads.objects.filter(kind=kind, thing=OuterRef("pk"), day__gte=since(days)).order_by()
    return Subquery(rows.values("kind").annotate(times=Sum("number")).values("times"))


def most_read(most=MOST_SHOWN):
    """Return {days: [(thing, number)]} of what was read most and visitors can still open, one query and one a kind besides."""
    rows = list(MostRead.objects.order_by("days", "place"))
    wanted = defaultdict(set)
    for row in rows:
        wanted[row.kind].add(row.thing)
    found = {}
    for key, ids in wanted.items():
        if kind := kinds.named(key):
            things = kind.public().filter(pk__in=ids).defer(*kind.texts, *in_languages(*kind.texts))
            found.update({(key, thing.pk): thing for thing in things})
    told: dict[int, list] = {WEEK: [], MONTH: []}
    for row in rows:
        if (row.kind, row.thing) in found and len(told[row.days]) < most:
            told[row.days].append((found[row.kind, row.thing], row.number))
    return told
