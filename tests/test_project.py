"""The project tests itself: migrations, languages, every address in both languages, query counts, cookies."""

import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse
from django.utils import translation
from django.utils.translation import gettext

from indexdata.models import Index
from news.articles.models import Article
from news.enums import SectionKind
from news.tags.models import TaggedItem
from portal.freshness.stamp import announce_change
from portal.urls import machines, pages
from tests.factories.indexdata import (
    CollectingSourceFactory,
    IndexFactory,
    ObservationFactory,
    ReleaseFactory,
    SampleUnitFactory,
)
from tests.factories.news import (
    ArticleFactory,
    CommentFactory,
    FabricFactory,
    PageFactory,
    SectionFactory,
    TagFactory,
)

LANGUAGES = {"en": "en", "zh-hans": "zh-Hans"}


def argument_less(patterns, namespace=""):
    """Return the names of the addresses that take no argument, those of included lists too."""
    names = []
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name and not pattern.pattern.regex.groups:
                names.append(namespace + pattern.name)
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else namespace
            names += argument_less(pattern.url_patterns, inner)
    return names


PAGES = argument_less(pages)
MACHINES = argument_less([pattern for pattern in machines if isinstance(pattern, URLPattern)])


@pytest.fixture
def content(db):
    """One of everything that has an address of its own, linked with each other."""
    index = IndexFactory(path="price/raw-materials")
    release = ReleaseFactory()
    ObservationFactory(index=index, release=release)
    ObservationFactory(index=Index.objects.get(path="price"), release=release)
    commentary = SectionFactory(slug="price-trend", kind=SectionKind.COMMENTARY)
    article = ArticleFactory()
    article.tags.add(TagFactory())
    CommentFactory(article=article)
    return {
        "indexdata:index": index,
        "indexdata:release": release,
        "indexdata:source": CollectingSourceFactory(),
        "indexdata:sample": SampleUnitFactory(),
        "news:article": article,
        "news:section": article.section,
        "news:commentary-detail": ArticleFactory(section=commentary, release=release),
        "news:commentary-part": commentary,
        "news:tag": TagFactory(),
        "news:fabric": FabricFactory(index=index),
        "news:page": PageFactory(),
    }


OF_CONTENT = (
    "indexdata:index",
    "indexdata:release",
    "indexdata:source",
    "indexdata:sample",
    "news:article",
    "news:section",
    "news:commentary-detail",
    "news:commentary-part",
    "news:tag",
    "news:fabric",
    "news:page",
)


def assert_good_page(response, language):
    """Check what every public page must be: one h1, the right language, its twin named, no cookie, no vary."""
    assert response.status_code == 200
    is_form = {"reader-comments", "follow"} & set(response.request["PATH_INFO"].split("/"))
    if is_form and "no-store" in response.get("Cache-Control", ""):
        return  # a form, kept by nobody
    assert not response.cookies
    assert not set(re.split(r",\s*", response.get("Vary", "").lower())) & {"cookie", "accept-language", "*"}
    if not response["Content-Type"].startswith("text/html"):
        return
    html = response.content.decode()
    assert len(re.findall(r"<h1[\s>]", html)) == 1
    assert re.search(r"<html[^>]*\slang=\"([^\"]+)\"", html)[1].lower() == LANGUAGES[language].lower()
    assert response["Content-Language"].lower() == LANGUAGES[language].lower()
    assert "Content-Security-Policy" in response.headers
    assert not re.search(r"<[^>]+\sstyle=|<style|\son\w+=\"|<script(?![^>]*\ssrc=)(?![^>]*ld\+json)", html)


def assert_names_its_twin(response):
    """Check that a page in both languages names both for search engines."""
    html = response.content.decode()
    for code in ("en", "zh-hans", "x-default"):
        assert re.search(rf'<link rel="alternate" hreflang="{code}"', html, re.IGNORECASE), code


class TestTheTree:
    def test_no_pending_migrations(self, db):
        call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())

    def test_checks_are_clean(self, db):
        call_command("check", fail_level="WARNING", stdout=StringIO(), stderr=StringIO())

    def test_both_languages_load(self):
        call_command("compile_translations", verbosity=0)
        with translation.override("zh-hans"):
            assert gettext("Home") == "首页"
        with translation.override("en"):
            assert gettext("Home") == "Home"


