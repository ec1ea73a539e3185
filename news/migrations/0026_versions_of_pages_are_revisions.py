from django.db import migrations

from ._versions import make_revisions


def make(apps, schema_editor):
    make_revisions(apps, "Page", using=schema_editor.connection.alias)


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0025_drafts_of_pages'),
        ('foundation', '0005_versions'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.RunPython(make, migrations.RunPython.noop),
    ]
