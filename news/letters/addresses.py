"""Links in letters: whole addresses of pages in the language of the letter."""

from django.urls import reverse
from django.utils.translation import override


def address_in(language, site, name, *args):
    """Return the address of a page by its name; `site` is the root of links ("https://host/")."""
    with override(language):
        return site.rstrip("/") + reverse(name, args=args)


def page_in(language, site, thing):
    """Return the address of the page of a thing."""
    with override(language):
        return site.rstrip("/") + thing.get_absolute_url()
