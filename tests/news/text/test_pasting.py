"""The clipboards of Word, WPS, Google Docs, sheets, slides, messengers and browsers become clean text."""

import re
from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.text.pasting import TooLong, clean_paste
from news.text.pasting.clipboard import LONGEST
from news.text.sanitising import clean_html
from tests.growth import grows_in_step

CLIPBOARDS = Path(__file__).parent / "clipboards"
COPIED = sorted(path.stem for path in CLIPBOARDS.glob("*.html") if ".expected" not in path.name)
LINE_ENDS = re.compile(r"(</(?:p|h[2-4]|ul|ol|table|blockquote|figure|thead|tr)>|<hr>)\n")


@pytest.mark.parametrize("name", COPIED)
def test_what_was_copied_comes_out_as_it_should(name):
    """P1 to P4, P9 and their kin: clipboards/<name>.html becomes <name>.expected.html, where lines are broken for reading.

    A first line of the expected file says what stays behind.
    """
    pasted = clean_paste((CLIPBOARDS / f"{name}.html").read_text())
    left = [
        f"{number} {what}"
        for number, what in (
            (pasted.pictures_left, "pictures"), (pasted.comments_left, "comments"), (pasted.deletions_left, "deletions"),
        ) if number
    ]  # fmt: skip
    expected = (CLIPBOARDS / f"{name}.expected.html").read_text()
    remark = f"<!-- left out: {', '.join(left)} -->\n" if left else ""
    assert expected.startswith(remark or ("<", "J"))
    assert pasted.html == LINE_ENDS.sub(r"\1", expected.removeprefix(remark)).removesuffix("\n")
    assert clean_paste(pasted.html).html == pasted.html


def test_the_corpus_is_there():
    assert len(COPIED) >= 50


def test_nothing():
    assert clean_paste("").html == clean_paste(None).html == clean_paste("<!-- x -->").html == ""


def test_clean_text_comes_through_unchanged():
    html = '<h2>A</h2><p>B <a href="ref:article/9" rel="noopener">c</a></p><blockquote><p>D</p></blockquote>'
    assert clean_paste(html).html == html


# -- Pictures that lie in the text


PNG = b"\x89PNG\r\n\x1a\n" + bytes(30)


def data_address(content=PNG):
    return f"data:image/png;base64,{b64encode(content).decode()}"


def test_pictures_in_the_text_are_brought_where_they_stood():
    seen = []

    def bring(content, alt):
        seen.append((content, alt))
        return {"src": "/media/pictures/a.png", "data-picture": "7", "alt": ""} if len(seen) < 3 else None

    pasted = clean_paste(
        f'<p>A<img src="{data_address()}" alt="Loom"></p><figure><img src="{data_address(b"x" * 40)}"><figcaption>C</figcaption></figure>'
        f'<p><img src="{data_address()}">B<img src="file:///c.png"></p>',
        bring,
    )
    figure = '<figure><img src="/media/pictures/a.png" data-picture="7"'
    assert pasted.html.count(figure) == 2
    assert pasted.html.startswith(f"<p>A</p>{figure}")
    assert "<figcaption>C</figcaption></figure><p>B</p>" in pasted.html
    assert seen == [(PNG, "Loom"), (b"x" * 40, ""), (PNG, "")]
    assert pasted.pictures_left == 2


@pytest.mark.parametrize(
    "address",
    [
        "data:image/svg+xml,%3Csvg%20onload=alert(1)%3E",
        "data:image/png;base64,%%%",
        "data:text/html,x",
        "data:7",
        "data:",
        "blob:https://x/1",
    ],
)
def test_strange_addresses_of_pictures_are_left_out(address):
    brought = []
    pasted = clean_paste(f'<p>A<img src="{address}">B</p>', lambda content, alt: brought.append(content))
    assert pasted.html == "<p>AB</p>"
    assert pasted.pictures_left == 1
    assert all(content.startswith(b"<svg") for content in brought)


# -- However long, and whatever it is


def test_too_much_is_refused_but_pictures_do_not_count():
    with pytest.raises(TooLong):
        clean_paste("x" * (LONGEST + 1))
    assert clean_paste(f'<p>A<img src="{data_address(bytes(LONGEST))}"></p>').html == "<p>A</p>"


