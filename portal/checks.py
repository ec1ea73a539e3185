"""Deployment mistakes as system checks with hints."""

import os
from contextlib import suppress

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.checks import Error, Tags, register
from django.core.files.storage import default_storage
from django.db import DatabaseError, connections
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
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
def check_that_redis_answers(app_configs, databases=None, **kwargs):
    """Sentinel may be away, or know no master of the name in the address; asked together with the databases."""
    if not databases or not settings.REDIS_URL:
        return []
    try:
        cache.get("readyz")
    except MasterNotFoundError:
        return [
            Error(
                _no_master(),
                hint="Look at the hosts and the name in REDIS_URL: …/name/number.",
                id="portal.E003",
            )
        ]
    except RedisError as error:
        who = "Redis"
        if is_sentinel(settings.REDIS_URL):
            who = f"The master “{sentinel_address(settings.REDIS_URL).service}” that Sentinel names"
        hint = "Pages are made for every request until it answers: see REDIS_URL."
        return [Error(f"{who} does not answer: {str(error).rstrip('.')}.", hint=hint, id="portal.E005")]
    return []


@register(Tags.security, deploy=True)
def check_groups_that_need_a_second_factor(app_configs, databases=None, **kwargs):
    """A name that no group has would let its people in without; asked together with the databases."""
    named = set(settings.SECOND_FACTOR_REQUIRED) - {settings.SUPERUSERS, "nobody"}
    if not databases or not named:
        return []
    try:
        unknown = named.difference(apps.get_model("auth", "Group").objects.values_list("name", flat=True))
    except DatabaseError:  # away, or not made yet: others say so
        return []
    return [
        Error(
            f"SECOND_FACTOR_REQUIRED names a group that is not there: “{name}”.",
            hint="Its people sign in without a second factor. Write it as it is called under Groups.",
            id="portal.E006",
        )
        for name in sorted(unknown)
    ]


def _no_master():
    """Return whether no Sentinel answers, or those that do know no such master."""
    place = sentinel_address(settings.REDIS_URL)
    seconds = settings.REDIS_MILLISECONDS / 1000
    for host, port in place.hosts:
        with suppress(RedisError), Redis(
            host=host, port=port, socket_timeout=seconds, socket_connect_timeout=seconds,
            retry=Retry(NoBackoff(), 0), **place.sentinel_options,
        ) as sentinel:  # fmt: skip
            sentinel.ping()
            return f"Sentinel names no master “{place.service}”."
    return f"None of the Sentinels answers: {', '.join(f'{host}:{port}' for host, port in place.hosts)}."


@register(Tags.files, deploy=True)
def check_that_the_bucket_can_be_used(app_configs, databases=None, **kwargs):
    """A bucket may be missing, closed to the portal or open to everybody; tried with a file of its own, together with the databases."""
    if not databases or settings.BUCKET is None:
        return []
    from portal.serving.bucket_trial import trouble  # heavy: the client of the store

    said, hint = trouble(default_storage)
    return [Error(said, hint=hint, id="portal.E004")] if said else []


def _refusal(connection):
    """Return why nothing can be written, empty when it can."""
    if connection.vendor != "postgresql":
        return _refusal_of_file(str(connection.settings_dict["NAME"]))
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_is_in_recovery(), current_setting('transaction_read_only')")
            in_recovery, read_only = cursor.fetchone()
    except DatabaseError as error:
        if "read-only" in str(error):
            return "no host among those named does"
        return f"it does not answer ({str(error).strip().splitlines()[0]})"
    if in_recovery:
        return "it is a standby"
    return "it was made read-only" if read_only == "on" else ""


def _refusal_of_file(path):
    """Return why nothing can be written into SQLite's file or the folder that it lies in."""
    if os.path.exists(path) and not os.access(path, os.W_OK):
        return f"{path} may not be written"
    folder = os.path.dirname(path)
    return f"{folder} may not be written" if folder and not os.access(folder, os.W_OK) else ""
