"""Text to terms: both languages, and whatever else somebody types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.searching.pinyin import pinyin_terms
from foundation.searching.spellings import GROUP_OF, SPELLINGS
from foundation.searching.text import (
    LONGEST_TERM,
    MOST_TERMS,
    MOST_WORDS,
    fold,
    index_terms,
    plain_text,
    query_terms,
)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("prices", "The price of cotton"),
        ("price", "Prices rose"),
        ("POLYESTER", "polyester filament"),
        ("".join(chr(ord(sign) + 0xFEE0) for sign in "polyester"), "Polyester"),
        ("crepe", "Crêpe de Chine"),
        ("Crêpe", "crepe"),
        ("Keqiao's market", "the markets of Keqiao"),
        ("warp-knit", "Warp knitted fabrics"),
        ("涤纶", "涤纶长丝价格上涨"),
        ("长丝", "涤纶长丝价格上涨"),
        ("坯布", "本周坯布行情平稳"),
        ("景气", "纺织景气指数"),
        ("景气指数", "景气持续回升，指数上行"),
        ("纶长", "涤纶长丝"),
        ("布", "坯布"),
        ("涤纶价格", "涤纶长丝价格上涨"),
        ("价格的走势", "价格走势"),
        ("polyester 涤纶", "涤纶 (Polyester)"),
        ("104.68", "The index closed at 104.68 points"),
        ("\uff11\uff10\uff14\uff0e\uff16\uff18", "收于104.68点"),
        ("20250616", "20250616期价格指数"),
        ("1,234", "1234 looms"),
        ("75d", "75D/36F filament"),
        ("2023年", "2023年05月"),
        ("the price of cotton", "cotton price"),
    ],
)
def test_question_finds_text(question, text):
    assert set(query_terms(question).terms) <= set(index_terms(text))


@pytest.mark.parametrize(
    ("question", "text"),
    [("cotton", "polyester"), ("涤纶", "涤棉与锦纶"), ("104.68", "104.86"), ("104", "104.68")],
)
def test_question_does_not_find_text(question, text):
    assert not set(query_terms(question).terms) <= set(index_terms(text))


@pytest.mark.parametrize(
    "question",
    ["", " ", '"', "'", "*", "\x00", "\ud800", "😀", "“”", "() AND-".replace("AND", ""), "%_\\", "。，！"],
)
def test_signs_alone_are_no_question(question):
    assert not query_terms(question)


def test_a_stop_word_alone_is_a_question():
    assert query_terms("the").terms == ("the",)
    assert query_terms("的").terms == ("的",)


def test_operators_are_words_like_others():
    assert query_terms('cotton" OR "x').terms == ("cotton", "x")
    assert query_terms("title:cotton NEAR(a b)").terms == ("titl", "cotton", "near", "b")


def test_plain_text_keeps_words_of_neighbouring_elements_apart():
    assert plain_text("<p>one</p><p>two &amp; three</p>") == "one two & three"
    assert plain_text(None) == ""


def test_rich_text_made_of_brackets_is_read_in_linear_time():
    assert plain_text("<" * 200_000).count("<") == 200_000


@given(st.text(alphabet=st.characters(codec=None), max_size=500))
def test_any_question_is_bounded_and_safe(text):
    query = query_terms(text)
    assert len(query.words) + len(query.chinese) <= MOST_WORDS
    for term in query.terms:
        assert term.isalnum()
        assert len(term.encode()) <= 3 * LONGEST_TERM


@given(st.text(max_size=60))
def test_a_text_holds_its_own_words(text):
    assert set(query_terms(text).terms) <= set(index_terms(text))


def test_terms_of_a_huge_text_are_bounded():
    assert len(index_terms(" ".join(f"word{n}" for n in range(30_000)))) == MOST_TERMS


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("紡織", "纺织"),
        ("滌綸", "涤纶"),
        ("麵料", "面料"),
        ("指數", "指数"),
        ("價格", "价格"),
        ("柯橋", "柯桥"),
        ("織帶花邊", "织带花边"),
    ],
)
def test_traditional_characters_find_simplified_ones_and_are_found_by_them(traditional, simplified):  # F6
    assert query_terms(traditional) == query_terms(simplified)
    assert set(query_terms(traditional).terms) <= set(index_terms(f"中国{simplified}行情"))
    assert set(query_terms(simplified).terms) <= set(index_terms(f"中國{traditional}行情"))


def test_words_of_a_region_stay_what_they_are():
    """Characters are changed, not words: 軟體 of a text from Taiwan does not become 软件."""
    assert fold("軟體") == "软体"


class TestSpellings:
    @pytest.mark.parametrize(
        ("question", "text"),
        [
            ("涤沦", "涤纶长丝"),
            ("滌綸", "涤纶长丝"),
            ("涤沦价格", "本周涤纶长丝价格上涨"),
            ("spandex", "氨纶40D"),
            ("Lycra", "氨纶40D"),
            ("氨纶", "Bare spandex, 40 denier"),
            ("T/C", "涤棉坯布"),
            ("".join(chr(ord(sign) + 0xFEE0) for sign in "T/C"), "涤棉坯布"),
            ("tc", "T/C 65/35"),
            ("T/R", "涤粘混纺"),
            ("胚布", "坯布行情"),
            ("grey fabrics", "坯布行情"),
            ("greige", "Prices of grey fabric rose"),
            ("灯心绒", "灯芯绒"),
            ("尼龙", "锦纶丝"),
            ("涤纶", "Polyester filament"),
        ],
    )
    def test_one_finds_the_other(self, question, text):
        assert set(query_terms(question).terms) <= set(index_terms(text))

    @pytest.mark.parametrize(
        ("question", "text"),
        [
            ("tc", "watch"),
            ("lace", "necklace"),
            ("氨纶", "涤纶"),
            ("t/c", "t/r"),
            ("涤纶", "涤棉"),
            ("tr", "str"),
        ],
    )
    def test_others_stay_apart(self, question, text):
        assert not set(query_terms(question).terms) <= set(index_terms(text))

    def test_each_spelling_is_folded_and_stands_once(self):
        spelt = [one for group in SPELLINGS.values() for one in group]
        assert len(spelt) == len(set(spelt))
        assert all(fold(one) == one for one in spelt)
        assert all(name.isascii() and name.isalnum() and name.islower() for name in SPELLINGS)

    @pytest.mark.parametrize("spelling", [one for group in SPELLINGS.values() for one in group])
    def test_each_is_found_by_each_of_its_group(self, spelling):
        assert set(query_terms(spelling).terms) <= set(index_terms(SPELLINGS[GROUP_OF[spelling]][0]))

    def test_all_spellings_are_marked(self):
        query = query_terms("spandex")
        assert {"氨纶", "氨沦", "莱卡"} <= set(query.chinese)
        assert "spandex" in query.words
        assert not {"grey", "fabric"} & query_terms("坯布").words


class TestPinyin:
    @pytest.mark.parametrize(
        ("typed", "name"),
        [
            ("chunyafang", "春亚纺"),
            ("cyf", "春亚纺"),
            ("CYF", "涤纶春亚纺"),
            ("chunyafang", "涤纶春亚纺"),
            ("dilunchunyafang", "涤纶春亚纺"),
            ("tihua", "涤棉小提花"),
            ("changsi", "涤纶长丝"),
            ("simiantan", "四面弹"),
            ("xifuni", "TR西服呢"),
            ("niuzaibu", "牛仔布"),
            ("dxr", "燈芯絨"),
            ("lvse", "绿色"),
        ],
    )
    def test_names_are_found(self, typed, name):
        assert set(query_terms(typed).terms) <= set(pinyin_terms(name))

    def test_two_letters_of_a_longer_name_are_not_enough(self):
        assert "yf" not in pinyin_terms("春亚纺")
        assert "mb" in pinyin_terms("麻布")

    def test_other_languages_say_nothing(self):
        assert pinyin_terms("Polyester pongee", "", None, "75D/36F") == []

    @given(st.text(max_size=300))
    def test_any_name_gives_few_terms_that_can_be_asked_for(self, name):
        terms = pinyin_terms(name)
        assert all(term.isascii() and term.isalnum() and len(term) <= LONGEST_TERM for term in terms)

    def test_a_long_name_is_bounded(self):
        assert len(pinyin_terms("长弹重行" * 10)) < 500
