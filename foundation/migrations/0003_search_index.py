"""The search index becomes the portal's own; what the library modelsearch held of it is taken over and its tables go.

Where entries come from its tables they are the same as before: nothing has to be indexed anew.
"""

import foundation.searching.entries
from django.db import migrations, models
from django.db.migrations.recorder import MigrationRecorder

from ._full_text import drop_full_text_index, make_full_text_index

BEFORE = "modelsearch_indexentry"
TAKE_OVER = """
    INSERT INTO foundation_searchentry (model, object_id, title, body)
    SELECT kind.app_label || '.' || kind.model, CAST(entry.object_id AS bigint), {title}, {body}
    FROM modelsearch_indexentry entry JOIN django_content_type kind ON kind.id = entry.content_type_id
    ORDER BY entry.id
"""


def index(apps, schema_editor):
    """Take over what was indexed before, then make the full text index of it."""
    connection = schema_editor.connection
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        known = BEFORE in connection.introspection.table_names(cursor)
        if known:
            terms = "strip(entry.{})" if postgresql else "coalesce(entry.{}, '')"
            cursor.execute(TAKE_OVER.format(title=terms.format("title"), body=terms.format("body")))
        make_full_text_index(apps, schema_editor)
        if known:
            if not postgresql:
                cursor.execute(f"DROP TABLE {BEFORE}_fts")
            cursor.execute(f"DROP TABLE {BEFORE}")
    MigrationRecorder(connection).migration_qs.filter(app="modelsearch").delete()
    apps.get_model("contenttypes", "ContentType").objects.filter(app_label="modelsearch").delete()


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
        migrations.RunPython(index, drop_full_text_index),
    ]
