"""Narrowing a search, and suggestions while one types: the same on both databases."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from foundation.searching.looking_up import typed_terms
from news.enums import ArticleStatus, SectionKind
from portal.search import ranking
from tests.factories.indexdata import IndexFactory
from tests.factories.news import CHINA, ArticleFactory, FabricFactory, SectionFactory, TagFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    """Four articles about polyester in two sections, two years, two languages; one carries a tag."""
    city, trend = SectionFactory(slug="city"), SectionFactory(slug="trend", kind=SectionKind.COMMENTARY)
    old, new = datetime(2021, 5, 3, tzinfo=CHINA), datetime(2023, 5, 1, tzinfo=CHINA)
    made = {
        "old": ArticleFactory(title_en="Polyester old", section=city, published_at=old),
        "new": ArticleFactory(title_en="Polyester new", section=city, published_at=new),
        "trend": ArticleFactory(title_en="Polyester trend", section=trend, published_at=new),
        "english": ArticleFactory(
            title_en="Polyester English", title_zh_hans="", body_zh_hans="", section=trend, published_at=old
        ),
    }
    made["new"].tags.add(TagFactory(slug="fibres"))
    return made


def titles(client, query):
    context = client.get(f"/search/?q=polyester&{query}").context
    return {"".join(result.title).replace("<mark>", "").replace("</mark>", "").removeprefix("Polyester ")
            for group in context["groups"] for result in group["results"]}  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"old", "new", "trend", "English"}),
        ("section=city", {"old", "new"}),
        ("year=2021", {"old", "English"}),
        ("tag=fibres", {"new"}),
        ("lang=zh-hans", {"old", "new", "trend"}),
        ("section=trend&year=2021", {"English"}),
        ("section=trend&lang=zh-hans&year=2021", set()),
        ("section=nothing&year=abc&tag=nothing&lang=fr", {"old", "new", "trend", "English"}),
    ],
)
@pytest.mark.parametrize("few", [0, 10_000])
def test_results_are_narrowed(client, archive, monkeypatch, few, query, expected):
    """Common words are met by walking the part of the table that is asked for, rare ones are looked up."""
    monkeypatch.setattr(ranking, "FEW", few)
    assert titles(client, query) == expected


def test_what_was_narrowed_can_be_taken_back(client, archive):
    html = client.get("/search/?q=polyester&section=city&year=2021").text
    assert 'href="?q=polyester&amp;year=2021"' in html
    assert 'href="?q=polyester&amp;section=city"' in html
    assert '<option value="city" selected>' in html


def test_hidden_things_are_no_choice(client, archive):
    hidden = ArticleFactory(status=ArticleStatus.DRAFT, published_at=datetime(1999, 1, 1, tzinfo=CHINA))
    hidden.tags.add(TagFactory(slug="secret"))
    html = client.get("/search/?q=polyester").text
    assert "secret" not in html
    assert ">1999<" not in html


def suggested(client, words, prefix=""):
    return [
        one["title"] for one in client.get(f"{prefix}/search/suggest/", {"q": words}).json()["suggestions"]
    ]


@pytest.mark.parametrize("words", ["p", "poly", "polyeste", "Polyester", "POLYESTERS", "polyester n"])
def test_a_word_is_suggested_while_it_is_typed(client, archive, words):
    assert "Polyester new" in suggested(client, words)


def test_chinese_is_suggested_in_chinese(client):
    FabricFactory(name_en="Seersucker", name_zh_hans="泡泡纱")
    IndexFactory(path="price/cotton", name_en="Cotton", name_zh_hans="棉泡")
    assert set(suggested(client, "泡", "/zh-hans")) == {"泡泡纱", "棉泡"}
    assert suggested(client, "泡泡", "/zh-hans") == ["泡泡纱"]
    assert suggested(client, "泡泡纱") == ["Seersucker"]


@pytest.mark.parametrize(
    "words", ["", " ", '"', "a OR", "*", "\x00", "-", "zz", "（", "x" * 500, "nothing here"]
)
def test_odd_words_suggest_nothing_and_break_nothing(client, archive, words):
    response = client.get("/search/suggest/", {"q": words})
    assert response.status_code == 200
    assert not response.cookies


def test_suggestions_take_the_same_queries_for_3_and_300(client, django_assert_max_num_queries):
    for count in (3, 60):
        for n in range(count):
            ArticleFactory(title_en=f"Polyester {count} {n}")
        with django_assert_max_num_queries(4):
            assert len(suggested(client, "pol")) == 3


def test_the_unfinished_word_alone_is_a_prefix():
    *whole, last = typed_terms("grey fabri")
    assert whole == ["grey"]
    assert (last.word, last.stem) == ("fabri", "fabri")
    assert typed_terms("靛蓝") == ("靛蓝",)
    assert typed_terms("") == ()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is quick without it")
def test_a_common_word_found_by_asking_the_newest_gives_the_same_page(client, monkeypatch):
    for n in range(40):
        moment = datetime(2021, 1, 1, tzinfo=CHINA) + timedelta(days=n)
        title = f"Polyester {n}" if n % 3 == 0 else f"Yarn {n}"
        ArticleFactory(title_en=title, body_en="<p>Polyester.</p>", published_at=moment)
    hidden = ArticleFactory(title_en="Polyester hidden", status=ArticleStatus.DRAFT)
    pages = []
    for enough in (20_000, 5):
        monkeypatch.setattr(ranking, "ENOUGH_ARTICLES", enough)
        monkeypatch.setattr(ranking, "FEW", 3)
        context = client.get("/search/?q=polyester&kind=news").context
        pages.append([str(result.title) for result in context["results"]])
    assert pages[0] == pages[1]
    assert len(pages[0]) == 20
    assert hidden.title_en not in str(pages)
