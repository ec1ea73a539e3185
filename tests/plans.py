"""How the database answers the questions of a page: which tables it reads from end to end."""

import json
import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

#: Tables that may be a million rows long.
LARGE = frozenset({"news_article", "news_taggeditem", "news_comment", "news_reference", "news_revision"})

#: The first row of a table in the order in which SQLite keeps it: named a scan, it ends at once.
FIRST_ROW = re.compile(r'FROM "news_\w+" ORDER BY 1 (ASC|DESC) LIMIT 1$')


def analyze():
    """Let the planner know how large the tables are."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def scans_of(ask):
    """Call `ask` and return (table, statement) of each large table that one of its questions reads whole, or sorts whole."""
    with CaptureQueriesContext(connection) as captured:
        ask()
    found = []
    for query in captured.captured_queries:
        sql = query["sql"]
        if sql.lstrip().upper().startswith(("SELECT", "(SELECT")):
            found += [(table, sql) for table in _scanned(sql)]
    return found


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
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        steps = [row[3] for row in cursor.fetchall()]
    named = dict(re.findall(r'"?(news_\w+)"? (?:AS )?"?([A-Z]\d+)"?', sql))
    alias = {short: table for table, short in named.items()}
    if FIRST_ROW.search(sql):
        return set()
    scanned = (re.match(r"SCAN (\w+)(?! USING)", step) for step in steps if " USING " not in step)
    return {alias.get(found[1], found[1]) for found in scanned if found} & LARGE


def _sequential(node):
    if node["Node Type"] == "Seq Scan" and node.get("Relation Name") in LARGE:
        yield node["Relation Name"]
    for inner in node.get("Plans", ()):
        yield from _sequential(inner)
