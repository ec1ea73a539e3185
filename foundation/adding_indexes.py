"""Adding an index while the site is in use, for migrations of every package."""

from django.db import migrations


class AddIndexBeside(migrations.AddIndex):
    """Adds an index while rows are written: PostgreSQL makes it without holding the table, SQLite as always.

    The migration says `atomic = False`, so a process may be killed between the index and the note that it was made, and on
    PostgreSQL in the middle of it: what stands there under the name is then made anew.
    """

    atomic = False

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        beside = schema_editor.connection.vendor == "postgresql"
        how = "CONCURRENTLY IF EXISTS" if beside else "IF EXISTS"
        schema_editor.execute(f"DROP INDEX {how} {schema_editor.quote_name(self.index.name)}")
        if not beside:
            return super().database_forwards(app_label, schema_editor, from_state, to_state)
        model = to_state.apps.get_model(app_label, self.model_name)
        schema_editor.add_index(model, self.index, concurrently=True)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            return super().database_backwards(app_label, schema_editor, from_state, to_state)
        model = from_state.apps.get_model(app_label, self.model_name)
        schema_editor.remove_index(model, self.index, concurrently=True)
