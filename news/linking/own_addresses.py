"""Links to the portal's own pages that were typed or pasted as addresses, made references (`news.linking.targets`).

A reference survives a changed address, leads to the page in the reader's language, and is known to be broken when the
page goes.
"""

import re
from html import escape, unescape
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation

from indexdata.arithmetic.periods import parse_period
from news.enums import SectionKind

from .targets import LINKED

HREF = re.compile(r'(<a\s[^>]*?href=")((?:https?://|/)[^"]{1,2000})"')
FRAGMENT = re.compile(r"[\w-]{1,100}", re.ASCII)
#: So many links of one text are looked at; a text with more is no text for readers.
MOST = 200


def with_references(html, host):
    """Return clean rich text in which links to pages of the portal are references.

    `host` is the host that the portal is asked under, with its port; links without a host, or with one that ALLOWED_HOSTS
    names, are its own too. Links that ask something of a page (`?…`), that lead to lists or to nothing the portal has,
    stay as they are. One query per different address.
    """
    known = {}

    def link(match):
        address = unescape(match[2])
        if address not in known:
            known[address] = reference_of(address, host) if len(known) < MOST else ""
        return f'{match[1]}{escape(known[address])}"' if known[address] else match[0]

    return HREF.sub(link, html) if html else html


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
    if match.view_name not in PAGES:
        return None
    kind, lookup_of = PAGES[match.view_name]
    lookup = lookup_of(match.kwargs)
    key = lookup and LINKED[kind].model._default_manager.filter(**lookup).values_list("pk", flat=True).first()
    return (kind, key) if key else None


def _by(**names):
    """Return what turns the parts of an address into a lookup: {part of the address: field}."""
    return lambda parts: {field: parts[part] for part, field in names.items()}


def _section(kind):
    return lambda parts: {"slug": parts["section"], "kind": kind}


def _release(parts):
    try:
        return {"family": parts["family"], "period": parse_period(parts["code"], parts["family"].frequency)}
    except ValueError:
        return None


#: Name of an address → the kind of thing that has its page there, and how it is found by the parts of the address.
PAGES = {
    "news:article": ("article", _by(pk="pk")),
    "news:commentary-detail": ("article", _by(pk="pk")),
    "news:section": ("section", _section(SectionKind.NEWS)),
    "news:commentary-part": ("section", _section(SectionKind.COMMENTARY)),
    "news:page": ("page", _by(slug="slug")),
    "news:fabric": ("fabric", _by(slug="slug")),
    "news:tag": ("tag", _by(slug="slug")),
    "indexdata:index": ("index", _by(path="path")),
    "indexdata:source": ("source", _by(slug="slug")),
    "indexdata:sample": ("sample", _by(slug="slug")),
    "indexdata:release": ("release", _release),
    "media": ("attachment", _by(path="file")),
}