@pytest.mark.parametrize("language", LANGUAGES)
class TestAddresses:
    @pytest.mark.parametrize("name", PAGES)
    def test_without_arguments(self, client, content, name, language):
        with translation.override(language):
            address = reverse(name)
        response = client.get(address)
        assert_good_page(response, language)
        if response["Content-Type"].startswith("text/html") and name != "search":
            assert_names_its_twin(response)

    @pytest.mark.parametrize("name", PAGES)
    def test_without_arguments_and_content(self, client, db, name, language):
        with translation.override(language):
            address = reverse(name)
        response = client.get(address)
        if name == "news:about" and response.status_code == 404:
            return  # the address shows the first information page, and there is none
        assert_good_page(response, language)

    @pytest.mark.parametrize("name", OF_CONTENT)
    def test_of_content(self, client, content, name, language):
        with translation.override(language):
            address = content[name].get_absolute_url()
        assert address.startswith("/zh-hans/") == (language == "zh-hans")
        response = client.get(address)
        assert_good_page(response, language)
        assert_names_its_twin(response)

    @pytest.mark.parametrize(
        "path",
        [
            "news/2023/",
            "news/2023/6/",
            "index/price/raw-materials/data.csv",
            "index/price/raw-materials/data.json",
            "index/price/raw-materials/chart.svg",
            "index/compare/?s=price&s=price/raw-materials",
            "feeds/news/textile-city-news.atom",
            "feeds/comments/price-trend.atom",
            "feeds/index/price.atom",
            "feeds/tags/price-index.atom",
            "search/?q=article",
            "search/?q=文章",
            "fabrics/?season=all-year&weave=plain",
            "sources/?page=1",
        ],
    )
    def test_with_arguments(self, client, content, path, language):
        response = client.get(f"/{'zh-hans/' if language == 'zh-hans' else ''}{path}")
        assert_good_page(response, language)


@pytest.mark.parametrize("name", MACHINES)
def test_addresses_for_machines(client, content, name):
    response = client.get(reverse(name))
    assert response.status_code in (200, 301, 302)
    assert not response.cookies


# -- Query counts: the same literal number for 3 and for 300 items -----------------------------------------------------


def many_articles(count, first=0):
    """Make articles in one section, with tags, and as many pieces of commentary with releases."""
    section = SectionFactory()
    part = SectionFactory(slug="price-trend", kind=SectionKind.COMMENTARY)
    tags = [TagFactory(slug=f"tag-{number}") for number in range(3)]
    start = datetime(2023, 1, 1, tzinfo=UTC)
    monday = date(2016, 1, 4)
    numbers = range(first, first + count)
    releases = {number: ReleaseFactory(period=monday + timedelta(weeks=number)) for number in numbers}
    articles = Article.objects.bulk_create(
        ArticleFactory.build(
            section=place, slug="a", published_at=start + timedelta(hours=number), release=release
        )
        for number in numbers
        for place, release in ((section, None), (part, releases[number]))
    )
    kind = ContentType.objects.get_for_model(Article)
    TaggedItem.objects.bulk_create(
        TaggedItem(tag=tag, content_type=kind, object_id=article.pk) for article in articles for tag in tags
    )
    call_command("rebuild_search_index", verbosity=0)


def many_fabrics(count, first=0):
    """Make fabrics, each with a nearest index."""
    index = IndexFactory(path="price/grey-fabrics")
    for _ in range(count):
        FabricFactory(index=index)


def many_sources(count, first=0):
    """Make sources, each with a sample unit."""
    for _ in range(count):
        SampleUnitFactory()


def many_indices(count, first=0):
    """Make a class with parts, each with two observations."""
    IndexFactory(path="price/raw-materials")
    for number in range(first, first + count):
        index = IndexFactory(path=f"price/raw-materials/part-{number}")
        for period in (date(2023, 6, 5), date(2023, 6, 12)):
            ObservationFactory(index=index, period=period)


def many_releases(count, first=0):
    """Make releases with a figure each."""
    for number in range(first, first + count):
        ObservationFactory(period=date(2017, 1, 2) + timedelta(weeks=number))


def some_of_everything(count, first=0):
    """Make everything the front page shows."""
    many_articles(count, first)
    many_fabrics(count, first)
    many_releases(count, first)


#: What to make → the pages to ask for with the statements each takes. The budget is 10, for a search 15.
QUERIES = {
    some_of_everything: {"/": 8},
    many_articles: {
        "/news/": 5,
        "/news/?page=2": 5,
        "/news/textile-city-news/": 6,
        "/news/2023/1/": 4,
        "/comments/": 5,
        "/comments/price-trend/": 6,
        "/tags/": 2,
        "/tags/tag-1/": 6,
        "/search/?q=article": 5,
    },
    many_fabrics: {"/fabrics/": 5},
    many_sources: {"/sources/": 2, "/samples/": 5},
    many_indices: {"/index/": 4, "/index/price/raw-materials/": 7},
    many_releases: {"/releases/": 6},
}


def queries_of(client, address):
    """Return the statements a page takes that is made anew, after another has filled what a process remembers."""
    announce_change()
    assert client.get("/about/about-the-index/").status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(address)
    assert response.status_code in (200, 404), address
    return [query["sql"][:300] for query in queries.captured_queries]


@pytest.mark.parametrize("make", QUERIES, ids=lambda make: make.__name__)
def test_query_counts(client, db, page_cache, make):
    PageFactory()
    for count, first in ((3, 0), (297, 3)):
        make(count, first)
        for address, expected in QUERIES[make].items():
            for prefix in ("", "/zh-hans"):
                queries, allowed = queries_of(client, prefix + address), expected
                if first or "page=2" not in address:
                    if connection.vendor == "postgresql" and "/search/" in address:
                        queries = [sql for sql in queries if "set_config" not in sql]  # asks no table
                        allowed += 1  # are there so many articles that the newest are asked first?
                    assert len(queries) == allowed, "\n".join([prefix + address, *queries])
