"""What waits stands on the desk in the order in which it began to wait; what waits already, by its last save."""

from django.db import migrations, models
from django.db.models import F

from foundation.adding_indexes import AddIndexBeside


def fill(apps, schema_editor):
    article = apps.get_model("news", "Article")
    waiting = article._base_manager.filter(newest_stage__in=["in-review", "approved"], staged_at=None)
    waiting.update(staged_at=F("updated_at"))


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('news', '0019_former_slugs_of_tags'),
    ]

    operations = [
        AddIndexBeside(
            model_name='article',
            index=models.Index(fields=['newest_stage', 'staged_at', 'id'], name='article_waiting'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
