"""The search page: what is found in which order, what never shows, and that no input breaks it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.searching.text import query_terms
from indexdata.enums import UnitKind
from indexdata.models import CollectingSource, SampleUnit
from news.enums import ArticleStatus, CommentStatus, SectionKind
from portal.search import ranking
from portal.search.ranking import find
from portal.search.tabs import TABS
from portal.search.text import excerpt, highlight
from tests.factories.indexdata import IndexFactory, ReleaseFactory
from tests.factories.news import (
    ArticleFactory,
    CommentFactory,
    FabricFactory,
    PageFactory,
    SectionFactory,
    TagFactory,
)
from tests.indexdata.world import weekly

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def page_of(client, words, chinese=False, **parameters):
    """Return the text of the search page."""
    response = client.get("/zh-hans/search/" if chinese else "/search/", {"q": words, **parameters})
    assert response.status_code == 200
    return response.content.decode()


def links(html):
    """Return the addresses of the results, in order."""
    return re.findall(r'<h3 class="entry__title"[^>]*><a href="([^"]+)"', html)


def address(obj):
    """Return an object's English address, whatever page was asked before."""
    with override("en"):
        return obj.get_absolute_url()


def counts(words):
    """Return {kind: count} of kinds that hold something."""
    return {key: result.count for key, result in find(query_terms(words), TABS, {}).items() if result.count}


# -- Finding ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["涤纶", "坯布", "景气", "prices", "price", "PRICE", "104.68", "“涤纶”"])
@pytest.mark.parametrize("chinese", [True, False])
def test_words_of_both_languages_are_found_on_pages_of_both(client, word, chinese):
    article = ArticleFactory(
        title_en="Grey cloth",
        title_zh_hans="坯布行情",
        body_en="<p>Prices of polyester stood at 104.68.</p>",
        body_zh_hans="<p>涤纶长丝价格上涨，景气指数回升。</p>",
    )
    found = links(page_of(client, word, chinese))
    assert found == [("/zh-hans" if chinese else "") + address(article)]


def test_inflections_find_each_other(client):
    one = ArticleFactory(title_en="The price of yarn")
    other = ArticleFactory(title_en="Yarn prices")
    for word in ("price", "prices"):
        assert set(links(page_of(client, word))) == {address(one), address(other)}


def velvet_things():
    """Make one public thing of every kind, in the order the page shows them."""
    source = CollectingSource.objects.create(slug="north", name_en="Velvet Market", name_zh_hans="北市场")
    unit = SampleUnit.objects.create(
        slug="mill", name_en="Velvet Mill", kind=UnitKind.values[0], source=source
    )
    tag = TagFactory(slug="velvet", name_en="Velvet", name_zh_hans="丝绒")
    article = ArticleFactory(title_en="Velvet returns")
    article.tags.add(tag)
    commentary = ArticleFactory(
        title_en="Velvet in June", section=SectionFactory(slug="price-trend", kind=SectionKind.COMMENTARY)
    )
    return [
        IndexFactory(path="price/velvet", name_en="Velvet"),
        article,
        commentary,
        FabricFactory(name_en="Silk velvet"),
        source,
        unit,
        PageFactory(body_en="<p>How velvet is counted</p>"),
        tag,
    ]


def test_every_kind_is_found(client):
    things = velvet_things()
    html = page_of(client, "velvet")
    assert links(html) == [address(thing) for thing in things]
    for kind, thing in zip(TABS, things, strict=True):
        assert links(page_of(client, "velvet", kind=kind.key)) == [address(thing)]


def test_title_comes_before_text_and_newest_first(client):
    at = timezone.now() - timedelta(days=100)
    in_text = [
        ArticleFactory(body_en="<p>linen</p>", published_at=at + timedelta(days=day)) for day in (3, 9)
    ]
    in_title = [ArticleFactory(title_en="Linen", published_at=at + timedelta(days=day)) for day in (1, 5)]
    expected = [address(a) for a in (*reversed(in_title), *reversed(in_text))]
    assert links(page_of(client, "linen")) == expected
    assert links(page_of(client, "linen", kind="news")) == expected


def test_common_words_are_ranked_like_rare_ones(client, monkeypatch):
    at = timezone.now() - timedelta(days=100)
    for day in range(30):
        where = {"title_en": f"Linen {day}"} if day % 3 == 0 else {"body_en": "<p>linen</p>"}
        ArticleFactory(published_at=at + timedelta(days=day), **where)
    ArticleFactory(title_en="Linen", status=ArticleStatus.DRAFT)
    sorted_pages = [links(page_of(client, "linen", kind="news", page=page)) for page in (1, 2)]
    monkeypatch.setattr(ranking, "FEW", 20)
    text_is_common = [links(page_of(client, "linen", kind="news", page=page)) for page in (1, 2)]
    monkeypatch.setattr(ranking, "FEW", 5)
    title_is_common = [links(page_of(client, "linen", kind="news", page=page)) for page in (1, 2)]
    assert len(sorted_pages[0]) == 20
    assert len(sorted_pages[1]) == 10
    assert sorted_pages == text_is_common == title_is_common


