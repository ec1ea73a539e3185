"""Check, and put right, everything the database keeps beside articles (`news.visibility`)."""

from django.core.management.base import BaseCommand

from news.visibility.deriving import derive, derive_tagged, recount
from news.visibility.keeping import install


class Command(BaseCommand):
    help = (
        "Puts right since when articles are visible, in which languages they are written, and all counts. May be stopped and "
        "run again with --after: each batch is kept."
    )

    def add_arguments(self, parser):
        parser.add_argument("--after", type=int, default=0, help="go on behind the article with this id")

    def handle(self, after, verbosity, **options):
        def say(last, changed):
            if verbosity:
                self.stdout.write(f"articles: up to {last}, {changed} put right")

        install()
        changed = derive(after, say=say)
        changed += derive_tagged()
        recount()
        self.stdout.write(f"{changed} rows were put right.")
