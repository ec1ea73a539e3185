"""The way to things that hold some words depends on how many hold them; what is found does not."""

import pytest
from django.db import connection

from foundation.searching import looking_up, matching
from foundation.searching.looking_up import holding, typed_terms
from foundation.searching.matching import Way, found_by, index_plans, ways
from foundation.searching.text import query_terms
from news.tags.models import Tag
from tests.factories.news import ArticleFactory, TagFactory

pytestmark = pytest.mark.django_db
TAGS = 60
ON_POSTGRESQL = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite gives the first entries of a word at once"
)


@pytest.fixture
def tags(monkeypatch):
    """Sixty tags: all are cloths, the first twenty are former ones, one is rare; forty count as many."""
    monkeypatch.setattr(matching, "FEWEST_OF_COMMON", 40)
    monkeypatch.setattr(matching, "FEW_ENTRIES", 10)
    monkeypatch.setattr(matching, "LARGE_INDEX", 20)
    return [
        TagFactory(
            slug=f"cloth-{n}",
            name_en=f"cloth{' former' if n < TAGS // 3 else ''}{' rare' if n == 7 else ''} {n}",
        )
        for n in range(TAGS)
    ]


def asked(text, model=Tag, facet="zzkindtag", column="body"):
    return model, (facet, *terms_of(text)), column


def terms_of(text):
    """Return the terms of a text: with a space at its end its last word is whole, else it may be a beginning."""
    return query_terms(text).terms if text.endswith(" ") else typed_terms(text)


@ON_POSTGRESQL
@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("cloth ", Way.WALK),
        ("clo", Way.WALK),
        ("rare ", Way.INDEX),
        ("former ", Way.INDEX),
        ("nothing", Way.INDEX),
    ],
)
def test_what_old_and_new_ones_hold_is_met_on_the_way(tags, text, way, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert ways([asked(text)]) == [way]


@ON_POSTGRESQL
def test_of_few_in_a_large_index_each_is_asked_what_a_beginning_means(tags):
    article = ArticleFactory(title_en="Greige cloth")
    questions = [asked(text, type(article), "zzkindnews") for text in ("clo", "cloth ")]
    assert ways([*questions, asked("clo")]) == [Way.EACH, Way.INDEX, Way.WALK]


def test_each_way_finds_the_same(tags):
    for text in ("cloth ", "rare ", "former ", "cloth 7", "nothing "):
        terms = terms_of(text)
        possible = Way if connection.vendor == "postgresql" else [Way.INDEX]
        found = []
        for way in possible:
            with index_plans():
                rows = Tag.objects.filter(found_by(way, Tag, ("zzkindtag", *terms), "body", 100))
                found.append(set(rows.values_list("pk", flat=True)))
        assert all(one == found[0] for one in found), text
        assert found[0] == {tag.pk for tag in tags if set(text.split()) <= set(tag.name_en.split())}, text


@pytest.mark.parametrize("many", [True, False])
def test_a_list_of_staff_finds_words_and_beginnings(tags, many, monkeypatch):
    monkeypatch.setattr(matching, "FEWEST_OF_COMMON", 40 if many else 10_000)
    monkeypatch.setattr(looking_up, "MOST_COUNTED", 30)
    for text, number in (
        ("cloth", TAGS),
        ("rare", 1),
        ("former", TAGS // 3),
        ("form", TAGS // 3),
        ("clothes 9x", 0),
    ):
        condition = holding(Tag, ["zzkindtag"], text)
        assert Tag.objects.filter(condition).count() == number, text


def test_on_sqlite_nothing_is_asked(tags, django_assert_num_queries):
    if connection.vendor == "sqlite":
        with django_assert_num_queries(0):
            assert ways([asked("cloth "), asked("rare ")]) == [Way.INDEX] * 2
    assert ways([]) == []
