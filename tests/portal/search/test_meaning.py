"""Searches that find nothing: what may have been meant, and that no name of something hidden is told."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.searching.text import fold
from indexdata.enums import UnitKind
from indexdata.models import CollectingSource, SampleUnit
from news.enums import ArticleStatus
from portal.search import meaning, vocabulary
from portal.search.meaning import Meant, meant
from tests.factories.indexdata import IndexFactory
from tests.factories.news import ArticleFactory, FabricFactory, TagFactory
from tests.portal.search.test_search import hidden_articles, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def names():
    """Make some public things whose names are known."""
    IndexFactory(path="price/raw", name_en="Raw materials", name_zh_hans="原料类")
    IndexFactory(path="price/grey", name_en="Grey fabric", name_zh_hans="坯布类")
    FabricFactory(name_en="Polyester pongee", name_zh_hans="涤纶春亚纺", slug="pongee")
    FabricFactory(name_en="Nylon taffeta", name_zh_hans="尼丝纺", slug="nylon-taffeta")
    FabricFactory(name_en="Corduroy", name_zh_hans="灯芯绒", slug="corduroy")
    ArticleFactory(
        title_en="Warehouses fill", title_zh_hans="轻纺城仓库爆满", body_en="<p>Orders of velveteen</p>"
    )


def texts(words, found=0):
    """Return what is offered for some words."""
    return [one.text for one in meant(words, found)]


SLIPS = {
    "tafetta": "taffeta",  # letters
    "Polyestr": "polyester",
    "cordruoy": "corduroy",  # two letters in the wrong order
    "polyestr ponge": "Polyester pongee",  # two words of a name
    "warehuses velveteen": "warehouses velveteen",  # a word of a title beside one that only a text holds
    "warehuses": "warehouses",
    "greyfabric": "Grey fabric",  # written together
    "greyfabrik": "Grey fabric",
    "raw materails": "Raw materials",
    "春亚坊": "春亚纺",  # sounds the same
    "登辛绒": "灯芯绒",  # sounds the same to many: deng xin, deng xing
    "灯心融": "灯芯绒",
    "尼四纺": "尼丝纺",
    "轻纺诚": "轻纺城",
    "圓料類": "原料类",  # traditional, another character, the same sound
    "dengxinrogn": "灯芯绒",  # pinyin with a slip
    "deng xin rong": "灯芯绒",  # pinyin written apart
    "cangku": "仓库",  # pinyin of a word that only a title holds
}


def test_a_slip_leads_to_the_word_that_was_meant(names):
    assert {typed: texts(typed)[:1] for typed in SLIPS} == {typed: [text] for typed, text in SLIPS.items()}
    assert texts("polyestr ponge") == ["Polyester pongee"]  # and not the same in small letters
    for text in set(SLIPS.values()):
        assert meaning._hits([text])[text] > 0


@pytest.mark.parametrize("chinese", [False, True])
def test_the_page_offers_it(client, names, chinese):
    html = page_of(client, "cordruoy", chinese)
    shown = re.search(r'<nav class="search-meant".*?</nav>', html, re.S)[0]
    assert ("您是不是想搜：" if chinese else "Did you mean:") in shown
    language = ' lang="en"' if chinese else ""
    assert f'?q=corduroy"{language}>corduroy</a>' in shown
    assert 'class="search-meant"' not in page_of(client, "corduroy", chinese)
    assert 'class="search-meant"' in page_of(client, "cordruoy", chinese, kind="news")


NOTHING = [
    "zzzzqqqq", "xylophone", "宇宙飞船", "104.68", "20250616", "***", "", "ab", "的", "taff", "a" * 200, "纺" * 200, "%s'\"", "x y z",
]  # fmt: skip


def test_what_is_near_nothing_offers_nothing(names):
    assert {typed: texts(typed) for typed in NOTHING} == {typed: [] for typed in NOTHING}


@settings(max_examples=80)
@given(words=st.text(alphabet=st.characters(codec=None), max_size=80))
def test_any_words_are_taken_apart_and_lose_nothing(words):
    known = vocabulary.made_of([("Polyester pongee", "en", True), ("涤纶春亚纺", "zh-hans", True)])
    folded = fold(words)
    assert "".join(part.text for part in meaning._parts(folded, known)) == folded
    list(meaning._slips(meaning._parts(folded, known), known))


def test_words_that_nothing_holds_together_are_offered_fewer(client, names):
    assert meant("corduroy qqqqzzzz") == [Meant("corduroy", "en", fewer=True)]
    assert texts("corduroy taffeta") == ["corduroy", "taffeta"]
    assert texts("qqqqzzzz nylon taffeta")[0] == "nylon taffeta"
    html = page_of(client, "corduroy qqqqzzzz")
    assert "With fewer words:" in html
    assert "少用几个词：" in page_of(client, "corduroy qqqqzzzz", chinese=True)


def test_next_to_nothing_found_offers_what_finds_much_more(client, names):
    ArticleFactory(title_en="Velvete is a slip")
    TagFactory(name_en="Velvet", slug="velvet", name_zh_hans="丝绒")
    for number in range(5):
        ArticleFactory(title_en=f"Velvet {number}").tags.add(
            TagFactory._meta.model.objects.get(slug="velvet")
        )
    FabricFactory(name_en="Velvet", slug="velvet-cloth")
    assert texts("velvets", found=6) == []
    html = page_of(client, "velvete")
    assert "Velvete</mark> is a slip" in html
    assert 'class="search-meant"' not in html  # a word that is known
    ArticleFactory(title_en="Other", body_en="<p>velvez</p>")
    html = page_of(client, "velvez")
    assert html.index(">velvet</a>") < html.index("<mark>velvez</mark>")


def test_no_hidden_name_is_offered(client):
    hidden_articles()
    assert texts("secretwort") == []
    assert texts("secret word") == []
    assert "ecretword" not in page_of(client, "secretwort")


def test_no_hidden_text_answers_by_what_is_offered(client, names):
    ArticleFactory(title_en="Draft", body_en="<p>corduroy taffeta</p>", status=ArticleStatus.DRAFT)
    assert texts("cordruoy taffeta") == [] or all(" " not in text for text in texts("cordruoy taffeta"))


def test_what_was_typed_is_escaped(client, names):
    html = page_of(client, '<b>cordruoy</b>"')
    assert "<b>" not in html.partition("<main")[2]


def test_the_words_known_are_bounded(monkeypatch):
    monkeypatch.setattr(vocabulary, "MOST_NAMED", 3)
    monkeypatch.setattr(vocabulary, "MOST_TITLES", 2)
    for number in range(6):
        FabricFactory(name_en=f"Fabric{'abcdef'[number]}ity", name_zh_hans="", slug=f"f{number}")
        ArticleFactory(title_en=f"Title{'abcdef'[number]}ity", title_zh_hans="", tags=())
    held = vocabulary.vocabulary().written
    assert sum(key.startswith("fabric") for key in held) == 3
    assert sum(key.startswith("title") for key in held) == 2


def test_names_are_read_in_one_question_whatever_their_number(names):
    with CaptureQueriesContext(connection) as few:
        vocabulary.made_of(vocabulary._named())
    source = CollectingSource.objects.create(slug="north", name_en="North Market", name_zh_hans="北市场")
    for number in range(20):
        FabricFactory(slug=f"more-{number}")
        SampleUnit.objects.create(
            slug=f"u{number}", name_en=f"Mill {number}", kind=UnitKind.values[0], source=source
        )
    with CaptureQueriesContext(connection) as many:
        vocabulary.made_of(vocabulary._named())
    assert len(few) == len(many) == 1


def test_a_search_for_nothing_asks_and_writes_no_more(client, names):
    page_of(client, "cordruoy")
    with CaptureQueriesContext(connection) as asked:
        page_of(client, "cordruoy")
    questions = [query["sql"] for query in asked if "set_config" not in query["sql"]]
    # PostgreSQL is asked, too, whether there are so many articles that words are ranked otherwise; the answer is kept.
    assert len(questions) <= (10 if connection.vendor == "postgresql" else 9), questions
    assert not [sql for sql in questions if re.match(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE)\b", sql)]


def test_filters_that_leave_nothing_can_be_left_out(client, names):
    html = page_of(client, "corduroy", year="2001", lang="en")
    assert 'href="/search/?q=corduroy">Search for the same without narrowing down' in html
