"""The triggers for PostgreSQL: the columns of a row before it is written, the counts once for each statement.

An article that begins to name a release or a section locks that row against change until it is committed, so that a
release moved at the same moment is either seen by the article or sees it.
"""

from hashlib import sha256

from .definition import APPROVED, HOURS_AHEAD, IS_ARTICLE, LASTING, THREAD, derived, tagged

GREATEST = "greatest"
COPIES = {"INSERT": ("new_rows",), "UPDATE": ("new_rows", "old_rows"), "DELETE": ("old_rows",)}


def month_of(row):
    """Return the SQL of the month of a row as a number, e.g. 202306."""
    moved = f"({row}.published_at AT TIME ZONE 'UTC') + interval '{HOURS_AHEAD} hours'"
    return f"to_char({moved}, 'YYYYMM')::integer"


def functions():
    """Return {name: body} of the functions behind the triggers."""
    return {
        "news_article_derive": _deriving(
            derived("NEW", GREATEST), {"release_id": "indexdata_release", "section_id": "news_section"}
        ),
        "news_tagged_derive": _deriving(tagged("NEW"), {"object_id": "news_article"}),
        "news_article_count": _counting_months("section_id", "news_sectionmonth"),
        "news_taggeditem_count": _counting_months("tag_id", "news_tagmonth"),
        "news_comment_count": _counting_comments(),
        "news_release_moved": _touching("news_article", "visible_from", "release_id = NEW.id"),
        "news_section_turned": _touching("news_article", "section_kind", "section_id = NEW.id"),
        "news_article_retag": _touching(
            "news_taggeditem",
            "visible_from",
            f"object_id = NEW.id AND {IS_ARTICLE.format(row='news_taggeditem')}",
        ),
        "news_article_untag": _touching(
            "news_taggeditem",
            "visible_from",
            f"object_id = OLD.id AND {IS_ARTICLE.format(row='news_taggeditem')}",
        ),
    }


def triggers():
    """Return {name: (table, SQL)} of all triggers."""
    each = "FOR EACH ROW"
    moved = " OR ".join(
        f"OLD.{name} IS DISTINCT FROM NEW.{name}"
        for name in ("published_at", "visible_from", "visible_until")
    )
    found = {
        "news_article_derive": ("news_article", "BEFORE INSERT OR UPDATE", each, "news_article_derive"),
        "news_tagged_derive": ("news_taggeditem", "BEFORE INSERT OR UPDATE", each, "news_tagged_derive"),
        "news_release_moves": (
            "indexdata_release", "AFTER UPDATE OF public_at",
            f"{each} WHEN (OLD.public_at IS DISTINCT FROM NEW.public_at)", "news_release_moved",
        ),
        "news_release_comes": ("indexdata_release", "AFTER INSERT", each, "news_release_moved"),
        "news_section_turns": (
            "news_section", "AFTER UPDATE OF kind",
            f"{each} WHEN (OLD.kind IS DISTINCT FROM NEW.kind)", "news_section_turned",
        ),
        "news_article_tags_new": ("news_article", "AFTER INSERT", each, "news_article_retag"),
        "news_article_tags": ("news_article", "AFTER UPDATE", f"{each} WHEN ({moved})", "news_article_retag"),
        "news_article_tags_gone": ("news_article", "AFTER DELETE", each, "news_article_untag"),
    }  # fmt: skip
    for table in ("news_article", "news_taggeditem", "news_comment"):
        for verb, copies in COPIES.items():
            named = " ".join(f"{copy.split('_')[0].upper()} TABLE AS {copy}" for copy in copies)
            found[f"{table}_count_{verb.lower()}"] = (
                table, f"AFTER {verb}", f"REFERENCING {named} FOR EACH STATEMENT", f"{table}_count",
            )  # fmt: skip
    return {
        name: (table, function, f"{when} ON {table} {how} EXECUTE FUNCTION {function}()")
        for name, (table, when, how, function) in found.items()
    }


def _deriving(columns, followed):
    """Return a function that fills in the columns of a new row; what the row begins to follow is locked against change."""
    locks = "".join(
        f"""
  IF TG_OP = 'INSERT' THEN
    PERFORM 1 FROM {table} WHERE id = NEW.{key} FOR SHARE;
  ELSIF OLD.{key} IS DISTINCT FROM NEW.{key} THEN
    PERFORM 1 FROM {table} WHERE id = NEW.{key} FOR SHARE;
  END IF;"""
        for key, table in followed.items()
    )
    put = "".join(f"\n  NEW.{name} := {sql};" for name, sql in columns.items())
    return f"\nBEGIN{locks}{put}\n  RETURN NEW;\nEND"


