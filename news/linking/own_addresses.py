"""Links to the portal's own pages that were typed or pasted as addresses, made references (`news.linking.targets`).

A reference survives a changed address, leads to the page in the reader's language, and is known to be broken when the
page goes.
"""

import re
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Case, Q, When
from django.urls import Resolver404, resolve
from django.utils import translation

from foundation.former_slugs.finding import led_by
from foundation.kinds import with_page
from news.text.elements import with_values

ADDRESSES = ("http://", "https://", "/")
LONGEST = 2000
FRAGMENT = re.compile(r"[\w-]{1,100}", re.ASCII)
#: So many links of one text are looked at; a text with more is no text for readers.
MOST = 200


def with_references(html, host):
    """Return clean rich text in which links to pages of the portal are references.

    `host` is the host that the portal is asked under, with its port; links without a host, or with one that ALLOWED_HOSTS
    names, are its own too. Links that ask something of a page (`?…`), that lead to lists or to nothing the portal has,
    stay as they are. One query per different address.
    """
    known: dict[str, str] = {}

    def link(address):
        if not address.startswith(ADDRESSES) or len(address) > LONGEST:
            return None
        if address not in known:
            known[address] = reference_of(address, host) if len(known) < MOST else ""
        return known[address] or None

    return with_values(html, ("href",), link) if html else html


def reference_of(address, host):
    """Return the reference to the page at an address of the portal, or "" where there is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    own = {name.lower() for name in ("", host, *settings.ALLOWED_HOSTS)}
    elsewhere = address.startswith("//") or parts.netloc.lower() not in own
    path = unquote(parts.path)
    if elsewhere or parts.query or "\0" in path:
        return ""
    found = _target(_without_language(path))
    if not found:
        return ""
    kind, key = found
    return f"ref:{kind}/{key}" + (f"#{parts.fragment}" if FRAGMENT.fullmatch(parts.fragment) else "")


def _without_language(path):
    first, slash, rest = path.removeprefix("/").partition("/")
    return f"/{rest}" if slash and first in dict(settings.LANGUAGES) else path


def _target(path):
    """Return (kind, key) of the thing whose page has a path without language, or None."""
    try:
        with translation.override(settings.LANGUAGE_CODE):
            match = resolve(path)
    except Resolver404:
        return None
    kind = with_page(match.view_name)
    lookup = kind and kind.pages[match.view_name](match.kwargs)
    if kind is None or not lookup:
        return None
    things = kind.model._default_manager.all()
    if "slug" in lookup:
        live_first = Case(When(Q(**lookup), then=0), default=1)
        things = things.filter(Q(**lookup) | led_by(kind.model, lookup["slug"])).order_by(live_first)
    else:
        things = things.filter(**lookup)
    key = things.values_list("pk", flat=True).first()
    return (kind.key, key) if key else None
