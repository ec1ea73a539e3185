"""Links in letters: whole addresses of pages in the language of the letter."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override


def site_of_settings():
    """Return the root of links where no request tells it: the first host of ALLOWED_HOSTS; "" where it names none."""
    hosts = [host for host in settings.ALLOWED_HOSTS if host and not host.startswith((".", "*"))]
    return f"https://{hosts[0]}" if hosts else ""


def address_in(language, site, name, *args):
    """Return the address of a page by its name; `site` is the root of links ("https://host/")."""
    with override(language):
        return site.rstrip("/") + reverse(name, args=args)


def page_in(language, site, thing):
    """Return the address of the page of a thing."""
    with override(language):
        return site.rstrip("/") + thing.get_absolute_url()
