"""The tables of the foundation as they were when former slugs were kept, and the full text index of the search.

A new database begins here. One of before has taken these steps already, and only notes that.
"""

import django.db.models.deletion
import django.utils.timezone
import foundation.searching.entries
from django.conf import settings
from django.db import migrations, models

from ._full_text import drop_full_text_index, make_full_text_index


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('foundation', '0001_background_work'),
        ('foundation', '0002_counted_events'),
        ('foundation', '0003_search_index'),
        ('foundation', '0004_forms_sent_once'),
        ('foundation', '0005_versions'),
        ('foundation', '0006_former_slugs'),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChoreRecord',
            fields=[
                ('name', models.CharField(max_length=60, primary_key=True, serialize=False, verbose_name='name')),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('task', models.UUIDField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='last done')),
                ('said', models.CharField(blank=True, max_length=300, verbose_name='what it said')),
            ],
            options={
                'verbose_name': 'chore',
                'verbose_name_plural': 'chores',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='SentForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('answer', models.JSONField(null=True)),
                ('sent_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=160, unique=True)),
                ('number', models.PositiveIntegerField(default=1)),
                ('ends_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='WorkerRecord',
            fields=[
                ('name', models.CharField(max_length=100, primary_key=True, serialize=False, verbose_name='name')),
                ('started_at', models.DateTimeField(verbose_name='started')),
                ('seen_at', models.DateTimeField(db_index=True, verbose_name='last seen')),
            ],
            options={
                'verbose_name': 'worker',
                'verbose_name_plural': 'workers',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Effect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True, verbose_name='thing')),
                ('begun_at', models.DateTimeField(verbose_name='begun')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done')),
            ],
            options={
                'verbose_name': 'effect',
                'verbose_name_plural': 'effects',
                'indexes': [models.Index(fields=['begun_at'], name='effects_by_age')],
            },
        ),
        migrations.CreateModel(
            name='FormerSlug',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=100)),
                ('slug', models.CharField(max_length=100)),
                ('thing', models.BigIntegerField()),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['model', 'thing'], name='former_slugs_of_a_thing')],
                'constraints': [models.UniqueConstraint(fields=('model', 'slug'), name='former_slugs_lead_to_one')],
            },
        ),
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
        migrations.CreateModel(
            name='Mishap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('key', models.CharField(max_length=200, verbose_name='thing')),
                ('label', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('link', models.CharField(blank=True, max_length=200, verbose_name='address')),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('concerns', models.CharField(blank=True, max_length=100)),
                ('urgent', models.BooleanField(default=False)),
                ('work', models.CharField(blank=True, max_length=200)),
                ('arguments', models.JSONField(blank=True, default=list)),
                ('task', models.UUIDField(blank=True, null=True)),
                ('first_seen_at', models.DateTimeField(verbose_name='first failed')),
                ('last_seen_at', models.DateTimeField(verbose_name='last failed')),
                ('count', models.PositiveIntegerField(default=1, verbose_name='how often')),
                ('next_try_at', models.DateTimeField(blank=True, null=True, verbose_name='tried again')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='settled')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'mishap',
                'verbose_name_plural': 'mishaps',
                'ordering': ['-last_seen_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('settled_at', None)), fields=['last_seen_at'], name='open_mishaps')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='one_mishap_a_thing')],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
                ('thing', models.BigIntegerField()),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('content', models.JSONField(verbose_name='content')),
                ('mark', models.CharField(max_length=32)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('note', models.CharField(blank=True, max_length=255, verbose_name='note')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='saved')),
            ],
            options={
                'verbose_name': 'version',
                'verbose_name_plural': 'versions',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('kind', 'thing', 'number'), name='versions_count_per_thing')],
            },
        ),
        migrations.RunPython(make_full_text_index, drop_full_text_index),
    ]
