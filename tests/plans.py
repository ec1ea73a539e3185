"""How the database answers the questions of a page: which tables it reads from end to end."""

import json
import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

#: Tables that may be a million rows long.
LARGE = frozenset(
    {
        "news_article",
        "news_picture",
        "news_taggeditem",
        "news_comment",
        "news_reference",
        "news_revision",
        "portal_securityevent",
        "indexdata_revision",
    }
)

#: The first rows of a table in the order in which SQLite keeps it: named a scan, it ends soon.
FIRST_ROWS = re.compile(r"ORDER BY 1 (ASC|DESC) LIMIT \d+( OFFSET \d+)?$")

#: A table that is read by an index, and by what few rows are found.
LOOKED_UP = re.compile(r"(?:SCAN|SEARCH) (\w+)")
FEW = re.compile(
    r"PRIMARY KEY|article_(coming|going|pinned)|tagged_object|object_id=\?|parent_id|USING INDEX open_reports"
    r"|tagged_coming \(tag_id=\? AND visible_from>\?\)|tagged_going"
)


def analyze():
    """Let the planner know how large the tables are."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def forget_statistics():
    """Let SQLite's planner know of no table how large it is."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.execute("ANALYZE sqlite_schema")


def scans_of(ask):
    """Call `ask` and return (table, statement) of each large table that one of its questions reads whole, or sorts whole."""
    return [(table, sql) for sql in _asked_by(ask) for table in _scanned(sql)]


def walks_of(ask):
    """Call `ask` and return (table, statement) where a question without a limit looks up more than few rows of a large table.

    PostgreSQL knows by itself which condition leaves few.
    """
    if connection.vendor == "postgresql":
        return []
    return [(table, sql) for sql in _asked_by(ask) if " LIMIT " not in sql for table in _walked(sql)]


def _asked_by(ask):
    with CaptureQueriesContext(connection) as captured:
        ask()
    asked = [query["sql"] for query in captured.captured_queries]
    return [sql for sql in asked if sql.lstrip().upper().startswith(("SELECT", "(SELECT"))]


def _scanned(sql):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Of tables as small as those of a test PostgreSQL reads everything; at their real size it would not.
            cursor.execute("SELECT set_config('enable_seqscan', 'off', true)")
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
            plan = cursor.fetchone()[0]
            cursor.execute("SELECT set_config('enable_seqscan', 'on', true)")
            plan = json.loads(plan) if isinstance(plan, str) else plan
            return set(_sequential(plan[0]["Plan"]))
        steps = _steps(cursor, sql)
    if FIRST_ROWS.search(sql) and not any("TEMP B-TREE" in step for *_place, step in steps):
        return set()
    read = {table: step for _id, level, _none, step in steps for table in _read_whole(steps, level, step)}
    return _named(sql, read) & LARGE


def _walked(sql):
    with connection.cursor() as cursor:
        steps = _steps(cursor, sql)
    found = [LOOKED_UP.match(step) for *_place, step in steps if not FEW.search(step)]
    return _named(sql, {one[1] for one in found if one}) & LARGE


def _steps(cursor, sql):
    cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
    return cursor.fetchall()


def _named(sql, tables):
    """Return the tables by their names, those too that a statement calls by an alias."""
    alias = {
        short: table for table, short in re.findall(r'"((?:news|portal|indexdata)_\w+)" ([A-Z]\d+)', sql)
    }
    return {alias.get(table, table) for table in tables}


def _read_whole(steps, level, step):
    """Yield the table (or its alias) that a step of SQLite's plan reads from end to end, or a long part of it to be sorted.

    Rows that are looked up by their ids, or by the moments that few have still to come, may be sorted.
    """
    if found := re.match(r"SCAN (\w+)", step):
        if " USING " not in step:
            yield found[1]
    elif step.startswith("USE TEMP B-TREE FOR ORDER BY"):
        for _id, beside, _none, other in steps:
            if beside == level and (found := LOOKED_UP.match(other)) and not FEW.search(other):
                yield found[1]


def _sequential(node):
    if node["Node Type"] == "Seq Scan" and node.get("Relation Name") in LARGE:
        yield node["Relation Name"]
    for inner in node.get("Plans", ()):
        yield from _sequential(inner)
