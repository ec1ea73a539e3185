"""The sitemap for search engines: an index, and a file for each kind of page.

Only real translations are told, each with its language alternates; nothing of demonstration data is. What stands in no file
says so: its view gives `unlisted`, or a `canonical_query` for pages of a list, and `base.html` tells machines to leave it. Django's own
sitemaps load every item in every language before cutting the list into pages: articles, of which there may be a
million, are cut by their id instead, so that a file costs the same wherever it lies.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation import kinds
from foundation.languages import LANGUAGE_CODES, in_language, language_tag

XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
IDS_PER_FILE = 2500
FRONTS_FILE = "pages"
FRONTS = (
    "home",
    "indexdata:classification",
    "indexdata:movers",
    "indexdata:compare",
    "indexdata:releases",
    "indexdata:revisions",
    "indexdata:data",
    "news:commentary",
    "news:fabrics",
    "indexdata:sources",
    "indexdata:samples",
    "news:news",
    "news:archive",
    "news:tags",
    "api-guide",
)


@dataclass(frozen=True)
class MapEntry:
    """One page: its English address, the languages it is really written in, when it last changed (None: unknown)."""

    path: str
    languages: Iterable[str] = LANGUAGE_CODES
    changed: datetime | None = None


@require_safe
def sitemap_index(request):
    """List the files of the sitemap."""
    files = [FRONTS_FILE]
    for name, kept in _files().items():
        if name != FRONTS_FILE and any(one.things().exists() for one in kept):
            files.append(name)
    for one in _cut_by_id():
        files += _parts_of(one)
    root = _root(request)
    locations = [escape(root + reverse("sitemap", args=[name])) for name in files]
    return _xml("sitemapindex", XMLNS, [f"<sitemap><loc>{at}</loc></sitemap>\n" for at in locations])


@require_safe
def sitemap(request, section):
    """Answer one file of the sitemap: `pages`, one of kinds of pages, or `<kind>-<n>` of what is cut by its ids."""
    entries = _entries(section)
    root = _root(request)
    return _xml("urlset", f"{XMLNS} {XHTML}", [_url(root, entry) for entry in entries])


def _files():
    """Return {name of a file: what it lists}, as the kinds declare it, of files that hold whole kinds."""
    files: dict[str, list[kinds.MapFile]] = {}
    for kind in kinds.every():
        if kind.map_file and not kind.map_file.by_id:
            files.setdefault(kind.map_file.name, []).append(kind.map_file)
    return files


def _cut_by_id():
    """Return the kinds that are cut into files by the ids of their things, as they stand in the map."""
    return [kind.map_file for kind in kinds.every() if kind.map_file and kind.map_file.by_id]


def _entries(name):
    """Return the entries of a file, or raise 404."""
    if name in (files := _files()):
        entries = chain.from_iterable(_listed(one, one.things()) for one in files[name])
        return chain(_fronts(), entries) if name == FRONTS_FILE else entries
    for one in _cut_by_id():
        if name.startswith(f"{one.name}-"):
            return _part(one, _file_number(name.removeprefix(f"{one.name}-")))
    raise Http404("There is no such file in the sitemap.")


def _fronts():
    return (MapEntry(_english(reverse(name))) for name in FRONTS)


def _listed(one, things):
    return (_entry(thing, one.languages(thing), one.changed(thing)) for thing in things)


def _parts_of(one):
    """Return the names of the files of what is cut by its ids; asks for the two ends of the ids alone.

    A file at an end in which nothing is public is not named: its name would tell that something waits there.
    """
    ids = one.things().model._default_manager.order_by("pk").values_list("pk", flat=True)
    first, last = ids.first(), ids.last()
    if first is None:
        return []
    numbers = range(first // IDS_PER_FILE, last // IDS_PER_FILE + 1)
    while numbers and not _in_file(one, numbers[-1]).exists():
        numbers = numbers[:-1]
    while len(numbers) > 1 and not _in_file(one, numbers[0]).exists():
        numbers = numbers[1:]
    return [f"{one.name}-{n}" for n in numbers]


def _in_file(one, number):
    first = number * IDS_PER_FILE
    return one.things().filter(pk__gte=first, pk__lt=first + IDS_PER_FILE).order_by("pk")


def _file_number(number):
    if not (number.isascii() and number.isdigit() and len(number) <= 12):
        raise Http404("There is no such file in the sitemap.")
    return int(number)


def _part(one, number):
    """Return the entries of one file of what is cut by its ids."""
    return _listed(one, _in_file(one, number).iterator(chunk_size=IDS_PER_FILE))


def _entry(thing, languages=LANGUAGE_CODES, changed=None):
    return MapEntry(_english(thing.get_absolute_url()), languages, changed)


def _english(path):
    return in_language(path, settings.LANGUAGE_CODE)


def _root(request):
    return f"{request.scheme}://{request.get_host()}"


def _url(root, entry):
    """Return the `<url>` elements of one page: one for each language it is written in, each naming all of them."""
    addresses = {code: escape(root + in_language(entry.path, code)) for code in entry.languages}
    changed = f"<lastmod>{entry.changed.isoformat(timespec='seconds')}</lastmod>" if entry.changed else ""
    alternates = ""
    if len(addresses) > 1:
        named = [(language_tag(code), address) for code, address in addresses.items()]
        named.append(("x-default", next(iter(addresses.values()))))
        alternates = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}"/>' for code, address in named
        )
    return "".join(
        f"<url><loc>{address}</loc>{changed}{alternates}</url>\n" for address in addresses.values()
    )


def _xml(name, attributes, lines):
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} {attributes}>\n{"".join(lines)}</{name}>\n'
    return HttpResponse(body, content_type="application/xml; charset=utf-8")
