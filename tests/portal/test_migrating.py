"""A migration that is cut short leaves nothing of itself: it runs again."""

import pytest
from django.core.management import load_command_class
from django.core.management.commands import migrate
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from portal.databases.migrating import WholeStepExecutor


class CutShort(Exception):
    pass


def making_a_table():
    """Return a migration that leaves a statement for its end: an index."""
    migration = migrations.Migration("0001_trial", "trials")
    migration.operations = [
        migrations.CreateModel(
            "Trial",
            [
                ("id", models.AutoField(primary_key=True)),
                ("word", models.CharField(max_length=20, db_index=True)),
            ],
        )
    ]
    return migration


@pytest.mark.django_db(transaction=True)
def test_a_migration_and_its_note_are_one(monkeypatch):  # point 4: kill -9 while the tables are made
    executor = WholeStepExecutor(connection)

    def cut_short(migration):
        raise CutShort

    with monkeypatch.context() as patch:
        patch.setattr(executor, "record_migration", cut_short)
        with pytest.raises(CutShort):
            executor.apply_migration(ProjectState(), making_a_table())
    assert "trials_trial" not in connection.introspection.table_names()
    try:
        executor.apply_migration(ProjectState(), making_a_table())
        assert ("trials", "0001_trial") in executor.recorder.applied_migrations()
        with connection.cursor() as cursor:
            columns = connection.introspection.get_constraints(cursor, "trials_trial").values()
        assert any(one["columns"] == ["word"] and one["index"] for one in columns)
    finally:
        executor.unapply_migration(ProjectState(), making_a_table())
    assert "trials_trial" not in connection.introspection.table_names()


def test_the_command_carries_them_out_so():
    assert issubclass(load_command_class("portal", "migrate").__class__, migrate.Command)
    assert migrate.MigrationExecutor is WholeStepExecutor
