"""An index says which of its names is a translation of ours."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indexdata", "0013_what_was_revised"),
    ]

    operations = [
        migrations.AddField(
            model_name="index",
            name="own_translation",
            field=models.CharField(
                blank=True,
                choices=[("en", "English"), ("zh-hans", "简体中文")],
                db_default="",
                default="",
                help_text="The language whose name no published source gives: it is a translation of ours, and the page says so.",
                max_length=10,
                verbose_name="our translation",
            ),
        ),
    ]