def test_an_index_shows_the_nodes_above_it(client):
    IndexFactory(path="price", name_en="Price family")
    IndexFactory(path="price/raw", name_en="Raw goods")
    IndexFactory(path="price-like", name_en="Not above")
    IndexFactory(path="price/raw/linen", name_en="Linen")
    html = page_of(client, "linen")
    assert "Price family \u203a Raw goods" in html
    assert "Not above" not in html


def test_all_words_must_occur(client):
    both = ArticleFactory(title_en="Cotton", body_en="<p>linen</p>")
    ArticleFactory(title_en="Cotton")
    assert links(page_of(client, "cotton linen")) == [address(both)]


def test_counts_stop_at_a_thousand(client, monkeypatch):
    monkeypatch.setattr(ranking, "COUNTED", 3)
    ArticleFactory.create_batch(5, title_en="Linen")
    html = page_of(client, "linen", kind="news")
    assert re.search(r">3\+<", html)


# -- Leaks ------------------------------------------------------------------------------------------------------------


def hidden_articles():
    """Make every kind of article that visitors must not see."""
    soon, past = NOW + timedelta(days=2), NOW - timedelta(days=2)
    secret = {"title_en": "Secretword", "body_en": "<p>secretword</p>"}
    for status in set(ArticleStatus) - {ArticleStatus.PUBLISHED}:
        ArticleFactory(status=status, **secret)
    ArticleFactory(published_at=soon, **secret)
    ArticleFactory(published_at=past - timedelta(days=1), expires_at=past, **secret)
    ArticleFactory(release=ReleaseFactory(released_at=soon), **secret)
    FabricFactory(status=ArticleStatus.WITHDRAWN, name_en="Secretword")
    source = CollectingSource.objects.create(slug="north", name_en="North")
    SampleUnit.objects.create(
        slug="gone", name_en="Secretword", kind=UnitKind.values[0], source=source, active=False
    )
    SampleUnit.objects.create(
        slug="here", name_en="Mill", kind=UnitKind.values[0], source=source, contact="Secretword"
    )
    article = ArticleFactory(status=ArticleStatus.DRAFT)
    article.tags.add(TagFactory(slug="secretword", name_en="Secretword"))
    for status in CommentStatus:
        CommentFactory(status=status, body="secretword")


@pytest.mark.parametrize("few", [0, 10_000])
def test_what_is_not_public_never_shows(client, monkeypatch, few):
    monkeypatch.setattr(ranking, "FEW", few)
    hidden_articles()
    for kind in ("", *(kind.key for kind in TABS)):
        html = page_of(client, "secretword", kind=kind)
        assert links(html) == []
        assert "secretword" not in html.replace('"secretword"', "").replace("“secretword”", "").replace(
            "secretword –", ""
        ).replace("q=secretword", "")
    assert counts("secretword") == {}
    assert not any(result.more for result in find(query_terms("secretword"), TABS, {}).values())


def test_a_scheduled_article_is_found_at_its_moment(client):
    article = ArticleFactory(title_en="Linen", published_at=timezone.now() + timedelta(hours=1))
    assert links(page_of(client, "linen")) == []
    type(article).objects.update(published_at=timezone.now())
    assert links(page_of(client, "linen")) == [address(article)]


# -- Any input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "", " ", '"', '""', "'", "''", '"a', "a\"b'c", "*", "a*", "AND", "a AND", "NOT a", "a NEAR/2 b", "title:a", "{a} : b",
        "(", ")", "a & b | !c", "a:*", "<->", "\x00", "a\x00b", "%s", "%", "\\", "--", "; DROP TABLE x", "<script>", "&amp;",
        "😀", "ﷺ", "\u202e", "é" * 300, "a" * 5000, "价" * 5000, "a " * 3000, "\uff11\uff10\uff14", "104.68.1", "1,2,3", "^a", "-a", "+a",
    ],
)  # fmt: skip
@pytest.mark.parametrize("few", [0, pytest.param(10_000, marks=pytest.mark.long)])
def test_hostile_words_give_a_page(client, monkeypatch, words, few):
    monkeypatch.setattr(ranking, "FEW", few)
    page_of(client, words)
    page_of(client, words, chinese=True, kind="news")


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(words=st.text(alphabet=st.characters(codec=None), max_size=60))
def test_any_words_give_an_answer(words):
    find(query_terms(words), TABS, {"news": 20})


@pytest.mark.parametrize(
    "query", ["q=%ff%fe", "q=%ED%A0%80", "q[]=a", "q=a&q=b", "q=a&page=-1", "q=a&page=" + "9" * 5000]
)
def test_hostile_query_strings_give_a_page(client, query):
    assert client.get(f"/search/?{query}").status_code == 200


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "99999999999999999999", "1.5", "\x00"])
@pytest.mark.parametrize("kind", ["", "news", "nothing", "\x00"])
def test_hostile_pages_and_kinds_give_a_page(client, page, kind):
    ArticleFactory(title_en="Linen")
    page_of(client, "linen", page=page, kind=kind)


# -- The page ---------------------------------------------------------------------------------------------------------


