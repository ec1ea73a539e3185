"""Each search entry tells in which form it is written; 0 where a version of the portal wrote it that knows of no forms.

The column is added as it is, on SQLite too: Django would make the table anew there, and its triggers would go with it.
"""

from django.db import migrations, models

COLUMN = "ALTER TABLE foundation_searchentry ADD COLUMN form smallint NOT NULL DEFAULT 0"
#: Whoever changes terms and leaves the form as it is does not know of forms.
SQLITE = (
    "DROP TRIGGER foundation_searchentry_changed",
    """
    CREATE TRIGGER foundation_searchentry_changed AFTER UPDATE OF title, body ON foundation_searchentry BEGIN
        INSERT INTO foundation_searchentry_fts (foundation_searchentry_fts, rowid, title, body)
        VALUES ('delete', OLD.id, OLD.title, OLD.body);
        INSERT INTO foundation_searchentry_fts (rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body);
    END
    """,
    """
    CREATE TRIGGER foundation_searchentry_form AFTER UPDATE OF title, body ON foundation_searchentry
    WHEN NEW.form = OLD.form BEGIN
        UPDATE foundation_searchentry SET form = 0 WHERE id = NEW.id;
    END
    """,
)
POSTGRESQL = (
    """
    CREATE FUNCTION foundation_searchentry_form() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN NEW.form := 0; RETURN NEW; END $$
    """,
    """
    CREATE TRIGGER foundation_searchentry_form BEFORE UPDATE OF title, body ON foundation_searchentry
    FOR EACH ROW WHEN (NEW.form = OLD.form) EXECUTE FUNCTION foundation_searchentry_form()
    """,
)
SQLITE_BACK = (
    "DROP TRIGGER foundation_searchentry_form",
    SQLITE[0],
    SQLITE[1].replace("UPDATE OF title, body", "UPDATE"),
)
POSTGRESQL_BACK = (
    "DROP TRIGGER foundation_searchentry_form ON foundation_searchentry",
    "DROP FUNCTION foundation_searchentry_form()",
)


def _carry_out(schema_editor, on_postgresql, on_sqlite):
    with schema_editor.connection.cursor() as cursor:
        for statement in on_postgresql if schema_editor.connection.vendor == "postgresql" else on_sqlite:
            cursor.execute(statement)


def tell(apps, schema_editor):
    """Have the database note what was written without a form."""
    _carry_out(schema_editor, POSTGRESQL, SQLITE)


def tell_no_more(apps, schema_editor):
    """Take the triggers away."""
    _carry_out(schema_editor, POSTGRESQL_BACK, SQLITE_BACK)


class Migration(migrations.Migration):

    dependencies = [
        ('foundation', '0008_form_of_search_entries'),
    ]

    operations = [
        migrations.RunSQL(
            COLUMN,
            "ALTER TABLE foundation_searchentry DROP COLUMN form",
            state_operations=[
                migrations.AddField(
                    model_name='searchentry',
                    name='form',
                    field=models.SmallIntegerField(db_default=0, default=0),
                ),
            ],
        ),
        migrations.RunPython(tell, tell_no_more),
    ]
