"""Counts of reader comments for the page of an article, without another query."""

from django.db.models import Exists, Subquery
from django.db.models.functions import Coalesce

from .models import CommentRules


def with_comment_count(articles):
    """Return a queryset of articles with what their pages say about reader comments.

    `comment_count` is how many are approved, `thread_count` how many threads the page shows; `comments_paused` and
    `comments_end_after` are the rules of the day (`CommentRules`).
    """
    rules = CommentRules.objects.order_by("pk")
    return articles.annotate(
        comment_count=Coalesce("comment_total__approved", 0),
        thread_count=Coalesce("comment_total__threads", 0),
        comments_paused=Exists(rules.filter(open=False)),
        comments_end_after=Subquery(rules.values("closed_after_days")[:1]),
    )
