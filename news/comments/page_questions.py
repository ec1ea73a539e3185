"""Queries of pages about reader comments, composed once in each process (`foundation.composed`)."""

from django.db.models import BigIntegerField
from django.utils import timezone

from foundation.composed import Composed
from foundation.languages import in_languages
from news.articles.models import Article

from .counts import with_comment_count
from .models import Comment

#: What stands of a reader comment beside a list: its words, and the title of its article.
VOICE_FIELDS = ("language", "body", "name", "created_at", "demonstration", "article__slug")


def article_of_page(key, at=None):
    """Return the article with this id as its page shows it, with section, cover, release and counts, or None; one query."""
    if key > BigIntegerField.MAX_BIGINT:
        return None
    return next(iter(_page(key=key, at=at or timezone.now())), None)


def newest_reader_comments(number):
    """Return the newest visible reader comments with the titles of their articles; one query."""
    return list(_voices(number, at=timezone.now()))


@Composed
def _page(key, at):
    articles = Article.objects.published(at).select_related("section", "cover", "release")
    return with_comment_count(articles).filter(pk=key).order_by()


@Composed
def _voices(number, at):
    newest = Comment.objects.visible(at).newest_rows(number)
    return newest.select_related("article").only(*VOICE_FIELDS, *in_languages("article__title"))
