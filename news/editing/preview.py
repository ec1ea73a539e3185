"""Previews: the draft of an article as its page will look, for editors, and by a signed link for somebody without an account."""

from django.core import signing
from django.utils import timezone

from news.tags.models import Tag

from .models import PreviewLink
from .revisions import latest_content, with_latest_content

SALT = "news.preview"


def token_of(link):
    """Return what stands in the address of a preview link: its key, signed."""
    return signing.dumps(link.pk, salt=SALT)


def link_of(token):
    """Return the `PreviewLink` a token names, whether it is valid or not; None for a token that was not made here."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return PreviewLink.objects.select_related("article__section").filter(pk=key).first()


def is_valid(link, at=None):
    """Tell whether a link may still be used at a moment (now by default)."""
    return link.revoked_at is None and link.until > (at or timezone.now())


def draft_of(link):
    """Return the article of a link with its newest content in memory, and the tags of that content."""
    article = link.article
    content = latest_content(article)
    return with_latest_content(article), list(Tag.objects.filter(pk__in=content["tags"]))


def for_show(article):
    """Return an article in memory with what its page cannot do without: a moment and a key."""
    now = timezone.now()
    article.published_at = article.published_at or now
    article.updated_at = article.updated_at or now
    article.pk = article.pk or 0
    article.slug = article.slug or "preview"
    return article
