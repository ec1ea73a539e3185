"""Spells: changes in a row and the highest or lowest since, read in both languages and held against what was; no database."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from indexdata.enums import Frequency
from news.claims.clauses import Issue
from news.claims.comparing import compare
from news.claims.histories import History, compare_spells, mending_of_spell
from news.claims.spells import MOST
from news.claims.texts import Written, said_in
from tests.growth import grows_in_step
from tests.news.claims.test_reading import PERIOD, facts, vocabulary

#: The issues before 16 June 2025, the newest first. Raw materials fall for the second time, grey fabric rises for the third.
BEFORE = {
    "price": ("105.08", "104.90", "105.20", "104.00"),
    "raw": ("86.34", "86.60", "86.20", "86.90", "87.00"),
    "grey": ("1325.50", "1310.00", "1300.00", "1305.00", "1400.00", "1290.00"),
    "poly": ("90.00", "89.00"),
}


def histories(gaps=()):
    found = {}
    for path, (own, *_changes) in ((path, (fact.value,)) for path, fact in facts().of_release.items()):
        issues = [PERIOD - timedelta(weeks=week) for week in range(1, 30)]
        issues = [period for period in issues if period not in gaps]
        values = dict(zip(issues, map(Decimal, BEFORE[path]), strict=False))
        found[path] = History(PERIOD, Frequency.WEEKLY, {**values, PERIOD: own}, frozenset(gaps))
    return found


def said(text, language):
    return said_in([Written("body", text)], vocabulary(language), Issue(PERIOD, Frequency.WEEKLY))


def read(text, language="en", gaps=()):
    return compare_spells(said(text, language).spells, histories(gaps))


def mended(text, language):
    denied = read(text, language).denied
    if not denied:
        return None
    mending = mending_of_spell(denied[0], histories()[denied[0].path], language)
    return text[: mending.span.start] + mending.text + text[mending.span.end :]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Grey fabric rose 1.85%, its third rise in a row."),
        ("en", "Grey fabric rose for the third consecutive week."),
        ("en", "Grey fabric has risen for three weeks in a row."),
        ("en", "Raw materials fell for a second straight issue."),
        ("en", "Grey fabric reached the highest level since 12 May 2025."),
        ("en", "Grey fabric is at its highest in 3 weeks."),
        ("en", "Raw materials are at their lowest since 26 May 2025."),
        ("zh-hans", "坯布连涨三周。"),
        ("zh-hans", "坯布三连涨，环比上涨1.85%。"),
        ("zh-hans", "坯布连续三周上涨，创2025年5月12日以来新高。"),
        ("zh-hans", "坯布连续第3期上涨。"),
        ("zh-hans", "原料连跌两期，为20250526期以来最低。"),
        ("zh-hans", "坯布创近4周新高。"),
    ],
)
def test_a_spell_that_is_so_agrees(language, text):
    found = read(text, language)
    assert (found.agreeing >= 1, found.denied, found.unchecked) == (True, (), ())


@pytest.mark.parametrize(
    ("language", "text", "right"),
    [
        ("en", "Grey fabric rose 1.85%, its fifth rise in a row.", "Grey fabric rose 1.85%, its third rise in a row."),
        ("en", "Grey fabric rose for the second consecutive week.", "Grey fabric rose for the third consecutive week."),
        ("en", "Grey fabric rose for four weeks in a row.", "Grey fabric rose for three weeks in a row."),
        ("en", "Grey fabric rose for 5 straight issues.", "Grey fabric rose for 3 straight issues."),
        ("en", "Raw materials saw their 4th straight decline.", "Raw materials saw their 2nd straight decline."),
        ("en", "Grey fabric saw its third fall in a row.", "Grey fabric saw its third rise in a row."),
        ("en", "The price index saw its third fall in a row.", "The price index saw its first fall."),
        ("en", "The price index fell for the third week running.", "The price index fell in this issue."),
        ("en", "Grey fabric reached the highest level since 1 May 2025.", "Grey fabric reached the highest since 12 May 2025."),
        ("en", "Grey fabric is at its highest this year.", "Grey fabric is at its highest since 12 May 2025."),
        ("en", "Grey fabric hit the highest on record.", "Grey fabric hit the highest since 12 May 2025."),
        ("en", "The price index reached the highest since April 2025.", "The price index reached 104.68 points."),
        ("zh-hans", "坯布连涨五周。", "坯布连涨三周。"),
        ("zh-hans", "坯布连续两周上涨。", "坯布连续三周上涨。"),
        ("zh-hans", "坯布五连涨。", "坯布三连涨。"),
        ("zh-hans", "坯布连续第四期上涨。", "坯布连续第三期上涨。"),
        ("zh-hans", "坯布连涨4期。", "坯布连涨3期。"),
        ("zh-hans", "坯布连跌三周。", "坯布连涨三期。"),
        ("zh-hans", "坯布连降三期。", "坯布连升三期。"),
        ("zh-hans", "总指数连降三期。", "总指数下降。"),
        ("zh-hans", "总指数连续三周下跌。", "总指数本期下跌。"),
        ("zh-hans", "总指数连跌三周。", "总指数下跌。"),
        ("zh-hans", "坯布创2025年4月以来新高。", "坯布创20250512期以来新高。"),
        ("zh-hans", "坯布创年内新高。", "坯布创20250512期以来新高。"),
        ("zh-hans", "坯布创历史新高。", "坯布创20250512期以来新高。"),
        ("zh-hans", "坯布创近八周新高。", "坯布创20250512期以来新高。"),
        ("zh-hans", "总指数创2025年4月以来新高。", "总指数报104.68点。"),
        ("zh-hans", "坯布创2025年5月12日以来新低。", "坯布报1350.02点。"),
    ],
)  # fmt: skip
def test_a_spell_that_is_not_so_is_put_right(language, text, right):
    assert mended(text, language) == right
    assert read(right, language).denied == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Grey fabric may rise for the fifth week in a row."),
        ("en", "Grey fabric did not rise for the fifth week in a row."),
        ("en", "Did grey fabric rise for the fifth week in a row?"),
        ("en", "Grey fabric orders rose for the fifth week in a row."),
        ("en", "Orders rose for the fifth week in a row."),
        ("en", "Grey fabric rose for five consecutive months."),
        ("en", "It ran five days in a row."),
        ("zh-hans", "坯布有望连涨五周。"),
        ("zh-hans", "坯布成交连涨五周。"),
        ("zh-hans", "成交量连续五周上涨。"),
        ("zh-hans", "聚酯坯布连涨五周。"),
        ("zh-hans", "坯布连续五个月上涨。"),
        ("zh-hans", "此前坯布曾连涨五周。"),
        ("zh-hans", "连续五天开市。"),
    ],
)
def test_what_nobody_can_tell_is_not_denied(language, text):
    assert read(text, language).denied == ()


def test_a_gap_is_looked_over_and_a_hole_leaves_it_unchecked():
    hole = PERIOD - timedelta(weeks=2)
    assert read("坯布连涨三周。", "zh-hans", gaps=[hole]).agreeing == 1
    holed = histories()["grey"]
    values = {period: value for period, value in holed.values.items() if period != hole}
    found = compare_spells(
        said("坯布连涨三周。", "zh-hans").spells, {"grey": History(PERIOD, holed.frequency, values)}
    )
    assert (found.agreeing, found.denied, len(found.unchecked)) == (0, (), 1)


def test_a_month_has_months_in_a_row():
    own = date(2025, 6, 1)
    values = {date(2025, month, 1): Decimal(100 + month) for month in range(1, 7)}
    history = {"grey": History(own, Frequency.MONTHLY, values)}
    spells = said_in(
        [Written("body", "坯布连涨五个月。坯布连涨四个月。坯布连涨四周。")], vocabulary("zh-hans"), Issue(own, Frequency.MONTHLY)
    ).spells  # fmt: skip
    found = compare_spells(spells, history)
    assert (found.agreeing, [one.count for one in found.denied], len(found.unchecked)) == (1, [5], 1)


def test_the_day_since_when_is_no_day_that_a_number_belongs_to():
    for language, text in (
        ("zh-hans", "坯布创2025年5月12日以来新高，环比上涨1.58%。"),
        ("en", "Grey fabric reached the highest since 12 May 2025, up 1.58%."),
    ):
        found = compare(said(text, language).claims, facts())
        assert [one.path for one in found.contradictions] == ["grey"], language


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    "piece", ["坯布连涨五周", "连", "创2025年5月以来", "highest since 12 ", "third rise in a row ", "the "]
)
def test_many_spells_cost_what_the_text_costs(language, piece):
    def reading(number):
        text = "".join(f"{piece * 40}\n" for _line in range(number))
        return lambda: said(text, language)

    assert grows_in_step(reading, 160)
    assert len(said(piece * 2_000, language).spells) <= MOST
