"""Counting what may happen so many times in so long, in the database that all processes share.

Not in the cache: a limit that is forgotten with it, or cannot be asked while it is away, stands open just when many things
fail at once.
"""

from datetime import timedelta

from django.core.cache import cache
from django.db import DatabaseError, models, transaction
from django.utils import timezone
from redis.exceptions import RedisError

from foundation.batches import delete_in_batches

UNREACHABLE = (DatabaseError, OSError, RedisError)


class Tally(models.Model):
    """A count of something met, since the first time, and the moment until which it counts. Nothing visitors see."""

    key = models.CharField(max_length=160, unique=True)
    number = models.PositiveIntegerField(default=1)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return f"{self.key} {self.number}"


@transaction.atomic
def count(key, seconds, at=None) -> int:
    """Count one more under a key that is forgotten so many seconds after the first; return the number."""
    now = at or timezone.now()
    Tally.objects.filter(key=key, ends_at__lte=now).delete()
    kept, new = Tally.objects.select_for_update().get_or_create(
        key=key, defaults={"ends_at": now + timedelta(seconds=seconds)}
    )
    if not new:
        kept.number += 1
        kept.save(update_fields=["number"])
    return kept.number


def count_often(key, seconds) -> int:
    """Count what comes many times a minute: in the cache, and in the database only while the cache cannot be asked."""
    try:
        cache.add(key, 0, seconds)
        return cache.incr(key)
    except (*UNREACHABLE, ValueError):
        return count(key, seconds)


def is_first(key, seconds, at=None) -> bool:
    """Tell whether a key is met for the first time in so many seconds, and remember it."""
    return count(key, seconds, at) == 1


def forget_tallies(at=None) -> int:
    """Forget what no longer counts; return how many."""
    return delete_in_batches(Tally.objects.filter(ends_at__lte=at or timezone.now()))
