"""What lists read of their articles is all that they show (cold pages): no column is read later, row by row."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from news.articles.models import Article
from news.library.models import Picture
from tests.portal import addresses

PAGES = (
    "/",
    "/news/",
    "/news/city-news/",
    "/news/2023/",
    "/news/2023/6/",
    "/tags/cotton/",
    "/comments/",
    "/index/price/",
)


@pytest.fixture
def site(transactional_db):
    addresses.fill()
    cover = Picture.objects.create(file="pictures/ab/abcdef.png", width=1600, height=900, title_en="Loom")
    Article.objects.update(cover=cover, featured=True)


def test_lists_read_no_column_later(site, monkeypatch):
    later = []
    for model in (Article, Picture):
        monkeypatch.setattr(
            model,
            "refresh_from_db",
            lambda self, *args, fields=None, **more: later.append((type(self), fields)),
        )
    for prefix in ("", "/zh-hans"):
        for address in (
            *PAGES,
            "/releases/price/2023-06-12/",
            f"/news/city-news/{addresses.ARTICLE}-a-title/",
            "/no-such-page/",
        ):
            Client().get(prefix + address, follow=True)
    assert later == []


def test_lists_leave_texts_out(site):
    with CaptureQueriesContext(connection) as queries:
        list(Article.objects.published().for_list())
    assert "body" not in queries[0]["sql"]
