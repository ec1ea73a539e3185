"""Databases as earlier versions of the portal left them: migrations are taken back one by one, also where a database began later."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from portal.databases.migrating import WholeStepExecutor


class OneByOne(MigrationLoader):
    """The migrations without those that stand for several: what builds on one of these builds on the last that it stands for."""

    def load_disk(self):
        super().load_disk()
        last = {
            key: migration.replaces[-1]
            for key, migration in self.disk_migrations.items()
            if migration.replaces
        }
        self.disk_migrations = {key: one for key, one in self.disk_migrations.items() if key not in last}
        for migration in self.disk_migrations.values():
            migration.dependencies = [last.get(before, before) for before in migration.dependencies]


def migrate_to(*places):
    """Migrate the test's database to migrations as (app, name), all of them unless given; return a function that finds the models."""
    executor = WholeStepExecutor(connection)
    executor.loader = OneByOne(connection)
    return executor.migrate(places or executor.loader.graph.leaf_nodes()).apps.get_model
