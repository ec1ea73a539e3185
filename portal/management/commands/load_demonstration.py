"""Load the demonstration layer, or bring it up to the present."""

from datetime import datetime, time

from django.core.management.base import BaseCommand
from django.utils.dateparse import parse_date

from foundation.calendar import is_known
from indexdata.releases.usual_moments import ZONE
from portal.demonstration import layer


class Command(BaseCommand):
    help = (
        "Load demonstration figures, sample units and reader comments, all marked as such; running it again brings "
        "the figures up to the present. remove_demonstration takes everything away."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--today", type=_end_of_day, metavar="YYYY-MM-DD", help="load as if it were the end of this day"
        )
        parser.add_argument(
            "--unless-removed",
            action="store_true",
            help="do nothing after somebody has run remove_demonstration",
        )

    def handle(self, *args, today, unless_removed, **options):
        if unless_removed and layer.was_removed():
            self.stdout.write(
                "The demonstration layer was removed and stays so; load_demonstration brings it back."
            )
            return
        made = layer.load(today, progress=lambda step: self.stdout.write(f"  demonstration {step} …"))
        made = {name: count for name, count in made.items() if count}
        text = ", ".join(f"{count} {name}" for name, count in made.items())
        self.stdout.write(
            f"Demonstration layer: {text}." if made else "The demonstration layer is up to date."
        )


def _end_of_day(text):
    day = parse_date(text)
    if day is None or not is_known(day):
        raise ValueError(text)
    return datetime.combine(day, time(23, 59), ZONE)
