"""The shared cache in Redis, refusing at once while the server has just been waited for in vain."""

import time

import redis
from django.core.cache.backends.redis import RedisCache as DjangoRedisCache
from django.core.cache.backends.redis import RedisCacheClient

from portal.databases.patience import SLOW_SECONDS, Breaker

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


class ImpatientClient(RedisCacheClient):
    """Django's client over an impatient connection."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self._client = ImpatientRedis


class RedisCache(DjangoRedisCache):
    """The cache all processes share."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = ImpatientClient
