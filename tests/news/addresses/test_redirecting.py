"""Redirects that editors enter: where they lead, and what they may not do."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from news.addresses.models import Redirect
from news.addresses.redirecting import check_redirect
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
