"""Redirects that editors enter: where they lead, and what they may not do."""

from urllib.parse import unquote

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.encoding import iri_to_uri

from news.addresses.models import Redirect
from news.addresses.redirecting import check_redirect, redirect_for
from news.addresses.spelling import spelled
from tests.factories.news import ArticleFactory
from tests.factories.users import editor

pytestmark = pytest.mark.django_db


def test_an_address_without_a_page_leads_on_in_both_languages(client):
    Redirect.objects.create(path="/old/page/", target="/news/")
    Redirect.objects.create(path="/old.php?id=7", target="https://www.example.org/seven")
    Redirect.objects.create(path="/over/", target="")
    for path, target in (
        ("/old/page/", "/news/"),
        ("/zh-hans/old/page/", "/zh-hans/news/"),
        ("/old/page/?utm=1", "/news/"),
    ):
        response = client.get(path)
        assert (response.status_code, response.url) == (301, target)
    assert client.get("/old.php?id=7").url == "https://www.example.org/seven"
    assert client.get("/over/").status_code == 410
    assert client.get("/zh-hans/over/").status_code == 410
    assert client.get("/old.php?id=8").status_code in (404, 410)
    assert client.post("/old/page/").status_code == 404


def test_a_page_is_never_hidden(client):
    article = ArticleFactory()
    Redirect.objects.create(path=article.get_absolute_url(), target="/about/")
    assert client.get(article.get_absolute_url()).status_code == 200


def test_a_new_redirect_is_seen_at_once_on_kept_pages(client, page_cache):
    assert client.get("/old/").status_code == 404
    Redirect.objects.create(path="/old/", target="/news/")
    assert client.get("/old/").status_code == 301


@pytest.mark.parametrize(
    ("path", "target", "field"),
    [
        ("old", "/news/", "path"), ("//evil.example", "/news/", "path"), ("/a b/", "/news/", "path"), ("/a#b", "/", "path"),
        ("/admin/x/", "/news/", "path"), ("/static/x", "/", "path"), ("/news/", "/about/", "path"),
        ("/zh-hans/news/", "/about/", "path"), ("/old/", "/old/", "target"), ("/old/", "news", "target"),
        ("/old/", "//evil.example/", "target"), ("/old/", "/\\evil.example", "target"), ("/old/", "http://example.org", "target"),
        ("/old/", "javascript:alert(1)", "target"), ("/old/", "https://user@example.org/", "target"), ("/old/", "https://[x", "target"),
        ("/first/", "/taken/", "target"), ("/leads-here/", "/x/", "path"),
    ],
)  # fmt: skip
def test_what_is_refused(path, target, field):
    Redirect.objects.create(path="/taken/", target="/leads-here/")
    with pytest.raises(ValidationError) as refusal:
        check_redirect(path, target)
    assert field in refusal.value.message_dict


@pytest.mark.parametrize(
    ("path", "target"),
    [("/old/", "/news/"), ("/旧/", "/about/#x"), ("/a.php?id=1", "https://例子.example/x"), ("/x/", "")],
)
def test_what_is_fine(path, target):
    check_redirect(path, target)


def test_editors_enter_redirects(client):
    client.force_login(editor())
    address = reverse("admin:news_redirect_add")
    refused = client.post(address, {"path": "/news/", "target": "/about/"})
    assert "There is a page at this address" in refused.text
    client.post(address, {"path": "/old/", "target": "/news/", "note": "Printed in a brochure."})
    assert client.get("/old/").url == "/news/"


OLD = "/old/旧页"


