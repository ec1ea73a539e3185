"""The shared cache in Redis: refusing at once while the server has just been waited for in vain, found by Sentinel where an
address says so, and known by its name, so that one that took its place is noticed.
"""

import re
import time

import redis
from django.core.cache.backends.redis import RedisCache as DjangoRedisCache
from django.core.cache.backends.redis import RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ResponseError
from redis.retry import Retry
from redis.sentinel import (
    Sentinel,
    SentinelConnectionPool,
    SentinelManagedConnection,
    SentinelManagedSSLConnection,
)

from portal.backends.caches import sentinel_address
from portal.databases.patience import SLOW_SECONDS, Breaker

RUN_ID = re.compile(rb"run_id:(\w+)")
breaker = Breaker()


class ImpatientRedis(redis.Redis):
    """A client that does not ask a server that has just not answered."""

    def execute_command(self, *args, **options):
        """Return Redis's answer; raise ConnectionError at once while it is known not to answer."""
        if breaker.is_open():
            raise redis.ConnectionError("the server does not answer")
        begun = time.monotonic()
        try:
            answer = super().execute_command(*args, **options)
        except (redis.ConnectionError, redis.TimeoutError):
            if time.monotonic() - begun > SLOW_SECONDS:
                breaker.waited_in_vain()
            raise
        breaker.answered()
        return answer


class Holder:
    """The server that answers as Redis in this process: one that was started anew, or took another's place, has another name."""

    name: str | None = None

    def greet(self, connection):
        """Begin a connection as Redis's own client does, and ask the server for its name: a restart ends all connections."""
        connection.on_connect()
        connection.send_command("INFO", "server")
        try:
            said = connection.read_response(disable_decoding=True)
        except ResponseError:  # this account may not ask: its place is all there is to know
            said = b""
        found = RUN_ID.search(said if isinstance(said, bytes) else b"")
        where = f"{getattr(connection, 'host', '')}:{getattr(connection, 'port', '')}"
        self.name = found[1].decode() if found else where


holder = Holder()


class ImpatientClient(RedisCacheClient):
    """Django's client over an impatient connection."""

    def __init__(self, *args, **options):
        super().__init__(*args, redis_connect_func=holder.greet, **options)
        self._client = ImpatientRedis


class RedisCache(DjangoRedisCache):
    """The cache all processes share."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = ImpatientClient

    def holder(self):
        """Return the name of the server that answered last, None before any has."""
        return holder.name


class SentinelConnection(SentinelManagedConnection):
    """A connection that ends when an answer does not come: redis-py keeps those behind Sentinel open, and the next question would get
    the late answer to the one before.
    """

    def read_response(self, *args, **options):
        """Return the next answer; whoever does not get it gets none on this connection."""
        return super().read_response(*args, **{"disconnect_on_error": True, **options})


class EncryptedSentinelConnection(SentinelConnection, SentinelManagedSSLConnection):
    """The same, encrypted."""


class SentinelPool(SentinelConnectionPool):
    """Connections to the master that Sentinel names; each new one asks, so a change of master is followed."""

    @classmethod
    def from_url(cls, url, **options):
        """Return a pool for an address that begins with redis+sentinel://."""
        place = sentinel_address(url)
        waits = {name: value for name, value in options.items() if name.startswith("socket_")}
        sentinels = Sentinel(
            place.hosts,
            sentinel_kwargs={**waits, "retry": Retry(NoBackoff(), 0), **place.sentinel_options},
        )
        options["retry"] = Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,))
        kind = EncryptedSentinelConnection if place.is_encrypted else SentinelConnection
        options = {**options, **place.options, "connection_class": kind}
        return cls(place.service, sentinels, ssl=place.is_encrypted, **options)
