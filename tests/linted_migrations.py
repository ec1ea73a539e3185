"""Settings for the linter of migrations: what would hold a table of the live site locked, or break its old version."""

from portal.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]  # noqa: F405
