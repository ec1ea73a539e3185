"""Deleting and changing many rows in short transactions: nobody waits long, and what is broken off is gone on with next time."""

from django.db import transaction
from django.db.models import QuerySet

AT_ONCE = 2000


def delete_in_batches(rows: QuerySet, at_once: int = AT_ONCE) -> int:
    """Delete the rows of a queryset, some a transaction; return how many went, with those that go with them."""
    gone = 0
    for batch in _batches(rows, at_once):
        gone += batch.delete()[0]
    return gone


def update_in_batches(rows: QuerySet, at_once: int = AT_ONCE, **values) -> int:
    """Give the rows of a queryset these values, some a transaction; return how many changed."""
    return sum(batch.update(**values) for batch in _batches(rows, at_once))


def _batches(rows, at_once):
    """Yield querysets of the next rows by their keys, each in a transaction of its own.

    Rows that are in the queryset no longer when their turn comes stay as they are.
    """
    rows = rows.order_by("pk")
    keys = list(rows.values_list("pk", flat=True)[:at_once])
    while keys:
        with transaction.atomic():
            yield rows.order_by().filter(pk__in=keys)
        keys = list(rows.filter(pk__gt=keys[-1]).values_list("pk", flat=True)[:at_once])
