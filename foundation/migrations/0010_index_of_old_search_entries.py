"""Entries in a form of before are found by an index of them alone, which is empty most of the time."""

from django.db import migrations, models

from foundation.adding_indexes import AddIndexBeside


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('foundation', '0009_form_of_each_search_entry'),
    ]

    operations = [
        AddIndexBeside(
            model_name='searchentry',
            index=models.Index(condition=models.Q(('form__lt', 4)), fields=['id'], name='search_of_before'),
        ),
    ]
