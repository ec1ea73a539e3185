"""Compile the translations (.po) into what Django reads (.mo), without GNU gettext."""

from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


def compile_catalogs(folders) -> list[Path]:
    """Compile each .po below `folders` whose .mo is missing or older; return the catalogs compiled."""
    compiled = []
    for source in sorted(path for folder in folders for path in Path(folder).glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        unfinished = target.with_suffix(".mo.new")
        polib.pofile(str(source)).save_as_mofile(str(unfinished))
        unfinished.replace(target)
        compiled.append(source)
    return compiled


class Command(BaseCommand):
    help = "Compiles the translations that changed, without GNU gettext."
    requires_system_checks = []

    def handle(self, verbosity, **options):
        try:
            compiled = compile_catalogs(settings.LOCALE_PATHS)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"A translation cannot be read: {error}") from None
        if verbosity:
            self.stdout.write(f"{len(compiled)} compiled.")
