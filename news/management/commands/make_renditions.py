"""Make the sizes and formats of pictures that are missing, for instance after a change of sizes or a move of media."""

from django.core.management.base import BaseCommand

from news.library import rendition_files
from news.library.models import Picture

PICTURES_A_LINE = 20


class Command(BaseCommand):
    help = "Make every missing rendition of every picture. It can be stopped at any time and goes on where it stopped."

    def handle(self, *args, **options):
        total, made, failed = Picture.objects.count(), 0, 0
        for number, picture in enumerate(Picture.objects.order_by("pk").iterator(), 1):
            try:
                made += rendition_files.make_missing(picture)
            except Exception as error:  # one that cannot be made stops no other
                failed += 1
                self.stderr.write(
                    f"The file of picture {picture.pk} ({picture.file.name}) cannot be read: {error}"
                )
            if number % PICTURES_A_LINE == 0 or number == total:
                self.stdout.write(f"  pictures: {number} of {total}")
                self.stdout.flush()
        self.stdout.write(
            f"Made {made} files." + (f" Pictures that could not be read: {failed}." if failed else "")
        )
