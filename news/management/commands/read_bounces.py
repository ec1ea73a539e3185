"""Read the mailbox that letters come back to."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from news.alerts.mailbox import MailboxError, read_bounces


class Command(BaseCommand):
    help = "Reads the unread letters of the mailbox BOUNCES_URL and ends letters about figures to addresses that are gone."

    def handle(self, **options):
        if not settings.BOUNCES_URL:
            raise CommandError("BOUNCES_URL names no mailbox.")
        try:
            counted = read_bounces(settings.BOUNCES_URL)
        except MailboxError as error:
            raise CommandError(str(error)) from error
        said = ", ".join(f"{name} {number}" for name, number in sorted(counted.items()))
        self.stdout.write(said or "Nothing new.")
