"""Publishing articles: submit, approve, publish, schedule, withdraw."""

from django.db.models import Min

from .models import Article


def next_change(after):
    """Return the earliest moment after `after` at which an article appears or goes by itself, or None."""
    moments = (
        Article.objects.filter(published_at__gt=after).aggregate(at=Min("published_at"))["at"],
        Article.objects.filter(expires_at__gt=after).aggregate(at=Min("expires_at"))["at"],
    )
    return min((moment for moment in moments if moment), default=None)
