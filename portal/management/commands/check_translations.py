"""Check that every visible string is translated: nothing missing, nothing fuzzy, placeholders intact."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

NOT_SOURCE = (".git", ".venv", "var", "tests", "docs", "__pycache__", "node_modules", "*.mo")
LANGUAGES = ("zh_Hans",)
#: The catalog of scripts also holds the words of the text editor, which no source here names; it is kept by hand.
DOMAINS, BY_HAND = ("django", "djangojs"), "djangojs.po"


def fresh_catalogs(base: Path, copy: Path) -> list[Path]:
    """Copy the source below `base` to `copy`, collect its strings into the catalogs there, return those catalogs."""
    shutil.copytree(base, copy, ignore=shutil.ignore_patterns(*NOT_SOURCE), dirs_exist_ok=True)
    for language in LANGUAGES:
        (copy / "locale" / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "manage.py", "makemessages", "--no-wrap", "--add-location=file"]
    command += [f"--locale={language}" for language in LANGUAGES]
    for domain in DOMAINS:
        result = subprocess.run(  # noqa: S603 - fixed words
            [*command, f"--domain={domain}"],
            cwd=copy,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings"},
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            raise CommandError(f"makemessages failed: {result.stderr.strip() or result.stdout.strip()}")
    return sorted(copy.glob("locale/*/LC_MESSAGES/*.po"))


def problems_in(catalog: Path) -> list[str]:
    """Return one line for each string of a freshly collected catalog that is missing, fuzzy or malformed."""
    entries = [entry for entry in polib.pofile(str(catalog)) if not entry.obsolete]
    lines = [f"fuzzy: {entry.msgid!r} ({_place(entry)})" for entry in entries if entry.fuzzy]
    lines += [
        f"missing: {entry.msgid!r} ({_place(entry)})"
        for entry in entries
        if not entry.fuzzy and not entry.translated()
    ]
    result = subprocess.run(  # noqa: S603 - fixed words
        ["msgfmt", "--check-format", "--output-file=-", str(catalog)],  # noqa: S607 - found on the PATH like makemessages does
        capture_output=True,
        check=False,
    )
    if result.returncode:
        lines.append(f"malformed: {result.stderr.decode(errors='replace').strip()}")
    return lines


def _place(entry) -> str:
    return entry.occurrences[0][0] if entry.occurrences else "?"


class Command(BaseCommand):
    help = "Fails when a visible string has no translation, a fuzzy one or one with broken placeholders. Needs GNU gettext."
    requires_system_checks = []

    def handle(self, **options):
        if not shutil.which("msgfmt") or not shutil.which("xgettext"):
            raise CommandError("This check needs GNU gettext (Debian: apt-get install gettext).")
        found = 0
        with tempfile.TemporaryDirectory(prefix="portal-messages-") as folder:
            for catalog in fresh_catalogs(settings.BASE_DIR, Path(folder)):
                name = catalog.relative_to(folder)
                for line in problems_in(catalog):
                    found += 1
                    self.stdout.write(f"{name}: {line}")
                obsolete = len(polib.pofile(str(catalog)).obsolete_entries())
                if obsolete and catalog.name != BY_HAND:
                    self.stdout.write(f"{name}: {obsolete} obsolete (make messages removes them)")
        if found:
            raise CommandError(
                f"{found} strings need a translator: run “make messages”, then fill them in (those of scripts by hand)."
            )
        self.stdout.write("Every string is translated.")
