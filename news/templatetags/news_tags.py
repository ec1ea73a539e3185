"""Commentary and readers' texts for the templates of every package."""

import json

from django import template

from news.articles.models import Article
from news.comments.reader_text import reader_html
from news.enums import CommentStatus

register = template.Library()


@register.simple_tag
def latest_commentary(family, limit=3):
    """Return the newest published commentary about releases of a family, as a list."""
    return Article.objects.published().commentary().about_family(family).newest(limit)


@register.simple_tag
def commentary_about(release):
    """Return the published commentary that names a release, newest first, as a list."""
    return list(Article.objects.published().commentary().about(release).for_list())


@register.filter
def reader_text(text):
    """Write what a reader sent as safe HTML."""
    return reader_html(text)


@register.filter
def json_text(value):
    """Return a value as JSON, to be escaped like any text, for a data attribute."""
    return json.dumps(value, ensure_ascii=False)


@register.filter
def per_cent(share):
    """Return a share between 0 and 1 in whole per cent."""
    return round(100 * share)


@register.filter
def status_name(status):
    """Return the name of a comment's status in the present language."""
    return CommentStatus(status).label
