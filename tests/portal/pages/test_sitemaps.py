"""What search engines are told: every public page, in its real languages, at a cost that does not grow."""

from datetime import UTC, date, datetime
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from news.enums import ArticleStatus
from portal.pages import sitemaps
from tests.factories.indexdata import (
    CollectingSourceFactory,
    IndexFactory,
    ObservationFactory,
    ReleaseFactory,
    SampleUnitFactory,
)
from tests.factories.news import ArticleFactory, FabricFactory, PageFactory, TagFactory

pytestmark = pytest.mark.django_db
FUTURE = datetime(2100, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
ROOT = "http://testserver"


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    return ElementTree.fromstring(response.content)


def urls(client, section):
    """Return `{address: {hreflang: address}}` of one file."""
    return {
        url.findtext("s:loc", namespaces=SPACES).removeprefix(ROOT): {
            link.get("hreflang"): link.get("href").removeprefix(ROOT)
            for link in url.findall("x:link", SPACES)
        }
        for url in read(client, f"/sitemap-{section}.xml").findall("s:url", SPACES)
    }


def files(client):
    index = read(client, "/sitemap.xml")
    return [
        at.text.removeprefix(f"{ROOT}/sitemap-").removesuffix(".xml")
        for at in index.iter()
        if at.text and at.text.startswith(ROOT)
    ]


def file_of(article):
    return f"articles-{article.pk // sitemaps.IDS_PER_FILE}"


def test_the_index_lists_files_that_have_something(client):
    assert files(client) == ["pages"]
    article = ArticleFactory()
    IndexFactory()
    ReleaseFactory()
    FabricFactory()
    SampleUnitFactory()
    listed = files(client)
    assert listed == ["pages", "indices", "releases", "sources", "samples", "fabrics", file_of(article)]
    for name in listed:
        assert urls(client, name)


def test_an_article_in_both_languages_names_both(client):
    article = ArticleFactory()
    path = article.get_absolute_url()
    told = urls(client, file_of(article))
    assert set(told) == {path, f"/zh-hans{path}"}
    assert (
        told[path] == {"en": path, "zh-Hans": f"/zh-hans{path}", "x-default": path} == told[f"/zh-hans{path}"]
    )


@pytest.mark.parametrize(
    ("missing", "prefix"),
    [
        ({"title_zh_hans": "", "body_zh_hans": ""}, ""),
        ({"title_en": "", "body_en": ""}, "/zh-hans"),
        ({"body_en": ""}, "/zh-hans"),
    ],
)
def test_a_translation_that_is_missing_is_not_told(client, missing, prefix):
    article = ArticleFactory(**missing)
    assert urls(client, file_of(article)) == {f"{prefix}{article.get_absolute_url()}": {}}


def test_pages_and_fabrics_follow_their_translations(client):
    PageFactory(slug="both")
    PageFactory(slug="chinese", title_en="", body_en="")
    told = urls(client, "pages")
    assert {"/about/both/", "/zh-hans/about/both/", "/zh-hans/about/chinese/"} <= set(told)
    assert "/about/chinese/" not in told
    FabricFactory(slug="half", name_zh_hans="")
    assert list(urls(client, "fabrics")) == ["/fabrics/half/"]


def test_fronts_sections_and_used_tags_are_told(client):
    article = ArticleFactory()
    TagFactory(slug="unused")
    article.tags.add(TagFactory(slug="used"))
    told = urls(client, "pages")
    assert {"/", "/zh-hans/", "/index/", "/zh-hans/index/", "/news/textile-city-news/", "/tags/used/"} <= set(
        told
    )
    assert told["/"] == {"en": "/", "zh-Hans": "/zh-hans/", "x-default": "/"}
    assert "/tags/unused/" not in told


def test_a_tag_made_for_something_unpublished_is_not_told(client):
    ArticleFactory(status=ArticleStatus.DRAFT).tags.add(TagFactory(slug="merger"))
    FabricFactory(status=ArticleStatus.WITHDRAWN).tags.add(TagFactory(slug="next-season"))
    told = urls(client, "pages")
    assert "/tags/merger/" not in told
    assert "/tags/next-season/" not in told


def test_nothing_that_is_not_public_is_told(client):
    for hidden in (
        {"status": ArticleStatus.DRAFT},
        {"status": ArticleStatus.WITHDRAWN},
        {"published_at": FUTURE},
        {"release": ReleaseFactory(period=date(2023, 7, 3), released_at=FUTURE)},
    ):
        article = ArticleFactory(**hidden)
        assert urls(client, file_of(article)) == {}
    FabricFactory(status=ArticleStatus.WITHDRAWN)
    ReleaseFactory(period=date(2023, 7, 10), no_issue=True)
    assert "releases" not in files(client)
    assert "fabrics" not in files(client)


def test_demonstration_content_is_not_told(client):
    ReleaseFactory(demonstration=True)
    SampleUnitFactory(demonstration=True)
    assert not {"releases", "samples"} & set(files(client))


def test_an_index_is_told_in_the_languages_it_is_named_in(client):
    IndexFactory(path="price", name_zh_hans="")
    IndexFactory(path="order")
    assert set(urls(client, "indices")) == {"/index/price/", "/index/order/", "/zh-hans/index/order/"}


def test_the_last_change_is_told(client):
    article = ArticleFactory(changed_at=datetime(2024, 2, 1, tzinfo=UTC))
    url = read(client, f"/sitemap-{file_of(article)}.xml").find("s:url", SPACES)
    assert datetime.fromisoformat(url.findtext("s:lastmod", namespaces=SPACES)).year >= 2024


@pytest.mark.parametrize("count", [3, 60])
def test_the_number_of_queries_does_not_grow(client, count, django_assert_num_queries):
    for n in range(count):
        article = ArticleFactory()
        article.tags.add(TagFactory(slug=f"tag-{n}"))
        FabricFactory()
        SampleUnitFactory(source=CollectingSourceFactory())
        ObservationFactory(index=IndexFactory(path=f"price/part-{n}"), period=date(2023, 6, 12))
    for section, queries in (
        ("pages", 3),
        ("indices", 1),
        ("releases", 1),
        ("fabrics", 1),
        ("sources", 1),
        ("samples", 1),
    ):
        with django_assert_num_queries(queries):
            client.get(f"/sitemap-{section}.xml")
    with django_assert_num_queries(2):
        client.get(f"/sitemap-{file_of(article)}.xml")
    with django_assert_num_queries(8):
        client.get("/sitemap.xml")


def test_articles_are_cut_into_files_by_their_ids(client):
    first, last = ArticleFactory(pk=2499), ArticleFactory(pk=1_000_001)
    listed = [name for name in files(client) if name.startswith("articles-")]
    assert (listed[0], listed[-1], len(listed)) == ("articles-0", "articles-400", 401)
    assert first.get_absolute_url() in urls(client, "articles-0")
    assert last.get_absolute_url() in urls(client, "articles-400")


@pytest.mark.parametrize(
    "section",
    ["nothing", "articles-", "articles-x", "articles--1", "articles-\uff11", "articles-" + "9" * 13],
)
def test_files_that_are_not_there_are_not_found(client, section):
    assert client.get(f"/sitemap-{section}.xml").status_code == 404


def test_a_file_beyond_the_last_article_is_empty(client):
    assert urls(client, "articles-999999999999") == {}


@pytest.mark.django_db
def test_what_waits_in_a_file_of_its_own_is_not_named(client):
    """Found by the leak walk: a draft with the first id of another file gave that file a name."""
    shown = ArticleFactory(pk=sitemaps.IDS_PER_FILE * 3 + 1)
    for pk in (1, sitemaps.IDS_PER_FILE * 5):
        ArticleFactory(pk=pk, status=ArticleStatus.DRAFT)
    assert "".join(read(client, "/sitemap.xml").itertext()).count("sitemap-articles-") == 1
    assert f"{ROOT}/sitemap-{file_of(shown)}.xml" in "".join(read(client, "/sitemap.xml").itertext())
