"""Feeds: what is public and written in the feed's language, in full, the same for everybody."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from indexdata.models import Release
from news.articles.models import Article
from news.comments.models import Comment
from news.enums import ArticleStatus, CommentStatus, SectionKind
from tests.factories.indexdata import ReleaseFactory
from tests.factories.news import PUBLISHED_AT, ArticleFactory, CommentFactory, SectionFactory, TagFactory

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TOMORROW, YESTERDAY = timezone.now() + timedelta(days=1), timezone.now() - timedelta(days=1)


def commentary_section():
    return SectionFactory(slug="price-trend", kind=SectionKind.COMMENTARY)


def read(client, address):
    """Return the feed at an address, parsed."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def titles(client, address):
    return [
        entry.findtext("a:title", namespaces=ATOM) for entry in read(client, address).findall("a:entry", ATOM)
    ]


ADDRESSES = [
    "/feeds/news.atom",
    "/feeds/news/textile-city-news.atom",
    "/feeds/comments.atom",
    "/feeds/comments/price-trend.atom",
    "/feeds/tags/价格.atom",
    "/feeds/reader-comments.atom",
]


@pytest.fixture
def content():
    """One public thing for every feed."""
    tag = TagFactory(slug="价格", name_en="Prices", name_zh_hans="价格")
    news = ArticleFactory(title_en="News", title_zh_hans="新闻", source_name="WWD")
    commentary = ArticleFactory(
        title_en="Commentary", title_zh_hans="评论", section=commentary_section(), release=ReleaseFactory()
    )
    news.tags.add(tag)
    commentary.tags.add(tag)
    for language in ("en", "zh-hans"):
        CommentFactory(article=news, language=language, body=f"Remark {language}")
    return news, commentary


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
@pytest.mark.parametrize("path", ADDRESSES)
def test_every_feed_is_complete_atom(client, content, path, prefix):
    response = client.get(f"{prefix}{path}")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    feed = read(client, f"{prefix}{path}")
    assert feed.get(XML_LANG) == (prefix.strip("/") or "en")
    self_link = feed.find("a:link[@rel='self']", ATOM).get("href")
    assert client.get(self_link.removeprefix("http://testserver")).status_code == 200
    assert feed.findtext("a:id", namespaces=ATOM).startswith("tag:kqindex.gov.cn,2008:")
    assert feed.findtext("a:author/a:name", namespaces=ATOM)
    entries = feed.findall("a:entry", ATOM)
    assert entries
    for entry in entries:
        for part in ("title", "id", "updated", "published", "content", "author/a:name"):
            assert entry.findtext(f"a:{part}", namespaces=ATOM), part
        assert entry.find("a:content", ATOM).get("type") == "html"
        link = entry.find("a:link", ATOM).get("href")
        assert link.startswith(f"http://testserver{prefix}/")
        assert client.get(link.removeprefix("http://testserver"), follow=True).status_code == 200


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_feed_says_the_same_to_everybody_and_under_any_host(client, content, path):
    first, second = client.get(path), client.get(path, headers={"host": "localhost"})
    assert first.content == client.get(path).content
    ids = [ElementTree.fromstring(r.content).findall(".//a:id", ATOM) for r in (first, second)]
    assert [node.text for node in ids[0]] == [node.text for node in ids[1]]


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/news/nothing.atom",
        "/feeds/comments/nothing.atom",
        "/feeds/tags/nothing.atom",
    ],
)
def test_feeds_of_what_is_not_there(client, content, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("/feeds/news/price-trend.atom", "/feeds/comments/price-trend.atom"),
        ("/feeds/comments/textile-city-news.atom", "/feeds/news/textile-city-news.atom"),
    ],
)
def test_a_feed_of_the_other_kind_of_section_leads_to_the_right_one(client, content, path, right):  # L10
    answer = client.get(path)
    assert (answer.status_code, answer.url) == (301, right)


def test_an_empty_feed_is_valid_and_always_the_same(client):
    SectionFactory()
    feed = read(client, "/feeds/news/textile-city-news.atom")
    assert feed.findtext("a:updated", namespaces=ATOM) == "2008-01-01T00:00:00+00:00"


def test_newest_first_and_no_more_than_thirty(client):
    for number in range(35):
        ArticleFactory(title_en=f"Number {number}", published_at=PUBLISHED_AT + timedelta(hours=number))
    assert titles(client, "/feeds/news.atom") == [f"Number {number}" for number in range(34, 4, -1)]


def test_updated_is_the_latest_change(client):
    later = timezone.now() - timedelta(minutes=1)
    ArticleFactory(published_at=later)
    feed = read(client, "/feeds/news.atom")
    newest = max(entry.findtext("a:updated", namespaces=ATOM) for entry in feed.findall("a:entry", ATOM))
    assert feed.findtext("a:updated", namespaces=ATOM) == newest


