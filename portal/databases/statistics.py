"""Statistics that the database's planner has of the tables.

PostgreSQL keeps its statistics fresh by itself. SQLite plans by those of the last `ANALYZE`, however much a table has grown
since, and a sample cannot say how many rows hold the same value. Without any it takes every table for one of a million
rows, which is right for what grows with the archive: lists of the newsroom, comments and the audit trail are asked in such
a way that it then chooses well, at every size. Figures are joined in many ways and grow slowly: they get a sample.
"""

from django.apps import apps
from django.db import connection

SAMPLED_ROWS = 400


def refresh_statistics():
    """Let the planner know what it should of the tables; a fraction of a second on SQLite."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("ANALYZE")
            return
        cursor.execute(f"PRAGMA analysis_limit={SAMPLED_ROWS}")
        for model in apps.get_app_config("indexdata").get_models():
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
        cursor.execute("DELETE FROM sqlite_stat1 WHERE substr(tbl, 1, 10) <> 'indexdata_'")
        # Read again: without this the connection goes on with the statistics that it knew.
        cursor.execute("ANALYZE sqlite_schema")
