"""Filling in what the triggers keep: all articles in batches that may be broken off, and both tables of counts."""

from django.db import connections, transaction

from . import postgresql, sqlite
from .definition import APPROVED, LASTING, THREAD, derived, tagged

DIALECTS = {"postgresql": postgresql, "sqlite": sqlite}
BATCH = 2000


def derive(after=0, using="default", batch=BATCH, say=None):
    """Put the stored columns of all articles with a greater id right; return how many were wrong.

    Each batch is a transaction of its own, and rows that are right are not written: broken off and run again, it ends as an
    unbroken run would. `say` is told the last id and the number put right after each batch.
    """
    connection = connections[using]
    columns = derived("news_article", DIALECTS[connection.vendor].GREATEST)
    return _put_right(connection, "news_article", columns, after, batch, say)


def derive_tagged(using="default", batch=BATCH):
    """Put right what tags on articles know of them; return how many were wrong."""
    return _put_right(connections[using], "news_taggeditem", tagged("news_taggeditem"), 0, batch)


def _put_right(connection, table, columns, after, batch, say=None):
    changed = 0
    put = ", ".join(f"{name} = {sql}" for name, sql in columns.items())
    differs = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    wrong = " OR ".join(f"{name} {differs} {sql}" for name, sql in columns.items())
    while last := _last_of_batch(connection, table, after, batch):
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET {put} WHERE id > %s AND id <= %s AND ({wrong})",
                [after, last],
            )
            changed += cursor.rowcount
        after = last
        if say:
            say(last, changed)
    return changed


def first_unfilled(using="default"):
    """Return the smallest id of an article whose columns were never filled in, or None."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT min(id) FROM news_article WHERE newest_stage IS NULL")
        return cursor.fetchone()[0]


def recount(using="default"):
    """Count articles by section, tag and month, and comments by article, anew; the counts are locked meanwhile."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("LOCK TABLE news_sectionmonth, news_tagmonth, news_commenttotal IN EXCLUSIVE MODE")
        for table, key, counts in (
            ("news_article", "section_id", "news_sectionmonth"),
            ("news_taggeditem", "tag_id", "news_tagmonth"),
        ):
            month = DIALECTS[connection.vendor].month_of(table)
            cursor.execute(f"DELETE FROM {counts}")
            cursor.execute(
                f"INSERT INTO {counts} ({key}, month, number) SELECT {key}, {month}, count(*) "
                f"FROM {table} WHERE {LASTING.format(row=table)} GROUP BY 1, 2"
            )
        approved, threads = (sql.format(row="news_comment") for sql in (APPROVED, THREAD))
        cursor.execute("DELETE FROM news_commenttotal")
        cursor.execute(
            "INSERT INTO news_commenttotal (article_id, approved, threads) SELECT article_id, "
            f"sum(CASE WHEN {approved} THEN 1 ELSE 0 END), sum(CASE WHEN {threads} THEN 1 ELSE 0 END) "
            f"FROM news_comment WHERE {approved} OR {threads} GROUP BY 1"
        )


def _last_of_batch(connection, table, after, batch):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT max(id) FROM (SELECT id FROM {table} WHERE id > %s ORDER BY id LIMIT %s) AS batch",
            [after, batch],
        )
        return cursor.fetchone()[0]
