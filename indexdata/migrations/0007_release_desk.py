"""The desk of releases: two states, the moment from which a release is public, and the log of its steps."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indexdata', '0006_right_to_bring_in_published'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReleaseChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='when')),
                ('track', models.CharField(choices=[('date', 'Date'), ('content', 'Figures')], editable=False, max_length=7, verbose_name='what')),
                ('before', models.CharField(blank=True, editable=False, max_length=11)),
                ('after', models.CharField(editable=False, max_length=11)),
                ('moment_before', models.DateTimeField(editable=False, null=True)),
                ('moment_after', models.DateTimeField(editable=False, null=True)),
                ('reason', models.TextField(blank=True, editable=False, verbose_name='reason')),
                ('reason_en', models.TextField(blank=True, editable=False, null=True, verbose_name='reason')),
                ('reason_zh_hans', models.TextField(blank=True, editable=False, null=True, verbose_name='reason')),
                ('remark', models.TextField(blank=True, editable=False, verbose_name='remark')),
            ],
            options={
                'verbose_name': 'change of a release',
                'verbose_name_plural': 'changes of releases',
                'ordering': ['-at', '-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.AddField(
            model_name='release',
            name='approved_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='approved at'),
        ),
        migrations.AddField(
            model_name='release',
            name='approved_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
        ),
        migrations.AddField(
            model_name='release',
            name='content_state',
            field=models.CharField(choices=[('draft', 'Draft'), ('checked', 'Checked'), ('approved', 'Approved')], db_default='draft', default='draft', editable=False, max_length=8, verbose_name='figures'),
        ),
        migrations.AddField(
            model_name='release',
            name='date_changed_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='release',
            name='date_changes',
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name='release',
            name='date_state',
            field=models.CharField(choices=[('provisional', 'Provisional'), ('confirmed', 'Confirmed'), ('postponed', 'Postponed'), ('cancelled', 'Cancelled')], db_default='confirmed', default='confirmed', editable=False, max_length=11, verbose_name='date'),
        ),
        migrations.AddField(
            model_name='release',
            name='expected_month',
            field=models.DateField(blank=True, help_text='The month of a release whose day is still to be announced; any day of it.', null=True, verbose_name='expected in'),
        ),
        migrations.AddField(
            model_name='release',
            name='figures_changed_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='figures last changed by'),
        ),
        migrations.AddField(
            model_name='release',
            name='public_at',
            field=models.DateTimeField(db_index=True, editable=False, null=True, verbose_name='public from'),
        ),
        migrations.AlterField(
            model_name='release',
            name='released_at',
            field=models.DateTimeField(blank=True, db_index=True, help_text='Empty: the day is still to be announced, in the month beside it.', null=True, verbose_name='release moment'),
        ),
        migrations.AddField(
            model_name='releasechange',
            name='by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who'),
        ),
        migrations.AddField(
            model_name='releasechange',
            name='release',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='indexdata.release', verbose_name='release'),
        ),
        migrations.AddIndex(
            model_name='releasechange',
            index=models.Index(fields=['track', '-at'], name='release_changes_newest'),
        ),
    ]
