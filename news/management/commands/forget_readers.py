"""Forget what is needed no longer of readers who commented."""

from django.core.management.base import BaseCommand

from news.alerts.subscribing import forget_alerts
from news.comments.forgetting import forget

SENTENCES = (
    ("comments", "comments lost network and browser (older than 30 days)"),
    ("reports", "reports lost their network"),
    ("emails", "rejected and spam comments lost their e-mail address (older than 30 days)"),
    ("spam", "spam comments deleted (older than 90 days)"),
    ("keys", "keys of hashes deleted"),
    ("bans", "bans that had ended deleted"),
    ("subscriptions", "subscriptions never confirmed deleted"),
    ("alerts", "letters about figures never confirmed deleted"),
    ("readers", "addresses never confirmed deleted"),
    ("words", "rare words of the spam filter deleted"),
)


class Command(BaseCommand):
    help = "Forgets networks and browsers of comments after 30 days, ended bans and unanswered letters. Run it once a day."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be forgotten, and do nothing"
        )

    def handle(self, dry_run, **options):
        forgotten = {"alerts": forget_alerts(write=not dry_run), **forget(write=not dry_run)}
        for name, sentence in SENTENCES:
            self.stdout.write(f"{'Would be: ' if dry_run else ''}{forgotten[name]} {sentence}")
