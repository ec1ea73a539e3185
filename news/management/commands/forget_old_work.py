"""Forget working copies that nobody has come back to."""

from django.core.management.base import BaseCommand

from news.editing.working_copies import LONGEST_KEPT, forget_old


class Command(BaseCommand):
    help = "Forgets what editors typed and neither saved nor opened again for a long time. Run it once a day."

    def handle(self, **options):
        self.stdout.write(f"Forgot {forget_old()} working copies older than {LONGEST_KEPT.days} days.")
