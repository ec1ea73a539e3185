"""A migration and the note that it ran, in one transaction.

Django notes a migration that leaves statements for its end (indexes, foreign keys) only after its transaction. A process
that is killed in between leaves tables of which nobody knows: `migrate` then refuses to make them again, for ever.
"""

from django.db.migrations.executor import MigrationExecutor


class WholeStepExecutor(MigrationExecutor):
    """Carries migrations out as Django does, and notes each before its transaction ends."""

    def apply_migration(self, state, migration, fake=False, fake_initial=False):
        """Run a migration forwards; return the state of the models after it."""
        if fake or fake_initial or not migration.atomic:
            return super().apply_migration(state, migration, fake, fake_initial)
        if self.progress_callback:
            self.progress_callback("apply_start", migration, fake)
        with self.connection.schema_editor(atomic=True) as editor:
            state = migration.apply(state, editor)
            for statement in editor.deferred_sql:
                editor.execute(statement, None)
            editor.deferred_sql.clear()
            self.record_migration(migration)  # type: ignore[call-arg]  # it takes the migration alone
        if self.progress_callback:
            self.progress_callback("apply_success", migration, fake)
        return state
