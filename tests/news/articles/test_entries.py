"""Entries of lists written by tags: hostile words are text, missing parts leave nothing, languages are marked."""

import pytest
from django.utils.translation import override

from news.articles.markup import brief_entries, entries
from tests.factories.news import ArticleFactory, SectionFactory

HOSTILE = '<img src=x onerror=alert(1)>&"'
WRITTEN = "&lt;img src=x onerror=alert(1)&gt;&amp;&quot;"

TITLE = "20250616期：纯棉纱逆势上涨，总指数环比下跌0.38%"

pytestmark = pytest.mark.django_db


def article(**fields):
    return ArticleFactory(**{"title_zh_hans": "", "summary_zh_hans": "", "body_zh_hans": "", **fields})


def test_titles_summaries_and_sections_are_text():
    one = article(
        title_en=HOSTILE, summary_en=HOSTILE, section=SectionFactory(name_en=HOSTILE, name_zh_hans=HOSTILE)
    )
    for language in ("en", "zh-hans"):
        with override(language):
            assert entries([one], show_section=True).count(WRITTEN) == 3
            assert brief_entries([one]).count(WRITTEN) == 2
            assert "<img" not in entries([one], show_section=True) + brief_entries([one])


def test_chinese_titles_end_lines_between_words_and_hostile_ones_are_text_once():  # R26
    hostile = article(title_zh_hans="指数<script>alert(1)</script>上涨&下跌", summary_zh_hans="甲&乙下跌")
    one = article(title_zh_hans=TITLE)
    with override("zh-hans"):
        for html in (entries([hostile, one]), brief_entries([hostile, one])):
            assert "<wbr>下跌<wbr>0.38%" in html
            assert "<script" not in html
            assert "&amp;amp;" not in html
            assert html.count("&lt;") == html.count("&gt;") == 2
        assert "甲&amp;乙下跌" in entries([hostile])


def test_another_language_is_marked():
    one = article(title_en="Only English", summary_en="Only English")
    with override("en"):
        assert " lang=" not in entries([one])
    with override("zh-hans"):
        html = entries([one])
    assert html.count(' lang="en"') == 2
    assert "/zh-hans/" in html


def test_what_is_missing_leaves_nothing():
    one = article(title_en="Title", summary_en="", cover=None, release=None)
    with override("en"):
        html = entries([one], heading="h3")
    assert "entry__summary" not in html
    assert "entry__picture" not in html
    assert "entry--pictured" not in html
    assert '<h3 class="entry__title">' in html


def test_the_lead_is_left_out():
    one, other = article(title_en="One"), article(title_en="Other")
    assert "One" not in entries([one, other], without=one)


def test_the_address_follows_language_section_and_slug():
    one = article(slug="old", section=SectionFactory(slug="market"))
    with override("en"):
        assert f"/news/market/{one.pk}-old/" in entries([one])
    with override("zh-hans"):
        assert f"/zh-hans/news/market/{one.pk}-old/" in entries([one])
    one.slug, one.section = "new", SectionFactory(slug="fairs")
    with override("en"):
        assert f'"/news/fairs/{one.pk}-new/"' in entries([one])
