"""Make the bulk files that are out of date (see `indexdata.bulk`)."""

from django.core.management.base import BaseCommand, CommandError

from foundation import parent
from foundation.stores import StoreAway
from indexdata.bulk.building import build
from indexdata.bulk.chore import refresh
from indexdata.models import BulkBuild


class Command(BaseCommand):
    help = "Makes the bulk files of /data/ that are out of date; a worker does it by itself within a minute."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="make those that are right anew too")
        parser.add_argument(
            "--end-with", type=int, metavar="NUMBER", help="end when the process of this number, which started it, is gone"
        )  # fmt: skip

    def handle(self, **options):
        if options["end_with"]:
            parent.end_with(options["end_with"])
        if options["all"]:
            try:
                for invented in BulkBuild.objects.values_list("invented", flat=True):
                    build(invented=invented)
            except StoreAway as error:
                raise CommandError(
                    f"The files cannot be stored ({error.strerror}): those before are as they were."
                ) from None
        refresh()
        for made in BulkBuild.objects.order_by("invented"):
            told = f"{len(made.files)} files, {sum(file['bytes'] for file in made.files):,} bytes"
            self.stdout.write(
                f"{'with demonstration figures' if made.invented else 'published figures'}: {told}"
            )
