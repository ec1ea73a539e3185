"""Deployment mistakes as system checks with hints."""

from django.conf import settings
from django.core.cache import cache
from django.core.checks import Error, Tags, register
from django.core.files.storage import default_storage
from django.db import DatabaseError, connections
from redis.exceptions import RedisError
from redis.sentinel import MasterNotFoundError

from portal.backends.caches import is_sentinel, sentinel_address


@register(Tags.security, deploy=True)
def check_shared_cache(app_configs, **kwargs):
    """Sign-in throttling and page freshness need a cache that all processes share."""
    backend = settings.CACHES["default"]["BACKEND"]
    if "locmem" in backend or "dummy" in backend:
        return [
            Error(
                "The cache is not shared between processes.",
                hint="Set REDIS_URL, or remove the override of CACHES.",
                id="portal.E001",
            )
        ]
    return []


@register(Tags.database, deploy=True)
def check_that_the_database_takes_writes(app_configs, databases=None, **kwargs):
    """A standby looks like a database until somebody saves; asked only where `--database` names it."""
    return [
        Error(
            f"The database “{alias}” takes no writes: {said}.",
            hint="DATABASE_URL must lead to the primary: name all hosts, or the address that follows it. "
            "Otherwise see default_transaction_read_only.",
            id="portal.E002",
        )
        for alias in databases or ()
        if (said := _refusal(connections[alias]))
    ]


@register(Tags.caches, deploy=True)
def check_that_sentinel_knows_a_master(app_configs, databases=None, **kwargs):
    """Sentinel may not know the name in the address, or no server that goes by it; asked together with the databases."""
    if not databases or not is_sentinel(settings.REDIS_URL):
        return []
    service = sentinel_address(settings.REDIS_URL).service
    try:
        cache.get("readyz")
    except MasterNotFoundError:
        said = f"Sentinel names no master “{service}”."
    except RedisError as error:
        said = f"The master “{service}” that Sentinel names does not answer: {error}."
    else:
        return []
    return [Error(said, hint="Look at the hosts and the name in REDIS_URL: …/name/number.", id="portal.E003")]


@register(Tags.files, deploy=True)
def check_that_the_bucket_can_be_used(app_configs, databases=None, **kwargs):
    """A bucket may be missing, closed to the portal or open to everybody; tried with a file of its own, together with the databases."""
    if not databases or settings.BUCKET is None:
        return []
    from portal.serving.bucket_trial import trouble  # heavy: the client of the store

    said, hint = trouble(default_storage)
    return [Error(said, hint=hint, id="portal.E004")] if said else []


def _refusal(connection):
    """Return why nothing can be written, empty when it can or when nobody can say."""
    if connection.vendor != "postgresql":
        return ""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_is_in_recovery(), current_setting('transaction_read_only')")
            in_recovery, read_only = cursor.fetchone()
    except DatabaseError as error:
        return "no host among those named does" if "read-only" in str(error) else ""
    if in_recovery:
        return "it is a standby"
    return "it was made read-only" if read_only == "on" else ""
