"""What is counted holds for all processes, cache or no cache, and ends by itself."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from foundation.models import Tally
from foundation.tally import count, count_often, forget_tallies, is_first

pytestmark = pytest.mark.django_db


def test_counts_until_its_time_is_over():
    now = timezone.now()
    assert [count("asked", 60, now) for _ in range(3)] == [1, 2, 3]
    assert count("other", 60, now) == 1
    assert count("asked", 60, now + timedelta(seconds=60)) == 1


def test_counts_while_the_cache_is_away(monkeypatch):  # A6: limits are never open
    def refuse(*args, **kwargs):
        raise ConnectionError

    for name in ("add", "incr", "get", "set"):
        monkeypatch.setattr(cache, name, refuse)
    assert is_first("proof", 60)
    assert not is_first("proof", 60)
    assert [count_often("charts", 60) for _ in range(2)] == [1, 2]


def test_what_no_longer_counts_is_forgotten():
    now = timezone.now()
    count("short", 1, now)
    count("long", 100, now)
    assert forget_tallies(now + timedelta(seconds=2)) == 1
    assert Tally.objects.get().key == "long"