def test_matches_are_marked_and_everything_else_is_escaped():
    query = query_terms("price 涤纶")
    assert highlight("<script>Prices</script> 涤纶", query) == (
        "&lt;script&gt;<mark>Prices</mark>&lt;/script&gt; <mark>涤纶</mark>"
    )


def test_excerpt_stands_around_the_first_match():
    text = f"{'Yarn is spun. ' * 60}Then linen came. {'Cloth is woven. ' * 60}"
    passage = excerpt(["Summary.", text], query_terms("linen"))
    assert "linen came" in passage
    assert passage.startswith("…")
    assert passage.endswith("…")
    assert len(passage) < 200
    assert excerpt(["Summary.", "Text."], query_terms("wool")) == "Summary."


def test_page_escapes_what_was_typed(client):
    html = page_of(client, '<script>alert(1)</script>"')
    assert "<script>alert" not in html


def test_title_shows_in_the_language_of_the_page_else_in_the_other(client):
    ArticleFactory(title_en="Linen both", title_zh_hans="亚麻")
    only = ArticleFactory(title_en="Linen only", title_zh_hans="", body_zh_hans="", summary_zh_hans="")
    html = page_of(client, "linen", chinese=True)
    assert "亚麻" in html
    assert f'lang="en"><a href="/zh-hans{address(only)}"><mark>Linen</mark> only' in html


def test_page_is_not_for_search_engines(client):
    assert re.search(r'<meta name="robots" content="noindex', page_of(client, "linen"))


def test_nothing_found_offers_ways_on(client):
    IndexFactory(path="price", name_en="Price index family")
    article = ArticleFactory()
    article.tags.add(TagFactory(slug="shows-up", name_en="Shows up"))
    ArticleFactory(status=ArticleStatus.DRAFT).tags.add(TagFactory(slug="hidden", name_en="Hidden tag"))
    for words in ("", "zzzz", "***"):
        html = page_of(client, words)
        assert "Shows up" in html
        assert "Price index family" in html
        assert "Hidden tag" not in html
    assert html.count("<h1") == 1


def test_pages_hold_twenty_results(client):
    ArticleFactory.create_batch(45, title_en="Linen")
    pages = [links(page_of(client, "linen", kind="news", page=page)) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({link for page in pages for link in page}) == 45
    assert links(page_of(client, "linen", kind="news", page=40)) == pages[2]


# -- Cost -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["", "news"])
@pytest.mark.parametrize("few", [2, pytest.param(10_000, marks=pytest.mark.long)])
def test_queries_do_not_grow_with_results_and_nothing_is_written(client, monkeypatch, kind, few):
    monkeypatch.setattr(ranking, "FEW", few)
    velvet_things()
    ArticleFactory.create_batch(2, title_en="Velvet")
    page_of(client, "velvet", kind=kind)
    with CaptureQueriesContext(
        connection,
    ) as few_results:
        page_of(client, "velvet", kind=kind)
    ArticleFactory.create_batch(297, body_en="<p>velvet</p>")
    with CaptureQueriesContext(connection) as many_results:
        page_of(client, "velvet", kind=kind)
    few_asked, many_asked = (
        [query for query in results if "set_config" not in query["sql"]]  # asks no table
        for results in (few_results, many_results)
    )
    # Fifteen, and the notices, which a process asks for once where parts are kept.
    assert len(many_asked) <= len(few_asked) <= 16
    for query in many_results:
        assert not re.match(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|WITH)\b", query["sql"])


def test_search_sets_no_cookie_and_varies_on_none(client):
    response = client.get("/search/?q=linen")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_a_result_that_is_an_index_shows_its_figure(client):  # R24
    figures = weekly(count=2)
    shown = client.get("/search/?q=price").text
    assert f'<span class="search-figure__value">{figures[-1].value}</span>' in shown
    assert 'class="change change--rise"' in shown[shown.index("search-figure__value") :]


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_each_page_has_a_box_for_searching_but_the_search_has_one(client, prefix):  # R24
    for address, boxes in ((f"{prefix}/releases/", 1), (f"{prefix}/search/?q=a", 1)):
        assert client.get(address).text.count('type="search"') == boxes


@pytest.mark.parametrize("words", ["chunyafang", "cyf", "CYF", "春亚仿", "pongee", "春亚纺"])
def test_names_are_found_in_pinyin_and_spellings_of_the_trade(client, words):
    FabricFactory(name_en="Pongee", name_zh_hans="涤纶春亚纺", slug="pongee")
    IndexFactory(path="price/chunyafang", name_en="Chunya", name_zh_hans="春亚纺")
    found = page_of(client, words, chinese=True)
    assert "/zh-hans/fabrics/pongee/" in links(found)
    suggested = client.get("/search/suggest/", {"q": words[:5]}).json()["suggestions"]
    assert {one["url"] for one in suggested} >= {"/fabrics/pongee/"} or not words.isascii()


def test_what_is_written_otherwise_is_marked(client):
    FabricFactory(name_en="Elastic", name_zh_hans="氨纶弹力布", slug="elastic")
    assert "<mark>氨纶</mark>" in page_of(client, "spandex", chinese=True)
