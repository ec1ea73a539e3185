"""What sentences say of indices, sentence by sentence; without a database."""

import sys
from datetime import date
from decimal import Decimal

import pytest

from indexdata.arithmetic.changes import Change, Changes
from indexdata.enums import Frequency
from news.claims.claim import Fact, KnownFigures
from news.claims.clauses import Issue
from news.claims.comparing import compare
from news.claims.mending import mending_of
from news.claims.names import NamedIndex
from news.claims.passages import plain_passages, rich_passages
from news.claims.texts import LONGEST_PASSAGE, MOST_SIGNS, Vocabulary, Written, said_in

PERIOD = date(2025, 6, 16)
NAMES = {
    "en": {"price": "Price index", "raw": "Raw materials", "grey": "Grey fabric", "poly": "Polyester"},
    "zh-hans": {"price": "价格总指数", "raw": "原料类", "grey": "坯布类", "poly": "涤纶类"},
}
#: Level, and the changes on the previous issue, since the start of the year and on a year ago.
HELD = {
    "price": ("104.68", "-0.38", "0.15", "-0.16"),
    "raw": ("86.25", "-0.11", "7.04", "4.45"),
    "grey": ("1350.02", "1.85", "0.00", "-7.11"),
    "poly": ("90.00", "0.00", "2.00", "3.00"),
}


def facts():
    def change(text):
        return Change(Decimal(text))

    return KnownFigures(
        PERIOD,
        {path: Fact(Decimal(value), Changes(*map(change, some))) for path, (value, *some) in HELD.items()},
    )


def vocabulary(language):
    names = tuple(NamedIndex(path, "price", (name,)) for path, name in NAMES[language].items())
    return Vocabulary(language, names, "price", "price")


def read(text, language="en", rich=False):
    said = said_in([Written("body", text, rich)], vocabulary(language), Issue(PERIOD, Frequency.WEEKLY))
    return compare(said.claims, facts())


def mended(text, language="en"):
    found = read(text, language).contradictions
    if not found:
        return None
    mending = mending_of(found[0], language)
    return text[: mending.span.start] + mending.text + text[mending.span.end :]


@pytest.mark.parametrize(
    "text",
    [
        "Raw materials fell 0.11%, and grey fabric rose 1.85%.",
        "Raw materials fell by 0.1%; since the start of the year they are up 7.04%.",
        "The price index of 16 June 2025 closed at 104.68 points, down 0.38% on last issue.",
        "It lost 3.2% in the halls.",
        "Raw materials may rise 5% in the next issue.",
        "Did raw materials rise?",
        "Raw materials did not rise.",
        "Raw materials orders rose 12%.",
        "Trade in raw materials rose 12%.",
        "Polyester grey fabric fell 3%.",
        "Grey fabric and raw materials changed by 1.85% and 0.11% respectively.",
        "Raw materials are above the start of the year, and below nothing.",
        "Grey fabric stood at 1,350.02 points, up more than 1.5%.",
        "Polyester was unchanged. Polyester held steady.",
        "Grey fabric rose 24.52 points.",
        "In May raw materials rose.",
        "The issue before, raw materials rose 0.40%.",
    ],
)
def test_what_is_true_or_not_said_as_a_fact_raises_nothing(text):
    assert read(text).contradictions == ()


@pytest.mark.parametrize(
    "text",
    [
        "原料环比下跌0.11%，坯布上涨1.85%。",
        "原料类环比微跌，较年初上涨7.04%。",
        "原料、坯布环比分别下跌0.11%、上涨1.85%。",
        "原料库存上升12%，坯布成交下降3%。",
        "聚酯原料上涨，涤纶坯布下跌3%。",
        "预计原料后续上涨2%。",
        "原料会上涨吗？",
        "原料并未上涨。",
        "坯布报1,350.02点，涨幅超过1.5%。",
        "涤纶持平，涤纶平稳。",
        "上期原料上涨0.40%。",
        "5月原料上涨。",
    ],
)
def test_chinese_that_is_true_or_not_said_as_a_fact_raises_nothing(text):
    assert read(text, "zh-hans").contradictions == ()


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Raw materials rose.", "Raw materials fell."),
        ("Raw materials were up 0.11%.", "Raw materials were down 0.11%."),
        ("Raw materials were unchanged.", "Raw materials were down 0.11%."),
        ("Polyester rose 0.30%.", "Polyester was unchanged."),
        ("Polyester, up 0.30%.", "Polyester, unchanged."),
        ("Grey fabric fell 3.5%.", "Grey fabric rose 1.85%."),
        ("Grey fabric saw a 1.58% rise.", "Grey fabric saw a 1.85% rise."),
        ("Grey fabric closed at 1,305.02 points.", "Grey fabric closed at 1,350.02 points."),
        ("Grey fabric (−1.85%) stood out.", "Grey fabric (+1.85%) stood out."),
        ("Raw materials stand 7.04% below the start of the year.", "Raw materials stand 7.04% above the start of the year."),
        ("Grey fabric rose 1.85 points.", "Grey fabric rose 1.85%."),
        ("Grey fabric has not risen.", "Grey fabric has not fallen."),
        ("Grey fabric rose less than 1%.", "Grey fabric rose less than 1.85%."),
        ("Both raw materials and grey fabric rose.", "Both raw materials and grey fabric fell."),
        ("RAW MATERIALS ROSE", "RAW MATERIALS Fell"),
    ],
)  # fmt: skip
def test_what_contradicts_is_put_right_with_as_little_as_possible(text, right):
    assert mended(text) == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("原料环比上涨0.11%。", "原料环比下跌0.11%。"),
        ("原料环比持平。", "原料环比下跌0.11%。"),
        ("涤纶环比上涨0.30%。", "涤纶环比持平。"),
        ("坯布跌3.5%。", "坯布涨1.85%。"),
        ("坯布收于1,305.02点。", "坯布收于1,350.02点。"),
        ("原料较年初下降百分之七点零四。", "原料较年初上升百分之七点零四。"),
        ("坯布上涨1.85点。", "坯布上涨1.85%。"),
        ("坯布涨幅为1.58%。", "坯布涨幅为1.85%。"),
        ("原料、坯布分别下跌0.11%、上涨1.58%。", "原料、坯布分别下跌0.11%、上涨1.85%。"),
        ("原料和坯布双双上涨。", "原料和坯布双双下跌。"),
        ("总指数环比下跌\uff10.\uff18\uff13\uff05。", "总指数环比下跌0.38\uff05。"),
    ],
)
def test_chinese_that_contradicts_is_put_right(text, right):
    assert mended(text, "zh-hans") == right


