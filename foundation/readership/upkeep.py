"""Chores of readings: finding what was read most, and forgetting old days."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.background.chores import daily, every, register_chore
from foundation.batches import delete_in_batches

from .models import MostRead, PageReads
from .telling import MONTH, MOST_SHOWN, WEEK, since

#: More are kept than are shown: some may be public no longer.
MOST_KEPT = 3 * MOST_SHOWN


def register():
    """Register the chores; called once when the applications are ready."""
    register_chore("most-read", _("Finding what is read most"), every(minutes=30), find_most_read)
    register_chore("forget-readings", _("Forgetting old counts of readings"), daily("03:50"), forget_readings)


def find_most_read():
    """Note what was read most in a week and in a month; return how many places are held."""
    rows = []
    for days in (WEEK, MONTH):
        counted = PageReads.objects.filter(day__gte=since(days)).values_list("kind", "thing")
        best = counted.annotate(times=Sum("number")).order_by("-times", "kind", "thing")[:MOST_KEPT]
        rows += [
            MostRead(days=days, place=place, kind=kind, thing=thing, number=times)
            for place, (kind, thing, times) in enumerate(best, 1)
        ]
    with transaction.atomic():
        MostRead.objects.all().delete()
        MostRead.objects.bulk_create(rows)
    return len(rows)


def forget_readings():
    """Delete counts of days longer ago than READS_KEPT_DAYS; return how many."""
    first = timezone.localdate() - timedelta(days=settings.READS_KEPT_DAYS)
    return delete_in_batches(PageReads.objects.filter(day__lt=first))
