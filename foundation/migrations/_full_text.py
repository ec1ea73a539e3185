"""The full text index of the search, as migrations make it."""

#: Far more is searched than written, so entries are sorted into the index at once (`fastupdate`).
POSTGRESQL = (
    "CREATE INDEX search_title ON foundation_searchentry USING gin (title) WITH (fastupdate = off)",
    "CREATE INDEX search_body ON foundation_searchentry USING gin (body) WITH (fastupdate = off)",
)
#: Terms are apart by spaces and hold letters and digits alone, so what is not ASCII belongs to one (`ascii`). Which column
#: holds a term is asked, where in it never is (`detail=column`). The texts stand in the table of entries alone (`content`).
SQLITE = (
    """
    CREATE VIRTUAL TABLE foundation_searchentry_fts USING fts5(
        title, body, content='foundation_searchentry', content_rowid='id', tokenize='ascii', detail=column
    )
    """,
    "INSERT INTO foundation_searchentry_fts (foundation_searchentry_fts) VALUES ('rebuild')",
    """
    CREATE TRIGGER foundation_searchentry_new AFTER INSERT ON foundation_searchentry BEGIN
        INSERT INTO foundation_searchentry_fts (rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body);
    END
    """,
    """
    CREATE TRIGGER foundation_searchentry_changed AFTER UPDATE ON foundation_searchentry BEGIN
        INSERT INTO foundation_searchentry_fts (foundation_searchentry_fts, rowid, title, body)
        VALUES ('delete', OLD.id, OLD.title, OLD.body);
        INSERT INTO foundation_searchentry_fts (rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body);
    END
    """,
    """
    CREATE TRIGGER foundation_searchentry_gone AFTER DELETE ON foundation_searchentry BEGIN
        INSERT INTO foundation_searchentry_fts (foundation_searchentry_fts, rowid, title, body)
        VALUES ('delete', OLD.id, OLD.title, OLD.body);
    END
    """,
)


def make_full_text_index(apps, schema_editor):
    """Make the full text index of the entries that are there."""
    with schema_editor.connection.cursor() as cursor:
        for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)


def drop_full_text_index(apps, schema_editor):
    """Take SQLite's full text index away; that of PostgreSQL goes with its table."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE foundation_searchentry_fts")
