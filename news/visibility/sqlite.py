"""The triggers for SQLite: each row is put right after it was written."""

from .definition import (
    APPROVED,
    DERIVED,
    HOURS_AHEAD,
    IS_ARTICLE,
    LASTING,
    SOURCES,
    THREAD,
    derived,
    tagged,
)

GREATEST = "max"


def month_of(row):
    """Return the SQL of the month of a row as a number, e.g. 202306."""
    return f"CAST(strftime('%Y%m', substr({row}.published_at, 1, 19), '+{HOURS_AHEAD} hours') AS INTEGER)"


def triggers():
    """Return {name: SQL} of all triggers."""
    return {name: f"CREATE TRIGGER {name} {sql}" for name, sql in _triggers().items()}


def _triggers():
    right = _righting("news_article", derived("news_article", GREATEST))
    tag_right = _righting("news_taggeditem", tagged("news_taggeditem"))
    tags_right = f"{tag_right} AND {IS_ARTICLE.format(row='news_taggeditem')}"
    moments = ("published_at", "visible_from", "visible_until")
    return {
        "news_article_derive_new": f"AFTER INSERT ON news_article BEGIN {right} AND id = NEW.id; END",
        "news_article_derive": f"AFTER UPDATE OF {', '.join((*SOURCES, *DERIVED))} ON news_article "
        f"BEGIN {right} AND id = NEW.id; END",
        "news_release_moves": "AFTER UPDATE OF public_at ON indexdata_release "
        f"WHEN OLD.public_at IS NOT NEW.public_at BEGIN {right} AND release_id = NEW.id; END",
        "news_release_comes": f"AFTER INSERT ON indexdata_release BEGIN {right} AND release_id = NEW.id; END",
        "news_section_turns": "AFTER UPDATE OF kind ON news_section "
        f"WHEN OLD.kind IS NOT NEW.kind BEGIN {right} AND section_id = NEW.id; END",
        "news_tagged_derive_new": f"AFTER INSERT ON news_taggeditem BEGIN {tag_right} AND id = NEW.id; END",
        "news_tagged_derive": f"AFTER UPDATE OF content_type_id, object_id, {', '.join(moments)} "
        f"ON news_taggeditem BEGIN {tag_right} AND id = NEW.id; END",
        "news_article_tags_new": f"AFTER INSERT ON news_article BEGIN {tags_right} AND object_id = NEW.id; END",
        "news_article_tags": f"AFTER UPDATE OF {', '.join(moments)} ON news_article "
        f"WHEN {_changed(moments)} BEGIN {tags_right} AND object_id = NEW.id; END",
        "news_article_tags_gone": f"AFTER DELETE ON news_article BEGIN {tags_right} AND object_id = OLD.id; END",
        **_month_counts("news_article", "section_id", "news_sectionmonth", moments),
        **_month_counts("news_taggeditem", "tag_id", "news_tagmonth", moments),
        **_comment_counts(),
    }


def _righting(table, columns):
    """Return the beginning of a statement that puts the stored columns of a table right where they are wrong."""
    put = ", ".join(f"{name} = {sql}" for name, sql in columns.items())
    wrong = " OR ".join(f"{name} IS NOT {sql}" for name, sql in columns.items())
    return f"UPDATE {table} SET {put} WHERE ({wrong})"


def _changed(names):
    return " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in names)


def _month_counts(table, key, counts, moments):
    """Return the triggers that count the lasting rows of a table by month and by section or tag."""
    less = (
        f"UPDATE {counts} SET number = number - 1 "
        f"WHERE {key} = OLD.{key} AND month = {month_of('OLD')} AND {LASTING.format(row='OLD')};"
    )
    more = (
        f"INSERT INTO {counts} ({key}, month, number) "
        f"SELECT NEW.{key}, {month_of('NEW')}, 1 WHERE {LASTING.format(row='NEW')} "
        f"ON CONFLICT ({key}, month) DO UPDATE SET number = number + 1;"
    )
    columns = (key, *moments)
    return {
        f"{table}_count_new": f"AFTER INSERT ON {table} BEGIN {more} END",
        f"{table}_count": f"AFTER UPDATE OF {', '.join(columns)} ON {table} "
        f"WHEN {_changed(columns)} BEGIN {less} {more} END",
        f"{table}_count_gone": f"AFTER DELETE ON {table} BEGIN {less} END",
    }


def _comment_counts():
    columns = ("article_id", "status", "parent_id", "on_page")
    approved, thread = ({row: sql.format(row=row) for row in ("OLD", "NEW")} for sql in (APPROVED, THREAD))
    less = (
        f"UPDATE news_commenttotal SET approved = approved - {approved['OLD']}, "
        f"threads = threads - {thread['OLD']} WHERE article_id = OLD.article_id;"
    )
    more = (
        "INSERT INTO news_commenttotal (article_id, approved, threads) "
        f"SELECT NEW.article_id, {approved['NEW']}, {thread['NEW']} WHERE {approved['NEW']} OR {thread['NEW']} "
        "ON CONFLICT (article_id) DO UPDATE "
        "SET approved = approved + excluded.approved, threads = threads + excluded.threads;"
    )
    return {
        "news_comment_count_new": f"AFTER INSERT ON news_comment BEGIN {more} END",
        "news_comment_count": f"AFTER UPDATE OF {', '.join(columns)} ON news_comment "
        f"WHEN {_changed(columns)} BEGIN {less} {more} END",
        "news_comment_count_gone": f"AFTER DELETE ON news_comment BEGIN {less} END",
    }


def missing(cursor):
    """Return the names of the triggers that are not there as they should be."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    held = dict(cursor.fetchall())
    return [name for name, sql in triggers().items() if held.get(name) != sql]


def install(cursor, names):
    """Put triggers in place."""
    for name in names:
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(triggers()[name])


def drop(cursor):
    """Take all triggers away: SQLite cannot rebuild a table that a trigger of another one names."""
    for name in triggers():
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