def test_only_what_is_written_in_the_language_of_the_feed(client):
    ArticleFactory(title_en="Only English", title_zh_hans="", body_zh_hans="")
    ArticleFactory(title_en="Title alone", body_en="", title_zh_hans="只有中文")
    ArticleFactory(title_en=None, body_en=None, title_zh_hans="无英文")
    assert titles(client, "/feeds/news.atom") == ["Only English"]
    assert titles(client, "/zh-hans/feeds/news.atom") == ["无英文", "只有中文"]


@pytest.mark.parametrize(
    "state",
    [
        {"status": ArticleStatus.DRAFT},
        {"status": ArticleStatus.IN_REVIEW},
        {"status": ArticleStatus.APPROVED},
        {"status": ArticleStatus.WITHDRAWN},
        {"published_at": TOMORROW},
        {"expires_at": YESTERDAY},
    ],
)
def test_nothing_that_is_not_public_comes_through(client, state):
    tag = TagFactory(slug="价格")
    for section in (SectionFactory(), commentary_section()):
        article = ArticleFactory(section=section, title_en="SECRET", **state)
        article.tags.add(tag)
        CommentFactory(article=article, body="SECRET")
    for path in ADDRESSES:
        assert b"SECRET" not in client.get(path).content


def test_commentary_waits_for_the_embargo_and_then_appears(client):
    release = ReleaseFactory(released_at=TOMORROW)
    article = ArticleFactory(section=commentary_section(), release=release, title_en="SECRET")
    CommentFactory(article=article, body="SECRET")
    for path in ("/feeds/comments.atom", "/feeds/comments/price-trend.atom", "/feeds/reader-comments.atom"):
        assert b"SECRET" not in client.get(path).content
    Release.objects.update(released_at=YESTERDAY, public_at=YESTERDAY)
    assert titles(client, "/feeds/comments.atom") == ["SECRET"]


@pytest.mark.parametrize("status", [status for status in CommentStatus if status != CommentStatus.APPROVED])
def test_comments_that_nobody_approved_stay_out(client, status):
    CommentFactory(status=status, email="hidden@example.org")
    assert not titles(client, "/feeds/reader-comments.atom")


def test_no_address_of_a_reader_is_told(client):
    CommentFactory(email="hidden@example.org")
    assert b"hidden@example.org" not in client.get("/feeds/reader-comments.atom").content


def test_demonstration_comments_are_marked(client):
    CommentFactory(demonstration=True)
    assert "(demonstration)" in titles(client, "/feeds/reader-comments.atom")[0]


def test_links_in_the_text_are_absolute(client):
    body = (
        '<p><a href="/index/price/?a=1&amp;b=2">in</a> <a href="https://example.org/x">out</a> '
        '<a href="mailto:a@example.org">mail</a> say href="/kept"</p><img src="/media/pictures/a/b.jpg" alt="">'
    )
    ArticleFactory(body_en=body)
    feed = read(client, "/feeds/news.atom")
    html = feed.findtext("a:entry/a:content", namespaces=ATOM)
    assert 'href="http://testserver/index/price/?a=1&amp;b=2"' in html
    assert 'src="http://testserver/media/pictures/a/b.jpg"' in html
    assert 'href="https://example.org/x"' in html
    assert 'href="mailto:a@example.org"' in html
    assert 'say href="/kept"' in html


def test_tags_become_categories_in_the_language_of_the_feed(client, content):
    for prefix, name in (("", "Prices"), ("/zh-hans", "价格")):
        entry = read(client, f"{prefix}/feeds/news.atom").find("a:entry", ATOM)
        assert [category.get("term") for category in entry.findall("a:category", ATOM)] == [name]


def test_characters_that_xml_cannot_hold_are_left_out(client):
    article = ArticleFactory(title_en="Bad\x0b title\ufffe", summary_en="a\x08b", body_en="<p>c\x0cd</p>")
    article.tags.add(TagFactory(slug="bad", name_en="t\x01ag"))
    CommentFactory(article=article, name="n\x02", body="b\x03\ufffe")
    assert titles(client, "/feeds/news.atom") == ["Bad title"]
    assert len(titles(client, "/feeds/reader-comments.atom")) == 1


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/feeds/news.atom", 2),
        ("/feeds/news/textile-city-news.atom", 3),
        ("/feeds/tags/价格.atom", 3),
        ("/feeds/reader-comments.atom", 1),
    ],
)
@pytest.mark.parametrize("number", [3, 300])
def test_queries_do_not_grow(client, django_assert_num_queries, path, queries, number):
    tag = TagFactory(slug="价格")
    client.get("/feeds/tags/价格.atom")  # the content type is looked up once in a process
    articles = Article.objects.bulk_create(
        ArticleFactory.build_batch(number, section=SectionFactory(), slug="a")
    )
    for article in articles[:30]:
        article.tags.add(tag)
    Comment.objects.bulk_create(CommentFactory.build(article=article) for article in articles)
    with django_assert_num_queries(queries):
        client.get(path)
