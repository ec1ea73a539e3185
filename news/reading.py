"""What stands around an article: its tags, related articles, neighbours, the figures it is about, reader comments."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.utils.translation import get_language

from indexdata.enums import Family
from indexdata.latest import released_figures
from news.models import Article, Comment
from news.rendering import render_text

RELATED_SHOWN = 3
COMMENTS_PER_PAGE = 50
HEADLINE_PATHS = {
    Family.PRICE: ("price",),
    Family.PROSPERITY: ("prosperity", "prosperity/market-circulation", "prosperity/production"),
    Family.FOREIGN_TRADE: ("foreign-trade/price", "foreign-trade/prosperity"),
}


class CommentPaginator(Paginator):
    """Pages of the approved comments under an article that was read `with_comment_count`."""

    def __init__(self, article):
        super().__init__(Comment.objects.visible_under(article), COMMENTS_PER_PAGE)
        self.count = article.comment_count


def article_context(article, tags):
    """Return what the page of an article shows around its title: the text as readers see it, related ones, figures."""
    return {
        "body": render_text(article.body, language=article.field_language("body", get_language())),
        "tags": tags,
        "related": related_to(article, tags),
        "figures": figures_of(article),
    }


def related_to(article, tags):
    """Return published articles that share most tags with this one, newest first among equals."""
    if not tags:
        return []
    return (
        Article.objects.published()
        .filter(tags__in=tags)
        .exclude(pk=article.pk)
        .annotate(shared=Count("pk"))
        .for_list()
        .order_by("-shared", "-published_at", "-pk")[:RELATED_SHOWN]
    )


def figures_of(article):
    """Return the headline figures of the release a commentary names (`indexdata.latest.Latest`), or an empty list."""
    if article.release is None:
        return []
    return released_figures(article.release, HEADLINE_PATHS.get(article.release.family, ()))
