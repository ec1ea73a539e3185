"""Headings in Chinese end a line between words, and never inside a number and its unit."""

import re

import pytest
from django.utils.html import strip_tags

from foundation.headings import by_words
from tests.factories.news import ArticleFactory

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
