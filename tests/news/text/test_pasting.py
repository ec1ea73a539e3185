"""The clipboards of Word, WPS and browsers become clean text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.text.pasting import clean_paste
from news.text.sanitising import clean_html

CLIPBOARDS = Path(__file__).parent / "clipboards"


def copied(name):
    return (CLIPBOARDS / f"{name}.html").read_text()


def test_word():
    pasted = clean_paste(copied("word"))
    assert pasted.pictures_left == 1
    assert pasted.html == (
        "<h2>Grey fabric rises</h2>"
        "<p><strong>Keqiao,</strong> the index <em>rose</em> to <strong>104.68</strong> points<sup>1</sup>.</p>"
        "<ul><li>Polyester<ul><li>Filament</li></ul></li><li>Cotton</li></ul>"
        "<ol><li>First</li><li>Second</li></ol>"
        '<table><thead><tr><th scope="col">Class</th><th scope="col">Index</th></tr></thead>'
        "<tbody><tr><td>Grey</td><td>104.68</td></tr></tbody></table>"
        '<p>bad <a href="https://example.org/a" rel="noopener">good</a></p>'
    )


def test_wps():
    assert clean_paste(copied("wps")).html == (
        "<p>柯桥坯布价格上涨 <strong>0.26%</strong></p><h2><strong>原料</strong></h2><ol><li>涤纶</li></ol>"
    )


def test_web_page():
    html = clean_paste(copied("web")).html
    assert html.startswith("<p><strong><em>Both</em></strong> and plain</p>")
    assert "<p>In a division</p>" in html
    assert "<p>In a section</p>" in html
    assert "<p>Softhyphen andzero</p>" in html
    assert "<ul><li>One</li><li>Two</li></ul>" in html
    for bad in ("<script", "<style", "<iframe", "onclick", "<div", "<span", "<font"):
        assert bad not in html


def test_plain_words_and_nothing():
    assert clean_paste("Just words").html == "Just words"
    assert clean_paste("").html == clean_paste(None).html == clean_paste("<!-- x -->").html == ""


def test_clean_text_comes_through_unchanged():
    html = '<h2>A</h2><p>B <a href="ref:article/9" rel="noopener">c</a></p><blockquote><p>D</p></blockquote>'
    assert clean_paste(html).html == html


@pytest.mark.parametrize("depth", [100, 3000])
def test_deep_nesting_is_no_crash(depth):
    assert clean_paste("<div>" * depth + "x" + "</div>" * depth).html is not None
    assert clean_paste("<ul><li>" * depth + "x").html is not None


@given(st.text(alphabet="<>/pbliu olspan='\"mso-list:l0 level1&;#!-[]é柯\x00\n", max_size=300))
def test_anything_goes_and_only_allowed_markup_comes_out(text):
    html = clean_paste(text).html
    assert clean_html(str.join("", html)) == html
    assert "<script" not in html
