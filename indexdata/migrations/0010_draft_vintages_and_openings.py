"""Corrections that wait for a second person, and openings of figures before they were public."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indexdata', '0009_releases_hold_to_their_states'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DraftVintage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.DecimalField(decimal_places=2, max_digits=12, null=True, verbose_name='value')),
                ('status', models.CharField(choices=[('A', 'Normal value'), ('B', 'Time series break'), ('E', 'Estimated value'), ('P', 'Provisional value'), ('H', 'Missing value; holiday or weekend'), ('L', 'Missing value; data exist but were not collected'), ('M', 'Missing value; data cannot exist'), ('O', 'Missing value')], default='A', max_length=1, verbose_name='status')),
                ('stated_previous', models.DecimalField(decimal_places=2, max_digits=8, null=True)),
                ('stated_year_start', models.DecimalField(decimal_places=2, max_digits=8, null=True)),
                ('stated_year_ago', models.DecimalField(decimal_places=2, max_digits=8, null=True)),
                ('reason', models.TextField(verbose_name='reason of the correction')),
                ('prepared_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='prepared at')),
                ('outcome', models.CharField(blank=True, choices=[('published', 'Published'), ('rejected', 'Rejected')], max_length=9, verbose_name='outcome')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('remark', models.TextField(blank=True, verbose_name='remark')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('index', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indexdata.index', verbose_name='index')),
                ('observation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='indexdata.observation', verbose_name='figure')),
                ('prepared_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='prepared by')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='draft_vintages', to='indexdata.release', verbose_name='release')),
            ],
            options={
                'verbose_name': 'correction on its way',
                'verbose_name_plural': 'corrections on their way',
                'ordering': ['-prepared_at', '-pk'],
                'default_permissions': ('view',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('index', 'release'), name='one_correction_waits_for_each_figure')],
            },
        ),
        migrations.CreateModel(
            name='EmbargoRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='embargo_reads', to='indexdata.release', verbose_name='release')),
            ],
            options={
                'verbose_name': 'opening of figures under embargo',
                'verbose_name_plural': 'openings of figures under embargo',
                'ordering': ['-day', '-pk'],
                'default_permissions': ('view',),
                'constraints': [models.UniqueConstraint(fields=('person', 'release', 'day'), name='one_opening_a_day')],
            },
        ),
    ]
