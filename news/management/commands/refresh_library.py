"""Fill in what is known of content made before it was noted: where things are used, what pictures look like."""

from django.core.management.base import BaseCommand
from django.urls import reverse

from foundation.background.mishaps import note_mishap, settle
from news.drafting.rows import models_with_drafts
from news.editing.uses import note_revisions
from news.library.decoding import decoded
from news.library.models import Picture
from news.library.pictures import digest_of, looks_of
from news.linking.uses import note

STEP = 200


class Command(BaseCommand):
    help = (
        "Notes where pictures, files, tags and indices are used, and how pictures look. May be stopped and run again: "
        "it goes on where it was."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--uses", action="store_true", help="note all uses anew, not only those of new content"
        )

    def handle(self, uses, verbosity, **options):
        self.verbosity = verbosity
        self.pictures()
        if uses:
            for model in models_with_drafts():
                self.uses(model)

    def pictures(self):
        waiting = Picture.objects.filter(digest="").exclude(file="")
        count = waiting.count()
        for number, picture in enumerate(waiting.order_by("pk").iterator(chunk_size=STEP), 1):
            try:
                known = {"digest": digest_of(picture.file), "looks": looks_of(decoded(picture.file).image)}
            except Exception as error:  # one that cannot be read stops no other
                self.stderr.write(f"{picture.file.name}: {error}")
                note_mishap(
                    "picture-looks", str(picture.pk), error, label=picture, concerns="news.change_article",
                    link=reverse("admin:news_picture_change", args=[picture.pk]),
                )  # fmt: skip
                continue
            settle("picture-looks", str(picture.pk))
            Picture.objects.filter(pk=picture.pk).update(**known)
            self.progress("pictures", number, count)

    def uses(self, model):
        count = model.objects.count()
        for number, thing in enumerate(model.objects.order_by("pk").iterator(chunk_size=STEP), 1):
            note(thing)
            note_revisions(thing)
            self.progress(model._meta.verbose_name_plural, number, count)

    def progress(self, name, number, count):
        if self.verbosity and (number % STEP == 0 or number == count):
            self.stdout.write(f"{name}: {number} of {count}")
