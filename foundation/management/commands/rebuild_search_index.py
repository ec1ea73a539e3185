"""Make the search index anew."""

from django.core.management.base import BaseCommand, CommandError

from foundation.searching.documents import described_models
from foundation.searching.entries import label
from foundation.searching.rebuilding import AT_ONCE, MOST_AT_ONCE, begin, rebuild


class Command(BaseCommand):
    help = (
        "Writes the search index anew and takes out what is gone. May be stopped and run again with --after and the last place "
        "it named: each batch is kept, and searching goes on meanwhile."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--after", type=place, default=("", 0), metavar="MODEL:ID",
            help="go on behind this place, e.g. news.article:12000",
        )  # fmt: skip
        parser.add_argument(
            "--at-once", type=int, default=AT_ONCE, help="how many are written in one transaction"
        )

        parser.add_argument(
            "--only-new",
            action="store_true",
            help="only what has come to be searched and has no entry yet, and entries that an older version wrote",
        )

    def handle(self, *, after, at_once, only_new, verbosity, **options):
        def say(model, last, done, total):
            if verbosity and (total > at_once or not only_new):
                self.stdout.write(f"{model}:{last}  {done} of {total}")
                self.stdout.flush()

        at_once = min(max(1, at_once), MOST_AT_ONCE)
        written = begin(say, at_once) if only_new else rebuild(say, after, at_once)
        if verbosity and not only_new:
            self.stdout.write(f"{written} entries were written.")


def place(text):
    """Return (label of a model, id) of a place such as "news.article:12000"."""
    model, _, number = text.partition(":")
    if model not in {label(one) for one in described_models()} or not (number.isascii() and number.isdigit()):
        raise CommandError(
            f"{text} is no place in the index. A place is a model and an id: news.article:12000"
        )
    return model, int(number)
