"""PostgreSQL reads the list of entries a GIN index has not sorted in yet at every search.

Far more is searched than written, so entries are sorted in at once (`fastupdate`).
"""

from django.db import migrations

INDEXES = "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam WHERE indrelid = 'modelsearch_indexentry'::regclass AND amname = 'gin'"


def set_fast_update(schema_editor, on):
    """Switch the lists of all search indexes on or off; what is in one that is switched off is sorted in."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(INDEXES)
        for (name,) in cursor.fetchall():
            cursor.execute(f"ALTER INDEX {name} SET (fastupdate = {'on' if on else 'off'})")
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [name])


class Migration(migrations.Migration):
    dependencies = [
        ("indexdata", "0001_initial"),
        ("modelsearch", "0004_rename_modelsear_autocom_476c89_gin_modelsearch_autocom_ea8581_gin_and_more"),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: set_fast_update(schema_editor, on=False),
            lambda apps, schema_editor: set_fast_update(schema_editor, on=True),
        )
    ]
