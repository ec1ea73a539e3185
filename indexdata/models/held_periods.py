"""The period of an observation is that of its release: both databases hold on to it, whatever writes.

The triggers are put in place after each `migrate`. SQLite drops the triggers of a table that it rebuilds, so they make way
before it.
"""

from django.apps import apps as present_apps
from django.core.exceptions import FieldDoesNotExist
from django.db import connections, transaction
from django.db.models.signals import post_migrate, pre_migrate

from . import held_moments

_REFUSE = "BEGIN SELECT RAISE(ABORT, 'the period of an observation is that of its release'); END"
_OF_ANOTHER = "WHEN NEW.period IS NOT (SELECT period FROM indexdata_release WHERE id = NEW.release_id)"
SQLITE = {
    "indexdata_period_of_new": f"BEFORE INSERT ON indexdata_observation {_OF_ANOTHER} {_REFUSE}",
    "indexdata_period_of_changed": "BEFORE UPDATE OF period, release_id ON indexdata_observation "
    f"{_OF_ANOTHER} {_REFUSE}",
    "indexdata_period_of_release": "BEFORE UPDATE OF period ON indexdata_release "
    "WHEN OLD.period IS NOT NEW.period "
    "AND EXISTS (SELECT 1 FROM indexdata_observation WHERE release_id = OLD.id) "
    "BEGIN SELECT RAISE(ABORT, 'the period of an observation is that of its release'); END",
    **held_moments.SQLITE,
}
_FUNCTIONS = {
    "indexdata_period_of_figures": """
        IF EXISTS (
            SELECT 1 FROM written w JOIN indexdata_release r ON r.id = w.release_id WHERE r.period <> w.period
        ) THEN
            RAISE EXCEPTION 'the period of an observation is that of its release'
            USING ERRCODE = 'integrity_constraint_violation';
        END IF;""",
    "indexdata_period_of_releases": """
        IF EXISTS (
            SELECT 1 FROM written w JOIN indexdata_observation o ON o.release_id = w.id WHERE o.period <> w.period
        ) THEN
            RAISE EXCEPTION 'the period of an observation is that of its release'
            USING ERRCODE = 'integrity_constraint_violation';
        END IF;""",
    **held_moments.FUNCTIONS,
}
_STATEMENT = "REFERENCING NEW TABLE AS written FOR EACH STATEMENT"
POSTGRESQL = {
    "indexdata_period_of_new": (
        "indexdata_observation",
        f"AFTER INSERT ON indexdata_observation {_STATEMENT}",
        "indexdata_period_of_figures",
    ),
    "indexdata_period_of_changed": (
        "indexdata_observation",
        f"AFTER UPDATE ON indexdata_observation {_STATEMENT}",
        "indexdata_period_of_figures",
    ),
    "indexdata_period_of_release": (
        "indexdata_release",
        f"AFTER UPDATE ON indexdata_release {_STATEMENT}",
        "indexdata_period_of_releases",
    ),
    **held_moments.POSTGRESQL,
}


def install(using="default"):
    """Put the triggers in place, whatever is there."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, sql in SQLITE.items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                cursor.execute(f"CREATE TRIGGER {name} {sql}")
            return
        for name, body in _FUNCTIONS.items():
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {body} RETURN NULL; END $$"
            )
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname = ANY(%s)", [list(POSTGRESQL)])
        there = {name for (name,) in cursor.fetchall()}
        for name, (_table, event, function) in POSTGRESQL.items():
            if name not in there:
                cursor.execute(f"CREATE TRIGGER {name} {event} EXECUTE FUNCTION {function}()")


def drop(using="default"):
    """Take the triggers away."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            return
        for name, (table, _event, _function) in POSTGRESQL.items():
            cursor.execute("SELECT 1 FROM pg_trigger WHERE tgname = %s", [name])
            if cursor.fetchone():
                cursor.execute(f"DROP TRIGGER {name} ON {table}")


def watch_migrations(app):
    """Keep the triggers in place through migrations."""
    pre_migrate.connect(_make_way, sender=app, dispatch_uid="held-periods-make-way")
    post_migrate.connect(_keep, sender=app, dispatch_uid="held-periods-kept")


def _make_way(using, plan=(), **kwargs):
    if plan:
        drop(using)


def _keep(using, apps=present_apps, **kwargs):
    try:
        apps.get_model("indexdata", "Release")._meta.get_field("public_at")
    except (LookupError, FieldDoesNotExist):  # migrated to an older state
        return
    install(using)
