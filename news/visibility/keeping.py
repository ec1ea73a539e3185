"""Putting the triggers in place after each `migrate`, and filling in what was written before they were there."""

import sys

from django.apps import apps as present_apps
from django.core.exceptions import FieldDoesNotExist
from django.db import connections, transaction
from django.db.models.signals import post_migrate, pre_migrate

from .deriving import DIALECTS, derive, derive_tagged, first_unfilled, recount


def missing(using="default"):
    """Return the names of what is not in place as it should be; empty means that the columns keep themselves."""
    with connections[using].cursor() as cursor:
        return DIALECTS[connections[using].vendor].missing(cursor)


def install(using="default"):
    """Put in place what is missing; tell whether anything was."""
    names = missing(using)
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        DIALECTS[connections[using].vendor].install(cursor, names)
    return bool(names)


def drop(using="default"):
    """Take all triggers away."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        DIALECTS[connections[using].vendor].drop(cursor)


def watch_migrations(app):
    """Keep the triggers in place through migrations."""
    pre_migrate.connect(_make_way, sender=app, dispatch_uid="visibility-makes-way")
    post_migrate.connect(_keep, sender=app, dispatch_uid="visibility-kept")


def _make_way(using, plan=(), **kwargs):
    """SQLite rebuilds tables, which drops triggers and stumbles over them; a step back takes the columns away."""
    backwards = any(back for _migration, back in plan)
    if plan and (backwards or connections[using].vendor == "sqlite"):
        drop(using)


def _keep(using, apps=present_apps, verbosity=1, **kwargs):
    try:
        apps.get_model("news", "Article")._meta.get_field("newest_stage")
        apps.get_model("indexdata", "Release")._meta.get_field("public_at")
    except (LookupError, FieldDoesNotExist):
        return

    def say(last, changed):
        if verbosity:
            sys.stdout.write(f"  visibility of articles: up to {last}, {changed} put right\n")
            sys.stdout.flush()

    if install(using):
        derive(using=using, say=say)
        derive_tagged(using)
        recount(using)
    elif (first := first_unfilled(using)) is not None:
        derive(first - 1, using=using, say=say)
