"""Articles and fabrics for programs: what visitors may see, in both languages, read on with a cursor."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.articles.models import Article
from news.enums import SectionKind
from tests.factories.indexdata import IndexFactory, ReleaseFactory
from tests.factories.news import ArticleFactory, FabricFactory, SectionFactory, TagFactory
from tests.indexdata.world import last_monday

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def articles():
    city = SectionFactory(slug="city-news")
    trend = SectionFactory(slug="trend", kind=SectionKind.COMMENTARY)
    now = timezone.now()
    release = ReleaseFactory(released_at=now - timedelta(days=1))
    made = [
        ArticleFactory(
            section=city, title_en="Cotton", title_zh_hans="棉", published_at=now - timedelta(days=3)
        ),
        ArticleFactory(
            section=city, title_en="", body_en="", title_zh_hans="麻", published_at=now - timedelta(days=2)
        ),
        ArticleFactory(section=trend, release=release, published_at=now - timedelta(hours=1)),
    ]
    tag = TagFactory(slug="fibres")
    for article in made[:2]:
        article.tags.add(tag)
    ArticleFactory(section=city, status="draft", title_en="Zibeline")
    coming = ReleaseFactory(period=last_monday() + timedelta(weeks=2), released_at=now + timedelta(days=1))
    ArticleFactory(section=trend, release=coming, title_en="Zibeline")
    return made


def ids(client, query):
    return [item["id"] for item in client.get(f"{API}/articles?{query}").json()["items"]]


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("", [2, 1, 0]), ("kind=news", [1, 0]), ("kind=commentary", [2]), ("section=city-news", [1, 0]),
        ("tag=fibres", [1, 0]), ("tag=fibres&kind=commentary", []), ("language=en", [2, 0]),
        ("tag=fibres&language=en", [0]), ("to=2020", []), ("tag=fibres&from=2020", [1, 0]),
    ],
)  # fmt: skip
def test_filters(client, articles, query, places):
    assert ids(client, query) == [articles[place].pk for place in places]
    assert "Zibeline" not in client.get(f"{API}/articles?{query}").text


@pytest.mark.parametrize("query", ["", "tag=fibres&"])
def test_the_list_is_read_on(client, articles, query):
    part = client.get(f"{API}/articles?{query}limit=1").json()
    first = part["items"][0]["id"]
    ArticleFactory(section=articles[0].section, published_at=timezone.now()).tags.add(*articles[0].tags.all())
    rest = client.get(part["next"].replace("limit=1", "limit=9")).json()
    assert [first, *(item["id"] for item in rest["items"])] == ids(client, query)[1:]
    assert rest["next_cursor"] is None


@pytest.mark.parametrize(
    "query", ["kind=essay", "section=nowhere", "tag=nowhere", "limit=101", "from=x", "cursor=x"]
)
def test_bad_questions_get_a_sentence(client, query):
    said = client.get(f"{API}/articles?{query}").json()
    assert said["type"] == "/api/#bad-parameter"
    assert said["parameters"][0]["name"] == query.partition("=")[0]


def test_one_with_its_text_in_each_language(client):
    article = ArticleFactory(
        body_en='<p>See <a href="/about/">about</a>.</p>', body_zh_hans="<p>见。</p>", title_zh_hans="题"
    )
    found = client.get(f"{API}/articles/{article.pk}").json()
    assert found["languages"] == ["en", "zh-hans"]
    assert 'href="http://testserver/about/"' in found["text"]["en"]
    assert found["text"]["zh-Hans"] == "<p>见。</p>"
    assert client.get(f"{API}/articles/999999").status_code == 404
    assert client.get(f"{API}/articles/x").status_code == 400
    assert client.get(f"{API}/articles/99999999999999999999").status_code == 400


def test_nothing_of_what_is_not_public(client, articles):
    for article in Article.objects.filter(title_en="Zibeline"):
        assert client.get(f"{API}/articles/{article.pk}").status_code == 404


def test_commentary_names_its_release(client, articles):
    release = articles[2].release
    about = client.get(f"{API}/articles/{articles[2].pk}").json()["release"]
    assert about == {"family": "price", "issue": release.code, "demonstration": False}


def test_fabrics(client):
    index = IndexFactory(path="price")
    FabricFactory(slug="linen-twill", index=index, weave="twill", order=1)
    FabricFactory(slug="poplin", weave="plain", order=2)
    FabricFactory(slug="secret", status="draft")
    assert [one["slug"] for one in client.get(f"{API}/fabrics").json()["items"]] == ["linen-twill", "poplin"]
    (item,) = client.get(f"{API}/fabrics?weave=twill&series=PRICE").json()["items"]
    assert (item["series"], item["weave"]) == ("PRICE", "twill")
    assert client.get(f"{API}/fabrics/linen-twill").json() == item
    assert client.get(f"{API}/fabrics/secret").status_code == 404
    for query in ("weave=felt", "season=monsoon", "use=sails", "series=X"):
        assert client.get(f"{API}/fabrics?{query}").status_code == 400
    part = client.get(f"{API}/fabrics?limit=1").json()
    assert [one["slug"] for one in client.get(part["next"]).json()["items"]] == ["poplin"]


@pytest.mark.parametrize(
    "query", ["", "kind=news&", "tag=fibres&", "to=2099&", "from=2020&to=2099&tag=fibres&"]
)
def test_a_cursor_alone_bounds_the_index(client, articles, query):
    """Of two bounds SQLite may enter an index at the later one and walk all the way to the other."""
    behind = client.get(f"{API}/articles?{query}limit=1").json()["next"]
    with CaptureQueriesContext(connection) as asked:
        assert client.get(behind).status_code == 200
    (first,) = [one["sql"] for one in asked if "LIMIT" in one["sql"] and "published_at" in one["sql"]][:1]
    upper = re.findall(r'(?<![+\w])\w+\."published_at" <=', first)
    if connection.vendor == "sqlite":
        assert len(upper) == 1, first


@pytest.mark.parametrize(("address", "number"), [("articles", 3), ("articles?tag=fibres", 4), ("fabrics", 3)])
def test_queries_do_not_grow(client, articles, address, number, django_assert_num_queries):
    index = IndexFactory(path="price")
    for _round in range(2):
        for _number in range(8):
            ArticleFactory(section=articles[0].section, published_at=timezone.now()).tags.add(
                *articles[0].tags.all()
            )
            FabricFactory(index=index).tags.add(*articles[0].tags.all())
        with django_assert_num_queries(number):
            assert client.get(f"{API}/{address}").status_code == 200
