"""Whether any public figure is an invented one is answered from the invented ones alone, not from a million others."""

from django.db import migrations, models

from foundation.adding_indexes import AddIndexBeside


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("indexdata", "0017_events")]

    operations = [
        AddIndexBeside(
            "observation",
            models.Index(fields=["release"], condition=models.Q(demonstration=True), name="observation_invented"),
        ),
    ]
