"""The place of what a backup of this installation holds."""

from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management.base import CommandError

from portal.backends.databases import database_files
from portal.backup.making import Installation
from portal.backup.sums import Broken
from portal.backup.swapping import JOURNAL


def embedded_place() -> Installation:
    """Return the place of an embedded installation; raise Broken with a sentence that says what to use in place of this otherwise."""
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        raise Broken(
            "This is for SQLite. The database is PostgreSQL: use pgBackRest for it, and restic or versions of the bucket for "
            "media (docs/operating.md, “Backups of PostgreSQL”)."
        )
    # The setting decides which storage it is, which types cannot tell.
    media = Path(cast(FileSystemStorage, default_storage).location) if settings.BUCKET is None else None
    return Installation(database_files()[0].absolute(), media, Path(settings.VAR_DIR))


def refuse_half_restored() -> None:
    """Raise CommandError where a restore was broken off: what lies there belongs to two moments."""
    if (Path(settings.VAR_DIR) / JOURNAL).exists():
        raise CommandError(
            "A restore was broken off here: run “manage.py restore” again, which first puts back what was there before."
        )
