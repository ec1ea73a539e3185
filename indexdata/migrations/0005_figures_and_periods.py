"""Figures without a value, real figures beside invented ones, periods that both databases hold on to.

Rows that the new rules refuse are named before anything is changed.
"""

import indexdata.models.release
from django.conf import settings
from django.core.management.base import CommandError
from django.db import migrations, models
from django.db.models import F, Q

MISSING = ("H", "L", "M", "O")
NAMED = 20
HOW = (
    "Nothing was changed. Put these rows right in the database (manage.py dbshell), or delete those that should not be, and "
    "start again: UPDATE indexdata_release SET period = '<Monday, or first of the month>' WHERE id = <id>; "
    "UPDATE indexdata_observation SET period = '<that of its release>' WHERE release_id = <id>;"
)


def name_bad_rows(apps, schema_editor):
    """Stop with a sentence for each row that the new constraints refuse."""
    alias = schema_editor.connection.alias
    releases = apps.get_model("indexdata", "Release").objects.using(alias)
    figures = apps.get_model("indexdata", "Observation").objects.using(alias)
    wrong = releases.filter(
        (Q(family="price") & ~Q(period__iso_week_day=1)) | (~Q(family="price") & ~Q(period__day=1))
    )
    lines = [
        f"release {one.pk} ({one.family} {one.period}): the period is no "
        + ("Monday" if one.family == "price" else "first of a month")
        for one in wrong.order_by("pk")[:NAMED]
    ]
    astray = figures.exclude(period=F("release__period")).select_related("release", "index")
    lines += [
        f"observation {one.pk} ({one.index.path} {one.period}): its release is of {one.release.period}"
        for one in astray.order_by("pk")[:NAMED]
    ]
    lines += [
        f"observation {one.pk} ({one.index.path} {one.period}): status {one.status} says that there is no value, and there is one"
        for one in figures.filter(status__in=MISSING).select_related("index").order_by("pk")[:NAMED]
    ]
    if lines:
        raise CommandError("\n  ".join(("These rows cannot stay as they are:", *lines)) + f"\n{HOW}")


def weeks_without_issue_are_holidays(apps, schema_editor):
    """Weekly gaps are those of the Spring Festival; months without an issue have nothing to tell."""
    releases = apps.get_model("indexdata", "Release").objects.using(schema_editor.connection.alias)
    weeks = releases.filter(no_issue=True, family="price")
    if weeks.exists():  # an empty portal has no cache yet to tell of a change
        weeks.update(gap_status="H")



class Migration(migrations.Migration):

    dependencies = [
        ('indexdata', '0004_codes_and_other_names_of_indices'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(name_bad_rows, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name='observation',
            name='one_current_vintage',
        ),
        migrations.RemoveConstraint(
            model_name='observation',
            name='vintages_are_numbered',
        ),
        migrations.RemoveConstraint(
            model_name='observation',
            name='value_is_positive',
        ),
        migrations.AddField(
            model_name='release',
            name='gap_status',
            field=models.CharField(choices=[('H', 'Missing value; holiday or weekend'), ('M', 'Missing value; data cannot exist')], default='M', help_text='Counts only where nothing is issued: files give it as the status of the period.', max_length=1, verbose_name='why nothing is issued'),
        ),
        migrations.RunPython(weeks_without_issue_are_holidays, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='observation',
            name='value',
            field=models.DecimalField(blank=True, decimal_places=2, help_text='Empty: the status says why there is none.', max_digits=12, null=True, verbose_name='value'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.UniqueConstraint(condition=models.Q(('superseded_at__isnull', True)), fields=('index', 'period', 'demonstration'), name='one_current_vintage'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.UniqueConstraint(fields=('index', 'period', 'demonstration', 'vintage'), name='vintages_are_numbered'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(('value__isnull', True), ('value__gt', 0), _connector='OR'), name='value_is_positive', violation_error_message='A figure is a positive number.'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['A', 'B', 'E', 'P']), ('value__isnull', False)), models.Q(('status__in', ['H', 'L', 'M', 'O']), ('value__isnull', True)), _connector='OR'), name='status_says_whether_there_is_a_value', violation_error_message='A, B, E and P are statuses of a value; H, L, M and O say why there is none.'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(('gap_status__in', ['H', 'M'])), name='gaps_say_why'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('family', 'price'), indexdata.models.release.IsMonday('period')), models.Q(models.Q(('family', 'price'), _negated=True), indexdata.models.release.IsFirstOfMonth('period')), _connector='OR'), name='period_is_one_of_the_family', violation_error_message='A weekly issue is named by its Monday, a monthly one by the first day of the month.'),
        ),
    ]
