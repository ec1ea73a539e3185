"""Kept parts are never stale, whatever changes, in both languages; and what a change does not touch stays kept."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indexdata.models import Index, Observation
from indexdata.releases.releasing import correct
from news.articles.models import Article, Section
from news.comments.models import Comment
from news.enums import CommentStatus
from news.fabrics.models import Fabric
from news.library.models import Picture
from news.pages.models import Page
from news.tags.models import Tag
from portal.freshness.parts import parts
from tests.factories import indexdata as figures
from tests.factories import news
from tests.portal import addresses

pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def _one_person(settings):
    """Corrections are public at once."""
    settings.ONE_PERSON_RELEASES = True


ADDRESSES = (
    "/",
    "/index/",
    "/index/price/",
    "/news/",
    "/news/city-news/",
    "/news/2023/",
    "/tags/",
    "/tags/cotton/",
    f"/news/city-news/{addresses.ARTICLE}-a-title/",
    "/comments/",
    f"/comments/trend/{addresses.COMMENTARY}-a-title/",
    "/fabrics/",
    "/fabrics/linen-twill/",
    "/about/method/",
    "/releases/price/2023-06-12/",
)

#: Pages that show figures outside of kept parts.
MADE_WITHOUT_PARTS = ("/index/", "/fabrics/linen-twill/", "/releases/price/2023-06-12/")


@pytest.fixture
def site(transactional_db, page_cache):
    """A site of which every page has been asked for; the test gets what shows it anew."""
    addresses.fill()
    cover = Picture.objects.create(
        file="pictures/ab/abcdef.png",
        width=1600,
        height=900,
        title_en="Loom",
        alt_en="A loom",
        alt_zh_hans="织机",
    )
    Article.objects.filter(pk=addresses.ARTICLE).update(cover=cover)
    Article.objects.get(pk=addresses.ARTICLE).save()

    def show(asked=ADDRESSES):
        page_cache.clear()  # finished pages; parts stay
        client, pages = Client(), {}
        for prefix in ("", "/zh-hans"):
            for address in asked:
                response = client.get(prefix + address, follow=True)
                assert response.status_code == 200, prefix + address
                pages[prefix + address] = response.content.decode()
        return pages

    show()
    return show


def rename(model, **fields):
    def change():
        thing = model.objects.filter(**{"pk": addresses.ARTICLE} if model is Article else {}).first()
        for name, value in fields.items():
            setattr(thing, name, value)
        thing.save()

    return change


def new_figure():
    figures.ObservationFactory(
        index=Index.objects.get(path="price"), period=date(2023, 6, 19), value="111.11"
    )


def correction():
    boss = User.objects.filter(is_superuser=True).first()
    correct(Observation.objects.get(period=date(2023, 6, 12)), "122.22", boss, "Typed wrongly.")


def new_comment():
    news.CommentFactory(article_id=addresses.ARTICLE, body="Said a reader")


def comment_gone():
    comment = Comment.objects.get(pk=addresses.REMARK)
    comment.status = CommentStatus.SPAM
    comment.save()


CHANGES = {
    "article": (rename(Article, title_en="Changed", title_zh_hans="改了"), {"/", "/news/", "/tags/cotton/"}),
    "figure": (new_figure, {"/", "/index/", "/index/price/"}),
    "correction": (correction, {"/", "/index/", "/index/price/"}),
    "comment": (new_comment, {"/comments/"}),
    "comment withdrawn": (comment_gone, {"/comments/"}),
    "section": (
        lambda: Section.objects.filter(slug="city-news").update(name_en="Renamed", name_zh_hans="改名"),
        {"/", "/news/", "/tags/"},
    ),
    "fabric": (rename(Fabric, name_en="Renamed", name_zh_hans="改名"), {"/", "/fabrics/", "/tags/cotton/"}),
    "page": (rename(Page, title_en="Renamed", title_zh_hans="改名"), {"/about/method/"}),
    "picture": (rename(Picture, alt_en="Another loom", alt_zh_hans="另一织机"), set()),
    "tag": (rename(Tag, name_en="Renamed", name_zh_hans="改名"), {"/tags/", "/tags/cotton/"}),
    "index": (rename(Index, name_en="Renamed", name_zh_hans="改名"), {"/", "/index/", "/index/price/"}),
}


def test_no_part_is_stale_after_any_kind_of_change(site):
    before = site()
    for kind, (change, touched) in CHANGES.items():
        change()
        after = site()
        parts.clear()
        anew = site()
        for address, text in anew.items():
            assert after[address] == text, (kind, address)
        for address in touched:
            assert before[address] != after[address], (kind, address)
            assert before[f"/zh-hans{address}"] != after[f"/zh-hans{address}"], (kind, address)
        before = after


def test_a_change_leaves_the_parts_of_others_alone(site):
    pages = [address for address in ADDRESSES if address not in MADE_WITHOUT_PARTS]

    def read():
        with CaptureQueriesContext(connection) as queries:
            site(pages)
        return " ".join(query["sql"] for query in queries)

    nothing_changed = read()
    assert "indexdata_observation" not in nothing_changed
    assert '"news_comment"."body"' not in nothing_changed
    rename(Article, title_en="Changed")()
    assert "indexdata_observation" not in read()
    correction()
    after_figures = read()
    assert "indexdata_observation" in after_figures
    assert '"news_comment"."body"' not in after_figures
