"""Addresses that were entered percent-encoded are found from now on: each in the one spelling it is looked for in."""

from django.db import migrations, models

from news.addresses.spelling import spelled


def spell(apps, schema_editor):
    """Spell every address anew; where two become one, the one that was entered first in that spelling stays."""
    redirects = apps.get_model("news", "Redirect").objects.using(schema_editor.connection.alias)
    for row in redirects.order_by("pk").iterator():
        path = spelled(row.path)
        if path != row.path and not redirects.filter(path=path).exists():
            redirects.filter(pk=row.pk).update(path=path)


class Migration(migrations.Migration):
    dependencies = [("news", "0014_notices_to_everybody")]

    operations = [
        migrations.RunPython(spell, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="redirect",
            name="path",
            field=models.CharField(
                help_text="On this site: /old/page/, /old.php?id=7, or as copied from a browser. The Chinese twin follows by itself, where there is one.",
                max_length=500,
                unique=True,
                verbose_name="address",
            ),
        ),
    ]
