"""The library is listed newest first; without an index the whole table was sorted for each page of it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0017_first_and_last_change'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='picture',
            index=models.Index(fields=['-created_at', '-id'], name='pictures_by_age'),
        ),
    ]