@pytest.mark.parametrize(
    "entered",
    [
        "/old/旧页", "/old/%E6%97%A7%E9%A1%B5", "/old/%e6%97%a7%e9%a1%b5", "/old/%BE%C9%D2%B3", "http://testserver/old/%E6%97%A7%E9%A1%B5",
        "https://www.kqindex.cn/old/旧页", " https://en.kqindex.cn/old/%BE%C9%D2%B3",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "asked", ["/old/旧页", "/old/%E6%97%A7%E9%A1%B5", "/old/%BE%C9%D2%B3", "/old/%be%c9%d2%b3?utm=1"]
)
def test_an_address_is_found_however_it_is_written(client, entered, asked):
    """L8: an address copied from a browser was saved and answered 404."""
    client.force_login(editor())
    client.post(reverse("admin:news_redirect_add"), {"path": entered, "target": "/news/"})
    assert Redirect.objects.get().path == OLD
    assert client.get(asked).url == "/news/"
    assert client.get(f"/zh-hans{asked}").url == "/zh-hans/news/"


@pytest.mark.parametrize(
    "query", ["标题=旧&x=1", "%E6%A0%87%E9%A2%98=%E6%97%A7&x=1", "%B1%EA%CC%E2=%BE%C9&x=1"]
)
def test_a_query_is_found_however_it_is_written(client, query):
    """L8: with its query too, in UTF-8 and in GBK."""
    for at, entered in enumerate(
        ("标题=旧&x=1", "%E6%A0%87%E9%A2%98=%E6%97%A7&x=1", "%B1%EA%CC%E2=%BE%C9&x=1")
    ):
        Redirect.objects.create(path=f"/old{at}.php?{entered}", target="/about/")
        asked = client.generic("GET", f"/old{at}.php", QUERY_STRING=iri_to_uri(query))
        assert (asked.status_code, asked.url) == (301, "/about/")
        assert client.get(f"/old{at}.php?x=2").status_code == 404


@pytest.mark.parametrize(
    ("written", "one"),
    [
        ("/a%20b", "/a%20b"), ("/a?b=1+2", "/a?b=1%202"), ("/a?b=1%2B2", "/a?b=1%2B2"),
        ("/a?b=c%26d=e", "/a?b=c%26d=e"), ("/100%25", "/100%25"),
        ("/a%3Fb", "/a%3Fb"), ("/a%23b", "/a%23b"), ("/cafe\u0301", "/caf\u00e9"), ("/%41", "/A"), ("/%FF%FF", "/%FF%FF"),
        ("/100%", "/100%25"),
    ],
)  # fmt: skip
def test_the_one_spelling_of_an_address(written, one):
    assert spelled(written) == one
    if one != "/%FF%FF":
        assert spelled(one) == one


def test_a_path_in_gbk_that_the_server_took_for_utf_8(client):
    """The server hands over a sign in place of each byte that is no UTF-8."""
    Redirect.objects.create(path="/old/旧页", target="/news/")
    asked = "/old/旧页".encode("gbk").decode("utf-8", "replace")
    assert redirect_for(asked) == "/news/"
    assert redirect_for(f"/zh-hans{asked}") == "/zh-hans/news/"
    assert redirect_for(f"/old/x{asked}") is None
    Redirect.objects.create(path="/old/新闻", target="/about/")
    Redirect.objects.create(path="/old/新年", target="/about/")
    both = "/old/新年".encode("gbk").decode("utf-8", "replace")
    assert redirect_for(both) is None, "two of them look like that"


@pytest.mark.parametrize(
    ("target", "twin"),
    [
        ("/media/attachments/a.pdf", None), ("/static/a.css", None), ("/api/v1/indices", None),
        ("/sitemap.xml", None), ("/robots.txt", None),
        ("/releases.ics", "/zh-hans/releases.ics"), ("/feeds/news.atom", "/zh-hans/feeds/news.atom"), ("/api/", "/zh-hans/api/"),
        ("/about/#rights", "/zh-hans/about/#rights"), ("/search/?q=a%2Fb", "/zh-hans/search/?q=a%2Fb"),
        ("/tags/绸缎/", "/zh-hans/tags/%E7%BB%B8%E7%BC%8E/"),
        ("https://www.example.org/", None), ("/zh-hans/news/", None),
    ],
)  # fmt: skip
def test_only_addresses_with_a_twin_get_one(client, target, twin):
    """L9: the twin of a redirect to a file led to /zh-hans/media/…, which nothing answers."""
    Redirect.objects.create(path="/old/", target=target)
    assert unquote(client.get("/zh-hans/old/").url) == unquote(twin or target)
    assert unquote(client.get("/old/").url) == unquote(target)


def test_circles_are_seen_in_every_spelling():
    Redirect.objects.create(path="/旧/", target="/news/")
    for path, target in (("/%D0%C2/", "/%E6%97%A7/"), ("/%E6%96%B0/", "/新/")):
        with pytest.raises(ValidationError):
            check_redirect(path, target)
