"""Commentary and readers' texts for the templates of every package."""

from django import template

from news.models import Article
from news.reader_text import reader_html

register = template.Library()


@register.simple_tag
def latest_commentary(family, limit=3):
    """Return the newest published commentary about releases of a family, as a list."""
    articles = Article.objects.published().commentary().filter(release__family=family)
    return list(articles.for_list()[:limit])


@register.simple_tag
def commentary_about(release):
    """Return the published commentary that names a release, newest first, as a list."""
    return list(Article.objects.published().commentary().about(release).for_list())


@register.filter
def reader_text(text):
    """Write what a reader sent as safe HTML."""
    return reader_html(text)
