"""Whether any public figure is an invented one is answered from the invented ones alone, not from a million others."""

from django.db import migrations, models


class AddIndexBeside(migrations.AddIndex):
    """Adds an index while figures are written: PostgreSQL makes it without holding the table."""

    atomic = False

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            return super().database_forwards(app_label, schema_editor, from_state, to_state)
        schema_editor.add_index(to_state.apps.get_model(app_label, self.model_name), self.index, concurrently=True)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            return super().database_backwards(app_label, schema_editor, from_state, to_state)
        schema_editor.remove_index(from_state.apps.get_model(app_label, self.model_name), self.index, concurrently=True)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("indexdata", "0017_events")]

    operations = [
        AddIndexBeside(
            "observation",
            models.Index(fields=["release"], condition=models.Q(demonstration=True), name="observation_invented"),
        ),
    ]