def test_cells_know_the_heads_of_row_and_column():
    table = (
        "<table><tbody><tr><th><p>Series</p></th><th><p>Points</p></th><th><p>On a year ago</p></th></tr>"
        "<tr><th><p>Raw materials</p></th><td><p>86.25</p></td><td><p>−4.45%</p></td></tr>"
        "<tr><th><p>Other</p></th><td><p>1.00</p></td><td><p>4%</p></td></tr></tbody></table>"
    )
    found = read(table, rich=True)
    assert [(one.path, one.right) for one in found.contradictions] == [("raw", Decimal("4.45"))]
    assert (found.agreeing, len(found.unchecked)) == (1, 2)


def test_passages_are_counted_so_that_like_ones_are_told_apart():
    passages = rich_passages("body", "<p>A  b</p><ul><li>A b</li></ul><p>A<br>b</p>")
    assert [(one.text, one.occurrence) for one in passages] == [("A b", 0), ("A b", 1), ("A b", 2)]
    assert [one.text for one in plain_passages("title", "a  b\n\n c ")] == ["a b", "c"]


def test_a_language_whose_words_are_unknown_says_nothing():
    words = Vocabulary("fr", (), "price", "price")
    assert said_in([Written("body", "up 3%")], words, Issue(PERIOD, Frequency.WEEKLY)).claims == []


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    "piece",
    [
        *("9", "1,", "+", "(up 0.1% ", "原料、", "raw materials and ", "百分之", "总指数环比", "up "),
        *("the start of ", "2025-06-1", "<p>", "more than "),
    ],
)
def test_the_work_grows_as_the_text_does(language, piece):
    """Counted in lines of Python that are run: twice the text takes about twice as many."""

    def lines(times):
        count = 0

        def trace(frame, event, arg):
            nonlocal count
            count += 1
            return trace if "claims" in frame.f_code.co_filename else None

        sys.settrace(trace)
        try:
            read(f"<p>{piece * times}</p>", language, rich=True)
        finally:
            sys.settrace(None)
        return count

    read("warm", language)
    most = (LONGEST_PASSAGE - 1) // len(piece)
    assert lines(most) < 2.5 * lines(most // 2) + 1000


@pytest.mark.parametrize(
    "piece",
    [
        "<p>总指数环比上涨9.26%。</p>",
        "总指数环比上涨9.26%，",
        "<p>up 9.26%</p>",
        "<td>9.26%</td>",
        "<p>(</p>",
    ],
)
def test_what_is_too_long_is_left_unread_and_counted(piece):
    text = (piece * (500_000 // len(piece) + 1)).replace("<td>", "<table><tr><td>", 1)
    fields = [Written("title", "总指数环比上涨9.26%"), Written("body", text, rich=True)]
    said = said_in(fields, vocabulary("zh-hans"), Issue(PERIOD, Frequency.WEEKLY))
    written = sum(len(one.text) for one in rich_passages("body", text))
    assert said.unread >= written - MOST_SIGNS
    assert said.claims[0].passage.field == "title"
    assert sum(len(one) for one in {claim.passage.text for claim in said.claims}) <= MOST_SIGNS
    assert len(said.claims) <= MOST_SIGNS // 5


def test_a_whole_commentary_is_read_to_its_end():
    text = "<p>本期成交平稳。</p>" * 2_000 + "<p>原料环比上涨0.11%。</p>"
    found = read(text, "zh-hans", rich=True)
    assert [one.path for one in found.contradictions] == ["raw"]
