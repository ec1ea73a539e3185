"""Ask the outside addresses that texts link to whether they still answer."""

from django.core.management.base import BaseCommand

from news.addresses.link_checking import check, due, outside_addresses
from news.addresses.models import LinkCheck

STEP = 20


class Command(BaseCommand):
    help = (
        "Asks outside addresses whether they still answer. May be stopped: what was asked is noted, and asked again only "
        "after a week. Run it once a day."
    )

    def add_arguments(self, parser):
        parser.add_argument("--most", type=int, default=500, help="ask at most so many addresses")

    def handle(self, most, verbosity, **options):
        addresses = outside_addresses()
        LinkCheck.objects.exclude(url__in=addresses).delete()
        wanted, failing = due(addresses)[:most], 0
        for number, (url, reason) in enumerate(check(wanted), 1):
            if reason:
                failing += 1
                self.stdout.write(f"{url}: {reason}")
            if verbosity and number % STEP == 0:
                self.stderr.write(f"{number} of {len(wanted)}")
        self.stdout.write(f"Asked {len(wanted)} of {len(addresses)} addresses; {failing} do not answer.")
