"""The stamps in the cache that all processes share: one value for each token, and one for all that says "look again".

Every value is new whenever it is written and compared for equality alone, so writers in a race lose nothing: whoever
comes last, everybody sees a value they have not seen. A value that is missing (an emptied cache) is written anew, which
counts as a change. A writer writes the tokens first and the one for all last.
"""

import secrets
import time

from django.core.cache import cache, caches
from django.db import Error
from redis.exceptions import RedisError

STAMP_KEY = "site-stamp"
UNREACHABLE = (Error, OSError, RedisError)


def new_value():
    """Return a value nobody has seen, with the present time in it."""
    return f"{time.time():.3f}-{secrets.token_hex(6)}"


def time_of(value):
    """Return the Unix time at which a value was made."""
    return float(value.partition("-")[0])


def write(tokens, value):
    """Write a new value for each of these tokens."""
    cache.set_many({_key(token): value for token in tokens}, None)
    cache.set(STAMP_KEY, value, None)


def read_one():
    """Return the one value for all; None if the cache keeps nothing."""
    value = cache.get(STAMP_KEY)
    if value is None:
        cache.add(STAMP_KEY, new_value(), None)
        value = cache.get(STAMP_KEY)
    return value


def read_all(tokens):
    """Return `{token: value}`; None if the cache keeps nothing."""
    keys = {_key(token): token for token in tokens}
    held = cache.get_many(keys)
    missing = keys.keys() - held.keys()
    if missing:
        cache.set_many(dict.fromkeys(missing, new_value()), None)
        held |= cache.get_many(missing)
    if len(held) < len(keys):
        return None
    return {keys[key]: value for key, value in held.items()}


def holder():
    """Return the name of the server that holds the stamps; None where they lie in the database or in files.

    Another name is another server, or the same one after a restart: what was written last may be lost.
    """
    ask = getattr(caches["default"], "holder", None)
    return ask() if ask else None


def _key(token):
    return f"{STAMP_KEY}-{token}"
