"""Save the embedded installation: database, media and secrets."""

import errno
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.backup.keeping import Keep, forget, keep_from_text
from portal.backup.making import alone_in, make_backup
from portal.backup.sealed import PLAIN, passphrase_in
from portal.backup.sums import Broken
from portal.management.places import embedded_place


class Command(BaseCommand):
    help = (
        "Saves the database (SQLite), media and secrets to a folder beside the running server, and reads them back. "
        "With PostgreSQL it says what to use."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "folder",
            type=Path,
            help="where backups lie, best on another disk; each has a folder of its own there",
        )
        parser.add_argument(
            "--keep",
            metavar="DAYS,WEEKS,MONTHS",
            help="delete older ones: keep the newest of each of so many, such as 7,5,12",
        )
        parser.add_argument(
            "--passphrase-file", type=Path, help="encrypt the secrets with the passphrase in this file"
        )

    def handle(self, folder, keep, passphrase_file, **options):
        keep = self.keep(keep)
        try:
            place = embedded_place()
            passphrase = passphrase_in(passphrase_file) if passphrase_file else None
            made = make_backup(place, folder, passphrase, self.say)
            gone = self.forget(folder, keep) if keep else []
        except Broken as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise CommandError(
                    f"There is no room left in {folder}: nothing was saved, earlier backups are as they were."
                ) from None
            raise CommandError(f"{error}. Check that {folder} can be written.") from None
        self.stdout.write(self.style.SUCCESS(f"Saved and read back: {made}"))
        if (made / PLAIN).is_file():
            self.stdout.write(
                f"The secrets lie in it as they are ({PLAIN}): keep the folder as you keep them, or give --passphrase-file."
            )
        if place.media is None:
            self.stdout.write(
                "Left out, because they lie in a bucket: pictures and files. Keep versions there (docs/operating.md, “Files in a "
                "bucket”)."
            )
        self.stdout.write("Left out, because they are made again: bulk files, the cache, static files.")
        for name in gone:
            self.stdout.write(f"Deleted by age: {name}")

    def keep(self, text: str | None) -> Keep | None:
        try:
            return keep_from_text(text) if text else None
        except ValueError as error:
            raise CommandError(f"--keep takes {error}.") from None

    def forget(self, folder: Path, keep: Keep) -> list[str]:
        with alone_in(folder):
            return forget(folder, keep)

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
