"""Each saved page of the old site and its article, so that the page is known again whatever editors made of it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0021_drafts_without_a_section'),
    ]

    operations = [
        migrations.CreateModel(
            name='BroughtIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('article', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='brought_in', to='news.article')),
            ],
            options={
                'verbose_name': 'saved page of the old site',
                'verbose_name_plural': 'saved pages of the old site',
            },
        ),
    ]
