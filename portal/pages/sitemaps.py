"""The sitemap for search engines: an index, and a file for each kind of page.

Only real translations are told, each with its language alternates; nothing of demonstration data is. Django's own
sitemaps load every item in every language before cutting the list into pages: articles, of which there may be a
million, are cut by their id instead, so that a file costs the same wherever it lies.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from django.db.models import F
from django.db.models.functions import Greatest
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from indexdata.models import CollectingSource, Index, Release, SampleUnit
from news.articles.models import Article, Section
from news.fabrics.models import Fabric
from news.pages.models import Page
from news.tags.models import Tag

from .navigation import in_language

BOTH = ("en", "zh-hans")
HREFLANG = {"en": "en", "zh-hans": "zh-Hans"}
XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
IDS_PER_FILE = 2500
FRONTS = (
    "home",
    "indexdata:classification",
    "indexdata:releases",
    "news:commentary",
    "news:fabrics",
    "indexdata:sources",
    "indexdata:samples",
    "news:news",
    "news:tags",
    "api-guide",
)


@dataclass(frozen=True)
class Entry:
    """One page: its English address, the languages it is really written in, when it last changed (None: unknown)."""

    path: str
    languages: Iterable[str] = BOTH
    changed: datetime | None = None


@require_safe
def sitemap_index(request):
    """List the files of the sitemap."""
    names = [name for name in SECTIONS if name != "pages"]
    files = ["pages", *(name for name in names if SECTIONS[name].any()), *_article_files()]
    root = _root(request)
    locations = [escape(root + reverse("sitemap", args=[name])) for name in files]
    return _xml("sitemapindex", XMLNS, [f"<sitemap><loc>{at}</loc></sitemap>\n" for at in locations])


@require_safe
def sitemap(request, section):
    """Answer one file of the sitemap: a section, or `articles-<n>`."""
    if section in SECTIONS:
        entries = SECTIONS[section].entries()
    elif section.startswith("articles-"):
        entries = _articles(_file_number(section))
    else:
        raise Http404("There is no such file in the sitemap.")
    root = _root(request)
    return _xml("urlset", f"{XMLNS} {XHTML}", [_url(root, entry) for entry in entries])


@dataclass(frozen=True)
class SitemapSection:
    """A kind of page that fits into one file: its entries, and the question whether there are any."""

    entries: Callable[[], Iterable[Entry]]
    any: Callable[[], bool] = lambda: True


def _fronts():
    yield from (Entry(_english(reverse(name))) for name in FRONTS)
    yield from (_entry(section) for section in Section.objects.all())
    yield from (_entry(page, page.languages, page.updated_at) for page in Page.objects.all())
    # A tag made for something unpublished says too much by its name.
    yield from (_entry(tag) for tag in Tag.objects.in_use())


def _releases():
    return Release.objects.public().filter(demonstration=False)


def _units():
    return SampleUnit.objects.for_visitors().filter(demonstration=False)


SECTIONS = {
    "pages": SitemapSection(_fronts),
    "indices": SitemapSection(
        lambda: (_entry(index, _named_in(index)) for index in Index.objects.in_tree_order()),
        lambda: Index.objects.exists(),
    ),
    "releases": SitemapSection(
        lambda: (_entry(release, BOTH, release.released_at) for release in _releases()),
        lambda: _releases().exists(),
    ),
    "fabrics": SitemapSection(
        lambda: (
            _entry(fabric, fabric.languages, fabric.updated_at) for fabric in Fabric.objects.published()
        ),
        lambda: Fabric.objects.published().exists(),
    ),
    "sources": SitemapSection(
        lambda: (_entry(source, _named_in(source)) for source in CollectingSource.objects.all()),
        lambda: CollectingSource.objects.exists(),
    ),
    "samples": SitemapSection(
        lambda: (_entry(unit, _named_in(unit)) for unit in _units().prefetch_related(None)),
        lambda: _units().exists(),
    ),
}


def _article_files():
    """Return the names of the files with articles; asks for the two ends of the ids alone."""
    ids = Article.objects.order_by("pk").values_list("pk", flat=True)
    first, last = ids.first(), ids.last()
    if first is None:
        return []
    return [f"articles-{n}" for n in range(first // IDS_PER_FILE, last // IDS_PER_FILE + 1)]


def _file_number(section):
    number = section.removeprefix("articles-")
    if not (number.isascii() and number.isdigit() and len(number) <= 12):
        raise Http404("There is no such file in the sitemap.")
    return int(number)


def _articles(number):
    """Yield the public articles of one file; without their texts, and their sections by another question."""
    first = number * IDS_PER_FILE
    rows = (
        Article.objects.published()
        .filter(pk__gte=first, pk__lt=first + IDS_PER_FILE)
        .prefetch_related("section")
        .annotate(changed=Greatest(F("updated_at"), F("published_at")))
        .only("slug", "in_en", "in_zh_hans", "section")
        .order_by("pk")
    )
    for article in rows.iterator(chunk_size=IDS_PER_FILE):
        languages = [code for code in BOTH if getattr(article, f"in_{code.replace('-', '_')}")]
        yield _entry(article, languages or BOTH, article.changed)


def _named_in(thing):
    """Return the languages in which a thing of the index has a name of its own."""
    return [code for code in BOTH if getattr(thing, f"name_{code.replace('-', '_')}")] or BOTH


def _entry(thing, languages=BOTH, changed=None):
    return Entry(_english(thing.get_absolute_url()), languages, changed)


def _english(path):
    return in_language(path, "en")


def _root(request):
    return f"{request.scheme}://{request.get_host()}"


def _url(root, entry):
    """Return the `<url>` elements of one page: one for each language it is written in, each naming all of them."""
    addresses = {code: escape(root + in_language(entry.path, code)) for code in entry.languages}
    changed = f"<lastmod>{entry.changed.isoformat(timespec='seconds')}</lastmod>" if entry.changed else ""
    alternates = ""
    if len(addresses) > 1:
        named = [(HREFLANG[code], address) for code, address in addresses.items()]
        named.append(("x-default", addresses["en"]))
        alternates = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}"/>' for code, address in named
        )
    return "".join(
        f"<url><loc>{address}</loc>{changed}{alternates}</url>\n" for address in addresses.values()
    )


def _xml(name, attributes, lines):
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} {attributes}>\n{"".join(lines)}</{name}>\n'
    return HttpResponse(body, content_type="application/xml; charset=utf-8")
