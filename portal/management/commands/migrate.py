"""Django's `migrate`, each step of it whole (`portal.databases.migrating`)."""

from django.core.management.commands import migrate

from portal.databases.migrating import WholeStepExecutor

migrate.MigrationExecutor = WholeStepExecutor  # type: ignore[attr-defined]  # where the command looks it up


class Command(migrate.Command):
    """Bring the tables up to date."""
