"""Bring everything the server needs up to date: database, cache, translations, static files, content on request."""

import time

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.files.storage import default_storage, storages
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from foundation.background.queue import at_once
from foundation.stores import StoreAway
from portal.backends.databases import database_files
from portal.databases.alone import alone
from portal.databases.statistics import refresh_statistics
from portal.management.places import refuse_half_restored
from portal.private_files import close_files
from portal.serving.collected import collect_if_changed
from portal.serving.static_shelf import put_on_shelf
from portal.serving.whole_files import WholeFileStorage, sweep

UNFINISHED_FOR_SECONDS = 3600


class Command(BaseCommand):
    help = (
        "Brings database, translations and static files up to date; may be run again at any time, and on several nodes at "
        "once: one does the work on the database, the others wait for it."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--demonstration",
            action="store_true",
            help="also load the starter content, the demonstration figures and units, and staff accounts to try",
        )
        parser.add_argument("--without-pictures", action="store_true", help="do not draw swatches and covers")
        parser.add_argument("--after", type=int, default=0, help="steps already done, for the numbering")

    def handle(self, demonstration, without_pictures, after, **options):
        refuse_half_restored()
        steps = [
            ("database", self.database),
            ("translations", self.translations),
            ("static files", self.static_files),
        ]
        if demonstration:
            steps += [
                ("starter content", lambda: self.starter_content(without_pictures)),
                ("demonstration figures", lambda: self.run("load_demonstration", "--unless-removed")),
                ("staff accounts", lambda: self.run("create_demo_staff")),
            ]
        steps.append(("library", self.library))
        steps.append(("bulk files", lambda: self.run("make_bulk_files")))
        steps.append(("statistics for the database's planner", refresh_statistics))
        try:
            with alone("prepare", self.another_is_at_it):
                for number, (name, step) in enumerate(steps, start=after + 1):
                    self.stdout.write(self.style.MIGRATE_HEADING(f"[{number}/{after + len(steps)}] {name}"))
                    self.stdout.flush()
                    with at_once():
                        step()
        except DatabaseError as error:
            if options["traceback"]:
                raise
            sentence = str(error).strip().splitlines()[0]
            raise CommandError(
                f"The database refused ({sentence}). Check DATABASE_URL and that it runs."
            ) from None
        except StoreAway as error:
            if options["traceback"]:
                raise
            raise CommandError(f"Files cannot be stored ({error.strerror}). Check STORAGE_URL.") from None
        except OSError as error:
            if options["traceback"]:
                raise
            raise CommandError(
                f"{error}. Check that {settings.VAR_DIR} can be written and has room."
            ) from None

    def another_is_at_it(self):
        self.stdout.write("Another process prepares this database: waiting for it to end.")
        self.stdout.flush()

    def database(self):
        # The cache first: what migrations write is announced through it.
        if settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
            call_command("createcachetable", verbosity=0)
        call_command("migrate", interactive=False, verbosity=0)
        close_files(settings.VAR_DIR, *database_files())
        alone = "on" if settings.EDITORS_MAY_PUBLISH else "off"
        four_eyes = "on" if settings.FOUR_EYES else "off"
        self.stdout.write(
            f"Editors publish alone: {alone} (EDITORS_MAY_PUBLISH). Four eyes: {four_eyes} (FOUR_EYES)."
        )
        figures = "one person may do both" if settings.ONE_PERSON_RELEASES else "by a second person"
        self.stdout.write(f"Figures are approved: {figures} (an office of one needs ONE_PERSON_RELEASES).")

    def translations(self):
        call_command("compile_translations", verbosity=0)

    def static_files(self):
        collect_if_changed()
        if settings.BUCKET is not None and isinstance(staticfiles_storage, ManifestFilesMixin):
            try:
                put_on_shelf()
            except StoreAway as error:  # a node starts all the same: its own files lie here
                self.stderr.write(
                    f"The bucket of STORAGE_URL does not answer ({error.strerror}); static files are not shared yet."
                )

    def starter_content(self, without_pictures):
        self.run("load_starter_content", without_pictures=without_pictures)

    def library(self):
        self.run("refresh_library", verbosity=0)
        self.run("rebuild_search_index", "--only-new")
        if isinstance(storages["default"], WholeFileStorage):
            sweep(default_storage, time.time() - UNFINISHED_FOR_SECONDS)

    def run(self, command, *arguments, **options):
        call_command(command, *arguments, stdout=self.stdout, stderr=self.stderr, **options)
