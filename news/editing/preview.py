"""Previews: the draft of a thing as its page will look, for editors, and by a signed link for somebody without an account."""

from django.core import signing
from django.utils import timezone

from news.drafting.rows import beside, model_named

from .revisions import latest_content, with_latest_content

SALT = "news.preview"
#: The kind whose links stand in addresses by their number alone.
FIRST = "article"


def token_of(link):
    """Return what stands in the address of a preview link: its key, signed."""
    name = link._meta.get_field("thing").related_model._meta.model_name
    return signing.dumps(link.pk if name == FIRST else f"{name}/{link.pk}", salt=SALT)


def link_of(token):
    """Return the link a token names, whether it is valid or not; None for a token that was not made here."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    name, _slash, number = str(key).rpartition("/")
    model = model_named(name or FIRST)
    return model and beside(model, "preview_links").objects.select_related("thing").filter(pk=number).first()


def is_valid(link, at=None):
    """Tell whether a link may still be used at a moment (now by default)."""
    return link.revoked_at is None and link.until > (at or timezone.now())


def draft_of(link):
    """Return the thing of a link with its newest content in memory, and its collections as {name: things}."""
    thing = link.thing
    content = latest_content(thing)
    chosen = {
        name: list(beside(thing, name).objects.filter(pk__in=content.get(name, ())))
        for name in thing.described.lists
    }
    return with_latest_content(thing), chosen


def for_show(thing):
    """Return a thing in memory with what its page cannot do without: a moment and a key."""
    now = timezone.now()
    thing.published_at = thing.published_at or now
    thing.updated_at = thing.updated_at or now
    thing.pk = thing.pk or 0
    thing.slug = thing.slug or "preview"
    return thing
