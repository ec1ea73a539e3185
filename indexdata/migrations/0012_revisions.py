"""The log of revisions, and the reason of a correction in every language."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indexdata', '0011_checks_of_releases'),
    ]

    operations = [
        migrations.AlterField(
            model_name='index',
            name='path',
            field=models.CharField(max_length=255, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*\\Z'), django.core.validators.RegexValidator('(?:^|/)revisions(?:/|\\Z)', '“revisions” is a word of addresses and no part of a path.', inverse_match=True)], verbose_name='path'),
        ),
        migrations.AddField(
            model_name='draftvintage',
            name='reason_en',
            field=models.TextField(null=True, verbose_name='reason of the correction'),
        ),
        migrations.AddField(
            model_name='draftvintage',
            name='reason_zh_hans',
            field=models.TextField(null=True, verbose_name='reason of the correction'),
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('family', models.CharField(choices=[('price', 'Price index'), ('prosperity', 'Prosperity index'), ('foreign-trade', 'Foreign trade index'), ('order', 'Order index')], editable=False, max_length=20, verbose_name='family')),
                ('at', models.DateTimeField(editable=False, verbose_name='when')),
                ('reason', models.TextField(blank=True, editable=False, verbose_name='reason of the correction')),
                ('reason_en', models.TextField(blank=True, editable=False, null=True, verbose_name='reason of the correction')),
                ('reason_zh_hans', models.TextField(blank=True, editable=False, null=True, verbose_name='reason of the correction')),
                ('index', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='indexdata.index', verbose_name='index')),
                ('observation', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='revision', to='indexdata.observation', verbose_name='figure')),
                ('replaced', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='indexdata.observation', verbose_name='figure before')),
            ],
            options={
                'verbose_name': 'revision',
                'verbose_name_plural': 'revisions',
                'ordering': ['-at', '-pk'],
                'default_permissions': (),
                'indexes': [models.Index(fields=['-at', '-id'], name='revisions_newest'), models.Index(fields=['family', '-at', '-id'], name='revisions_of_family'), models.Index(fields=['index', '-at', '-id'], name='revisions_of_index')],
            },
        ),
    ]
