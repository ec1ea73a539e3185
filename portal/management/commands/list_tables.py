"""Print which tables grow, and what ends it."""

from django.core.management.base import BaseCommand

from portal.databases.growth import sizes as all_sizes
from portal.databases.growth import table_of_growth


class Command(BaseCommand):
    help = "Prints which tables grow and by which chore their rows go, or why they stay; with --sizes how large all are here."

    def add_arguments(self, parser):
        parser.add_argument(
            "--sizes", action="store_true", help="rows, bytes and bytes a row of each table instead"
        )

    def handle(self, *, sizes: bool, **options):
        if not sizes:
            self.stdout.write(table_of_growth())
            return
        for name, rows, size in all_sizes():
            self.stdout.write(f"{name:40} {rows:>12,} {size:>16,} {size // rows if rows else 0:>9,}")
