"""The search index becomes the portal's own; what the library modelsearch held of it is taken over and its tables go.

Where entries come from its tables they are the same as before: nothing has to be indexed anew.
"""

import foundation.searching.entries
from django.db import migrations, models
from django.db.migrations.recorder import MigrationRecorder

BEFORE = "modelsearch_indexentry"
TAKE_OVER = """
    INSERT INTO foundation_searchentry (model, object_id, title, body)
    SELECT kind.app_label || '.' || kind.model, CAST(entry.object_id AS bigint), {title}, {body}
    FROM modelsearch_indexentry entry JOIN django_content_type kind ON kind.id = entry.content_type_id
    ORDER BY entry.id
"""
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


def index(apps, schema_editor):
    """Take over what was indexed before, then make the full text index of it."""
    connection = schema_editor.connection
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        known = BEFORE in connection.introspection.table_names(cursor)
        if known:
            terms = "strip(entry.{})" if postgresql else "coalesce(entry.{}, '')"
            cursor.execute(TAKE_OVER.format(title=terms.format("title"), body=terms.format("body")))
        for statement in POSTGRESQL if postgresql else SQLITE:
            cursor.execute(statement)
        if known:
            if not postgresql:
                cursor.execute(f"DROP TABLE {BEFORE}_fts")
            cursor.execute(f"DROP TABLE {BEFORE}")
    MigrationRecorder(connection).migration_qs.filter(app="modelsearch").delete()
    apps.get_model("contenttypes", "ContentType").objects.filter(app_label="modelsearch").delete()


def forget(apps, schema_editor):
    """Take SQLite's full text index away; that of PostgreSQL goes with its table."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE foundation_searchentry_fts")


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('foundation', '0002_counted_events'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=100)),
                ('object_id', models.BigIntegerField()),
                ('title', foundation.searching.entries.TermsField()),
                ('body', foundation.searching.entries.TermsField()),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('model', 'object_id'), name='one_search_entry_a_thing')],
            },
        ),
        migrations.RunPython(index, forget),
    ]
