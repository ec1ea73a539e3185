"""Databases as earlier versions of the portal left them: migrations are taken back one by one, also where a database began later."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from portal.databases.migrating import WholeStepExecutor


class OneByOne(MigrationLoader):
    """The migrations without those that stand for several."""

    def load_disk(self):
        super().load_disk()
        self.disk_migrations = {
            key: migration for key, migration in self.disk_migrations.items() if not migration.replaces
        }


def migrate_to(*places):
    """Migrate the test's database to migrations as (app, name), all of them unless given; return a function that finds the models."""
    executor = WholeStepExecutor(connection)
    executor.loader = OneByOne(connection)
    return executor.migrate(places or executor.loader.graph.leaf_nodes()).apps.get_model