N = 40_000
LONG = {  # pieces that are repeated; each took minutes at this length, or might have
    "starts of fragments": lambda n: "<!--StartFragment-->" * n,
    "ogham spaces": lambda n: "\u1680" * n,
    "ogham spaces in paragraphs": lambda n: "<p>\u1680</p>" * n,
    "spaces": lambda n: " " * 10 * n,
    "breaks": lambda n: "<br> " * n,
    "conditions": lambda n: "<!--[if gte mso 9]>" * n,
    "frames": lambda n: "<![if " * n,
    "names": lambda n: "<o:p " * n,
    "styles": lambda n: "<style>" * n,
    "empty lists": lambda n: "<ul></ul>" * n,
    "empty marks": lambda n: "<p><b></b></p>" * n,
    "marks": lambda n: "<b>a</b>" * n,
    "open marks": lambda n: "<b>a" * n,
    "paragraphs": lambda n: "<p>a</p>" * n,
    "divisions": lambda n: "<div>a" * (n // 20) + "</div>" * (n // 20),
    "items": lambda n: (
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.</span>a</p>"
        * (n // 8)
    ),
    "cells": lambda n: "<table>" + "<tr><td>a<td>b" * n,
    "nested tables": lambda n: "<table><tr><td>" * (n // 133),
    "links": lambda n: "<a href='#a' id='b'>a</a><a href='#b' id='a'>b</a>" * (n // 4),
    "comments": lambda n: "<a href='#_msocom_1'>[1]</a>" * n,
    "pictures": lambda n: "<img src='data:image/png;base64,AAAA'>" * (n // 4),
    "unfinished pictures": lambda n: "data:image/png;base64," * n,
    "long style": lambda n: f"<p style='{'text-decoration:' * n}'>a</p>",
    "long class": lambda n: f"<p class='{'MsoListParagraph ' * n}'>a</p>",
    "entities": lambda n: "&#11;&nbsp;" * n,
    "half tags": lambda n: "<" * n,
    "quotes": lambda n: '<p title="' * n,
}


@pytest.mark.long
@pytest.mark.parametrize("what", LONG)
def test_any_text_is_cleaned_in_a_time_that_grows_with_its_length(what):
    """P5."""

    def cleaning(number):
        text = LONG[what](number)
        return lambda: clean_paste(text, lambda content, alt: None)

    assert grows_in_step(cleaning, N)


@pytest.mark.parametrize("depth", [100, 3000])
def test_deep_nesting_is_no_crash(depth):
    """Deeper than a parser goes, the words remain without their form."""
    for html in ("<div>" * depth + "x" + "</div>" * depth, "<ul><li>" * depth + "x", "<b><i>" * depth + "x"):
        assert re.sub("<[^>]*>", "", clean_paste(html).html) == "x"


HOSTILE = st.text(alphabet="<>/pbliuadthr olspan='\"mso-list:l0 level1&;#!-[]é柯\x00\x0b\n", max_size=300)
PIECES = re.split(
    r"\s+",
    """<p> </p> <b> </b> <li> <ul> </ul> <ol> <table> <tr> <td> </table> <h1> </h1> <h2> <br> <hr> a <a/href='#x'/id=y> </a> <figure>
    </figure> <sup/data-footnote='n'> </sup> <figcaption> <blockquote> </blockquote> <img/src='data:image/png;base64,AA'> <div/id=x> </div>
    <pre> </pre> <span/style='font-weight:bold'> </span> <p/style='mso-list:l0/level2/lfo1'> <span/style='mso-list:Ignore'>3.</span>""",
)
TAGS = st.lists(
    st.sampled_from([piece.replace("/", " ") if piece[1:2] != "/" else piece for piece in PIECES]),
    max_size=40,
).map(" ".join)


@given(HOSTILE | TAGS)
def test_anything_goes_and_only_allowed_markup_comes_out(text):
    html = clean_paste(text, lambda content, alt: {"src": "/media/pictures/a.png", "data-picture": "1"}).html
    assert clean_html(str.join("", html)) == html
    assert "<script" not in html


@given(st.lists(st.text(alphabet="ab柯1.", min_size=1, max_size=5), min_size=1, max_size=6))
def test_no_word_is_lost(words):
    html = clean_paste("".join(f"<div><b>{word}</b></div>" for word in words)).html
    assert re.sub("<[^>]*>", " ", html).split() == words
