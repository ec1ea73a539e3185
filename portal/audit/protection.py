"""Triggers that keep the audit trail as it was written, whoever holds the portal's connection to the database.

Lines are deleted by the forgetting chore alone (`forgetting`). Whoever owns the database can of course drop a trigger:
the trail protects against what goes through the portal, and its copies against the rest (docs/operating.md).
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connections

TABLE = "portal_securityevent"
REFUSED = "Lines of the audit trail cannot be changed or deleted."
_forgetting = ContextVar("forgetting", default=False)

POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION portal_audit_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' AND current_setting('portal.forgetting', true) = 'on' THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NULL;
  END IF;
  RAISE EXCEPTION '{REFUSED}';
END $$;
DROP TRIGGER IF EXISTS portal_audit_rows ON {TABLE};
DROP TRIGGER IF EXISTS portal_audit_table ON {TABLE};
CREATE TRIGGER portal_audit_rows BEFORE UPDATE OR DELETE ON {TABLE}
  FOR EACH ROW EXECUTE FUNCTION portal_audit_refuses();
CREATE TRIGGER portal_audit_table BEFORE TRUNCATE ON {TABLE}
  FOR EACH STATEMENT EXECUTE FUNCTION portal_audit_refuses();
"""
SQLITE = (
    f"CREATE TRIGGER IF NOT EXISTS portal_audit_update BEFORE UPDATE ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    f"CREATE TRIGGER IF NOT EXISTS portal_audit_delete BEFORE DELETE ON {TABLE} "
    f"WHEN NOT portal_forgetting() BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
)


def protect(sender, using="default", **kwargs):
    """Set the triggers where the table exists: a receiver of post_migrate; running it again changes nothing."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE 'portal_audit_%%'",
                [TABLE],
            )
            if cursor.fetchone()[0] < 2:
                cursor.execute(POSTGRESQL)
        elif connection.vendor == "sqlite":
            for statement in SQLITE:
                cursor.execute(statement)


def teach_connection(sender, connection, **kwargs):
    """Let the triggers of a new SQLite connection ask whether the forgetting chore is at work."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("portal_forgetting", 0, lambda: int(_forgetting.get()))


@contextmanager
def forgetting(using="default"):
    """Let lines be deleted inside the `with` statement, on this thread's connection only."""
    connection = connections[using]
    token = _forgetting.set(True)
    _tell_postgresql(connection, "on")
    try:
        yield
    finally:
        _forgetting.reset(token)
        if not connection.needs_rollback:
            _tell_postgresql(connection, "off")


def _tell_postgresql(connection, state):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('portal.forgetting', %s, false)", [state])
