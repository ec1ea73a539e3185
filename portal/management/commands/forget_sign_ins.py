"""Forget old sign-ins."""

from django.core.management.base import BaseCommand

from portal.signing_in.chores import forget_and_say


class Command(BaseCommand):
    help = "Forgets lines of the audit trail and known devices older than SIGN_INS_KEPT_DAYS, and sessions that ended."

    def handle(self, **options):
        self.stdout.write(f"Forgotten: {forget_and_say()}.")
