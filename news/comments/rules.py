"""The rules moderators set, and whether an article takes comments under them."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from news.articles.models import Article

from .models import CommentRules


def comment_rules():
    """Return the rules; the defaults while nobody has set any. One query."""
    return CommentRules.objects.order_by("pk").first() or CommentRules()


def why_closed(article, rules, at=None):
    """Return as a sentence why an article takes no comments, or "" if it does. `article.section` is looked at, too."""
    if not rules.open:
        return _("Comments are closed on the whole site for the moment.")
    if not article.section.comments_open:
        return _("This section is closed for comments.")
    if not article.comments_open or _is_old(article, rules.closed_after_days, at or timezone.now()):
        return _("This article is closed for comments.")
    return ""


def takes_comments(article, at=None):
    """Tell whether an article that was read `with_comment_count` takes comments. No query."""
    rules = CommentRules(open=not article.comments_paused, closed_after_days=article.comments_end_after)
    return not why_closed(article, rules, at)


def _is_old(article, days, now):
    return bool(days and article.published_at and article.published_at + timedelta(days=days) <= now)


def next_closing(after):
    """Return the next moment at which an article stops taking comments by its age, or None."""
    days = comment_rules().closed_after_days
    if not days:
        return None
    age = timedelta(days=days)
    moments = Article.objects.filter(published_at__gt=after - age, visible_from__isnull=False)
    first = moments.order_by("published_at").values_list("published_at", flat=True).first()
    return first + age if first else None
