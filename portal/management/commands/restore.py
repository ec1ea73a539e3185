"""Put a backup of the embedded installation in place."""

import errno
from datetime import UTC, datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from portal.backup.restoring import prove, refuse_newer, restore, what_is_there, who_uses
from portal.backup.sealed import passphrase_in
from portal.backup.sums import Broken
from portal.backup.swapping import JOURNAL, undo
from portal.freshness.stamp import announce_change
from portal.management.places import embedded_place


class Command(BaseCommand):
    help = "Puts a backup made by “manage.py backup” in place, all of it or nothing, after reading it back."

    def add_arguments(self, parser):
        parser.add_argument("backup", type=Path, help="the folder of the backup")
        parser.add_argument("--only-check", action="store_true", help="read it back and change nothing")
        parser.add_argument(
            "--force",
            action="store_true",
            help="also where there is something already or the portal runs; what was there is put aside",
        )
        parser.add_argument("--passphrase-file", type=Path, help="the passphrase of the secrets")
        parser.add_argument(
            "--without-secrets", action="store_true", help="leave the secrets here as they are"
        )

    def handle(self, backup, only_check, force, passphrase_file, without_secrets, **options):
        try:
            place = embedded_place()
            if not only_check and undo(place.var_dir / JOURNAL):
                self.say("A restore that was broken off has been undone.")
            proved = prove(backup.absolute(), self.say)
            refuse_newer(proved.folder)
            passphrase = passphrase_in(passphrase_file) if passphrase_file else None
            media = (
                "no files of media: they lay in a bucket"
                if proved.media_files is None
                else f"{proved.media_files:,} files of media"
            )
            self.say(f"The backup is whole: {sum(proved.rows.values()):,} rows, {media}.")
            if only_check:
                return
            connections.close_all()
            self.refuse_occupied(place, force)
            aside = restore(proved, place, passphrase, not without_secrets, self.say)
        except Broken as error:
            raise CommandError(f"{error} Nothing has been changed.") from None
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise CommandError("There is no room left: nothing has been changed.") from None
            raise CommandError(f"{error}. Nothing has been changed.") from None
        announce_change()
        seconds = (datetime.now(UTC) - proved.taken_at).total_seconds()
        self.stdout.write(self.style.SUCCESS(f"Restored as of {proved.taken_at:%Y-%m-%d %H:%M:%S} UTC."))
        self.say(f"What was saved in the {seconds:,.0f} seconds since then is not in it.")
        if place.media is None and proved.media_files:
            self.say(
                f"Pictures and files lie in a bucket here and are as they were: copy those of {proved.folder / 'media'} there."
            )
        elif place.media is not None and proved.media_files is None:
            self.say(f"Pictures and files are not in this backup: copy those of the bucket to {place.media}.")
        for path in aside:
            self.say(f"What was there before lies in {path}: delete it when all is well.")
        self.say(
            "Run “manage.py prepare” before starting: it brings the database up to this version and makes bulk files."
        )

    def refuse_occupied(self, place, force: bool) -> None:
        if force:
            return
        if users := who_uses(place.database):
            raise Broken(
                f"The portal runs here (process {users[0]} has the database open): stop it, or give --force."
            )
        if held := what_is_there(place):
            raise Broken(f"There is {held} already: give --force to put it aside.")

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
