"""Send moderators the daily letter about comments that wait."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from news.comments.digest import send_digest
from news.letters.models import OFFICE_LANGUAGE


class Command(BaseCommand):
    help = "Writes to every moderator with an e-mail address what waits, with links that decide. Run it once a day."

    def add_arguments(self, parser):
        parser.add_argument(
            "--site", help="root of the links, as https://www.example.org; else the first of ALLOWED_HOSTS"
        )
        parser.add_argument(
            "--language",
            default=OFFICE_LANGUAGE,
            choices=[code for code, _name in settings.LANGUAGES],
            help="for moderators who have not chosen a language",
        )

    def handle(self, site, language, **options):
        site = site or self.site_of_settings()
        if not site.startswith(("https://", "http://")):
            raise CommandError("--site begins with https:// or http://.")
        self.stdout.write(f"Handed in {send_digest(site, language)} letters.")

    def site_of_settings(self):
        hosts = [host for host in settings.ALLOWED_HOSTS if host and not host.startswith((".", "*"))]
        if not hosts:
            raise CommandError("ALLOWED_HOSTS names no host; say --site.")
        return f"https://{hosts[0]}"