def _touching(table, column, which):
    """Return a function that writes rows again, so that their own trigger puts them right."""
    return f"\nBEGIN\n  UPDATE {table} SET {column} = {column} WHERE {which};\n  RETURN NULL;\nEND"


def _counting_months(key, counts):
    """Return a function that counts lasting rows by month and by section or tag."""
    return _counting(
        lambda sign, copy: (
            f"SELECT r.{key}, {month_of('r')} AS month, {sign}1 AS step FROM {copy} r "
            f"WHERE {LASTING.format(row='r')}"
        ),
        f"""
    WITH changes AS MATERIALIZED (
      SELECT {key}, month, sum(step) AS step FROM ({{rows}}) counted GROUP BY 1, 2 HAVING sum(step) <> 0
    ), fewer AS (
      UPDATE {counts} kept SET number = kept.number + changes.step FROM changes
      WHERE changes.step < 0 AND kept.{key} = changes.{key} AND kept.month = changes.month
    )
    INSERT INTO {counts} AS kept ({key}, month, number)
    SELECT {key}, month, step FROM changes WHERE step > 0 ORDER BY 1, 2
    ON CONFLICT ({key}, month) DO UPDATE SET number = kept.number + EXCLUDED.number;""",
    )


def _counting_comments():
    approved, thread = (f"{sql.format(row='r')}::integer" for sql in (APPROVED, THREAD))
    return _counting(
        lambda sign, copy: (
            f"SELECT r.article_id, {sign}{approved} AS approved, {sign}{thread} AS threads FROM {copy} r"
        ),
        """
    WITH changes AS MATERIALIZED (
      SELECT article_id, sum(approved) AS approved, sum(threads) AS threads FROM ({rows}) counted
      GROUP BY 1 HAVING sum(approved) <> 0 OR sum(threads) <> 0
    ), fewer AS (
      UPDATE news_commenttotal kept
      SET approved = kept.approved + changes.approved, threads = kept.threads + changes.threads FROM changes
      WHERE changes.approved <= 0 AND changes.threads <= 0 AND kept.article_id = changes.article_id
    )
    INSERT INTO news_commenttotal AS kept (article_id, approved, threads)
    SELECT article_id, approved, threads FROM changes WHERE approved > 0 OR threads > 0 ORDER BY 1
    ON CONFLICT (article_id) DO UPDATE
    SET approved = kept.approved + EXCLUDED.approved, threads = kept.threads + EXCLUDED.threads;""",
    )


def _counting(rows, statement):
    """Return a function that adds up what a statement changed, from the copies of the rows before and after it."""
    cases = {
        verb: statement.format(
            rows=" UNION ALL ".join(rows("-" if copy == "old_rows" else "", copy) for copy in copies)
        )
        for verb, copies in COPIES.items()
    }
    return f"""
BEGIN
  IF TG_OP = 'INSERT' THEN{cases["INSERT"]}
  ELSIF TG_OP = 'UPDATE' THEN{cases["UPDATE"]}
  ELSE{cases["DELETE"]}
  END IF;
  RETURN NULL;
END"""


def _version(name):
    texts = [functions()[name], *(sql for _table, function, sql in triggers().values() if function == name)]
    return sha256("\n".join(texts).encode()).hexdigest()


def missing(cursor):
    """Return the names of the functions that are not there as they should be, or lack a trigger."""
    cursor.execute(
        "SELECT proname, obj_description(oid, 'pg_proc') FROM pg_proc "
        "WHERE proname = ANY(%s) AND pronamespace = current_schema()::regnamespace",
        [list(functions())],
    )
    held = dict(cursor.fetchall())
    cursor.execute(
        "SELECT tgname FROM pg_trigger WHERE tgname = ANY(%s) AND tgenabled <> 'D'", [list(triggers())]
    )
    placed = {name for (name,) in cursor.fetchall()}
    lacking = {function for name, (_table, function, _sql) in triggers().items() if name not in placed}
    return [name for name in functions() if name in lacking or held.get(name) != _version(name)]


def install(cursor, names):
    """Put functions and their triggers in place."""
    for name in names:
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body${functions()[name]}\n$body$"
        )
        for trigger, (table, function, sql) in triggers().items():
            if function == name:
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger} ON {table}")
                cursor.execute(f"CREATE TRIGGER {trigger} {sql}")
        cursor.execute(f"COMMENT ON FUNCTION {name}() IS '{_version(name)}'")


def drop(cursor):
    """Take all functions and triggers away."""
    for name in functions():
        cursor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
