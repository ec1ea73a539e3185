"""Entries in a form of before are found by an index of them alone, which is empty most of the time."""

from django.db import migrations, models


class AddIndexBeside(migrations.AddIndex):
    """Adds an index while entries are written: PostgreSQL makes it without holding the table."""

    atomic = False

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            return super().database_forwards(app_label, schema_editor, from_state, to_state)
        schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {self.index.name}")  # half made by one that was killed
        schema_editor.add_index(to_state.apps.get_model(app_label, self.model_name), self.index, concurrently=True)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            return super().database_backwards(app_label, schema_editor, from_state, to_state)
        schema_editor.remove_index(from_state.apps.get_model(app_label, self.model_name), self.index, concurrently=True)


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
