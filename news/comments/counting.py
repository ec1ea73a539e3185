"""Counters in the cache that all processes share; while it cannot be asked nothing is held against anybody."""

from django.core.cache import cache
from django.db import DatabaseError
from redis.exceptions import RedisError

UNREACHABLE = (DatabaseError, OSError, RedisError)


def is_first(key, seconds):
    """Tell whether a key is met for the first time in so many seconds, and remember it."""
    try:
        return bool(cache.add(key, 1, seconds))
    except UNREACHABLE:
        return True


def count(key, seconds):
    """Count one more under a key that is forgotten after so many seconds; return the number, 0 if nobody can say."""
    try:
        cache.add(key, 0, seconds)
        return cache.incr(key)
    except (*UNREACHABLE, ValueError):
        return 0
