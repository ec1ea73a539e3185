"""The next moment at which public pages change by themselves."""

from django.utils import timezone

from indexdata.releasing import next_change as next_figures
from news.comments.rules import next_closing
from news.publishing import next_change as next_articles
from news.publishing import take_due


def let_due_changes_happen():
    """Put live what was scheduled and is due; whoever notices first does it."""
    take_due()


def next_public_change(after=None):
    """Return the earliest moment after `after` (now by default) at which something appears or goes, or None."""
    after = after or timezone.now()
    moments = [
        moment for moment in (next_figures(after), next_articles(after), next_closing(after)) if moment
    ]
    return min(moments, default=None)
