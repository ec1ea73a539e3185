"""The tables of the portal itself as they were when the audit trail had got its lists.

A new database begins here. One of before has taken these steps already, and only notes that.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('portal', '0001_starter_items'),
        ('portal', '0002_audit_trail_and_signing_in'),
        ('portal', '0003_wanted_addresses'),
        ('portal', '0004_audit_of_some_days'),
    ]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FailureCount',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('last_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'verbose_name': 'count of failed sign-ins',
                'verbose_name_plural': 'counts of failed sign-ins',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='WantedAddress',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='wanted_address', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('address', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('asked_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'e-mail address asked for',
                'verbose_name_plural': 'e-mail addresses asked for',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='KnownDevice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='known_devices', to=settings.AUTH_USER_MODEL)),
                ('token_hash', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('seen_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'known device',
                'verbose_name_plural': 'known devices',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('user', 'token_hash'), name='device_known_once')],
            },
        ),
        migrations.CreateModel(
            name='Passkey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passkeys', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('host', models.CharField(max_length=255)),
                ('credential_id', models.CharField(max_length=1400, unique=True)),
                ('public_key', models.BinaryField()),
                ('sign_count', models.PositiveBigIntegerField(default=0)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('used_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'passkey',
                'verbose_name_plural': 'passkeys',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recovery_codes', to=settings.AUTH_USER_MODEL)),
                ('code_hash', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'recovery code',
                'verbose_name_plural': 'recovery codes',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('user', 'code_hash'), name='recovery_code_once')],
            },
        ),
        migrations.CreateModel(
            name='SecurityEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('event', models.CharField(max_length=40, verbose_name='what')),
                ('by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('by_name', models.CharField(blank=True, max_length=200, verbose_name='person')),
                ('about', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='whose account')),
                ('about_name', models.CharField(blank=True, max_length=200, verbose_name='whose account')),
                ('address', models.CharField(blank=True, max_length=45, verbose_name='address')),
                ('network', models.CharField(blank=True, max_length=50, verbose_name='network')),
                ('browser', models.CharField(blank=True, max_length=80, verbose_name='browser')),
                ('detail', models.JSONField(default=dict, verbose_name='in detail')),
            ],
            options={
                'verbose_name': 'security event',
                'verbose_name_plural': 'audit trail',
                'ordering': ['-pk'],
                'default_permissions': (),
                'indexes': [models.Index(fields=['at'], name='audit_by_day'), models.Index(fields=['event', '-id'], name='audit_by_event'), models.Index(fields=['event', '-at', '-id'], name='audit_by_event_and_day'), models.Index(fields=['by', '-id'], name='audit_by_person'), models.Index(fields=['about', '-id'], name='audit_by_account')],
            },
        ),
        migrations.CreateModel(
            name='StaffSession',
            fields=[
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('session_key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='staff_sessions', to=settings.AUTH_USER_MODEL)),
                ('device', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to='portal.knowndevice')),
                ('started_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('address', models.CharField(blank=True, max_length=45)),
                ('network', models.CharField(blank=True, max_length=50)),
                ('browser', models.CharField(blank=True, max_length=80)),
                ('renew', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='StarterItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('key', models.CharField(max_length=255, verbose_name='key')),
                ('object_id', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='made')),
                ('loaded_at', models.DateTimeField(auto_now_add=True, verbose_name='loaded')),
            ],
            options={
                'verbose_name': 'loaded starter item',
                'verbose_name_plural': 'loaded starter items',
                'ordering': ['kind', 'key'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='starter_items_load_once')],
            },
        ),
    ]
