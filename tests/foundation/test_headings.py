"""Headings in Chinese end a line between words, and never inside a number and its unit."""

import re

import pytest
from django.utils.html import strip_tags

from foundation.headings import by_words
from news.enums import SectionKind
from tests.factories.indexdata import CollectingSourceFactory, IndexFactory, SampleUnitFactory
from tests.factories.news import ArticleFactory, FabricFactory, SectionFactory
from tests.indexdata.world import weekly

TITLE = "20250616期：纯棉纱逆势上涨，总指数环比下跌0.38%"


def lines(text):
    """Return the pieces that never break."""
    return [strip_tags(piece) for piece in str(by_words(text)).split("<wbr>")]


def test_words_stay_whole():  # R26
    assert "下跌" in lines(TITLE)
    assert "逆势上涨，" in lines(TITLE)
    assert "".join(lines(TITLE)) == TITLE


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (TITLE, "0.38%"),
        (TITLE, "20250616期："),
        ("总景气指数报1321.09点", "1321.09点"),
        ("2025年6月16日发布", "2025年6月16日"),
        ("指数（−0.38%）走低", "（−0.38%）"),
        ("《指数》发布", "《指数》"),
    ],
)
def test_numbers_keep_unit_and_sign(text, whole):  # R26
    assert any(whole in piece for piece in lines(text)), lines(text)


def test_other_texts_stay_and_are_escaped():
    assert by_words("Prices <fell> 0.38%") == "Prices &lt;fell&gt; 0.38%"
    assert "<b>" not in by_words("指数<b>上涨</b>")
    assert by_words("") == ""
    assert "<wbr>" not in by_words("指数上涨" * 100)


@pytest.mark.django_db
def test_the_page_breaks_its_heading_and_its_title_stays_plain(client):  # R26
    article = ArticleFactory(title_zh_hans=TITLE)
    page = client.get(f"/zh-hans{article.get_absolute_url()}").text
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[1]
    assert "<wbr>下跌<wbr>0.38%" in heading
    assert f"<title>{TITLE}" in page
    assert "<wbr>" not in page[: page.index("<body")]


HOSTILE = "化纤<script>alert(1)</script>面料下跌&涨"
TOLD = "alert"


@pytest.fixture
def hostile_world():
    """Things of every list with a hostile Chinese name."""
    *_earlier, newest = weekly(count=2)
    IndexFactory(path="price/a", name_zh_hans=HOSTILE)
    section = SectionFactory(slug="forecast", kind=SectionKind.COMMENTARY)
    for fields in ({"featured": True}, {}, {"section": section, "release": newest.release}):
        ArticleFactory(title_zh_hans=HOSTILE, **fields)
    FabricFactory(slug="cloth", name_zh_hans=HOSTILE)
    FabricFactory(slug="other", name_zh_hans=HOSTILE)
    source = CollectingSourceFactory(slug="north", name_zh_hans=HOSTILE)
    SampleUnitFactory(source=source, name_zh_hans=HOSTILE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "headings"),
    [
        ("", 5),  # the lead, the other, the commentary, two fabrics
        ("news/", 2),
        ("comments/", 1),
        ("fabrics/", 2),
        ("fabrics/cloth/", 2),  # its own, and the similar one
        ("sources/", 1),
        ("sources/north/", 2),
        ("samples/", 1),
        ("index/price/", 1),
        ("index/price/a/", 2),
    ],
)
def test_headings_of_lists_end_lines_between_words(client, hostile_world, path, headings):  # R26
    page = client.get(f"/zh-hans/{path}").text
    found = [one for one in re.findall(r"<h[123][^>]*>(.*?)</h[123]>", page, re.DOTALL) if TOLD in one]
    assert len(found) == headings
    for one in found:
        assert "面料<wbr>下跌" in one
        assert "&lt;" in one
        assert "&amp;lt;" not in one
    assert "<script>alert" not in page
    assert "<wbr>" not in page[: page.index("<body")]
