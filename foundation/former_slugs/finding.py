"""Finding what a former slug led to, and the present address of a page or feed that was asked for under it."""

from typing import Any
from urllib.parse import unquote

from django.db.models import Model, Q, QuerySet
from django.urls import ResolverMatch

from foundation import kinds
from foundation.characters import storable

from .models import FormerSlug


def named_before(things: QuerySet, slug: Any) -> Any:
    """Return the one of some things that a former slug leads to, or None; any text may be asked for."""
    if not slug or not isinstance(slug, str) or len(slug) > 100 or storable(slug) != slug:
        return None
    return things.filter(led_by(things.model, slug)).first()


def led_by(model: type[Model], slug: str) -> Q:
    """Return the condition that a thing of a model is the one that a former slug leads to."""
    rows = FormerSlug.objects.filter(model=model._meta.label_lower, slug=slug)
    return Q(pk__in=rows.values("thing"))


def moved_to(match: ResolverMatch, path: str) -> str | None:
    """Return the address, in the active language, of what a route named before; None where that is not known.

    `path` is what was asked for, decoded, and has found nothing. A thing that bears the slug may stand elsewhere by now.
    """
    if kind := kinds.with_page(match.view_name):
        lookup, address_of = kind.pages[match.view_name](match.kwargs), "get_absolute_url"
    elif kind := kinds.with_feed(match.view_name):
        lookup, address_of = kind.feeds[match.view_name](match.kwargs), "get_feed_url"
    else:
        return None
    slug = (lookup or {}).get("slug")
    if not slug:
        return None
    things = kind.for_visitors()
    thing = things.filter(slug=slug).first() or named_before(things, slug)
    address = getattr(thing, address_of)() if thing else None
    return address if address and unquote(address) != path else None
