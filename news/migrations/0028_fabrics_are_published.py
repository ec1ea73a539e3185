from django.db import migrations
from django.db.models import F

from ._versions import make_revisions


def publish(apps, schema_editor):
    """Publish what was shown to visitors, dated by its last change; what was hidden is withdrawn."""
    alias = schema_editor.connection.alias
    fabrics = apps.get_model("news", "Fabric").objects.using(alias).order_by()
    fabrics.filter(public=True).update(status="published", published_at=F("updated_at"))
    fabrics.filter(public=False).update(status="withdrawn")
    make_revisions(apps, "Fabric", links=("index", "picture"), using=alias)


def show(apps, schema_editor):
    """Show what is published, for the version before."""
    fabrics = apps.get_model("news", "Fabric").objects.using(schema_editor.connection.alias).order_by()
    fabrics.update(public=False)
    fabrics.filter(status="published").update(public=True)


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0027_drafts_of_fabrics'),
        ('foundation', '0005_versions'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.RunPython(publish, show),
        # The column stays in the database while an older version may still ask for it; a later release drops it.
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField(model_name='fabric', name='public')],
        ),
    ]
