"""Errors that readers report in figures."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indexdata', '0013_what_was_revised'),
        ('news', '0029_letters_about_releases'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FigureReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.DecimalField(decimal_places=2, max_digits=12, null=True, verbose_name='value when reported')),
                ('text', models.TextField(max_length=2000, verbose_name='what is wrong')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('language', models.CharField(choices=[('en', 'English'), ('zh-hans', '简体中文')], max_length=10, verbose_name='language')),
                ('network', models.CharField(blank=True, db_index=True, editable=False, max_length=80)),
                ('created_at', models.DateTimeField(db_index=True, verbose_name='received on')),
                ('state', models.CharField(choices=[('new', 'New'), ('answered', 'Answered'), ('dismissed', 'Dismissed'), ('corrected', 'Led to a correction')], default='new', max_length=9, verbose_name='state')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('remark', models.TextField(blank=True, verbose_name='remark')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('index', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='indexdata.index', verbose_name='index')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='indexdata.release', verbose_name='release')),
            ],
            options={
                'verbose_name': 'reported error',
                'verbose_name_plural': 'reported errors',
                'ordering': ['-created_at', '-pk'],
                'default_permissions': ('view', 'change'),
                'indexes': [models.Index(condition=models.Q(('state', 'new')), fields=['-created_at', '-id'], name='figure_reports_waiting'), models.Index(condition=models.Q(('email', ''), _negated=True), fields=['email'], name='figure_reports_with_email')],
            },
        ),
    ]
