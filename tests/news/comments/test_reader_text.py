"""Readers' texts: anything may be written, nothing reaches beyond the text."""

import pytest

from news.comments.reader_text import harmless_line, harmless_text, reader_html, says_something
from tests.growth import grows_in_step


@pytest.mark.parametrize(
    "text",
    [
        "坯布价格上涨了吗？",
        "שָׁלוֹם",
        "नमस्ते",
        "👩🏽‍🏫 and 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "Tiếng Việt",
        "རྐྱུ",
        "𠮷野家 <b>&amp;",
        "می‌خواهم",
    ],
)
def test_any_script_stays_as_it_is(text):
    assert harmless_text(text) == harmless_line(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("a\x85b\x9fc", "a\nbc"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("\u2066x\u2069\u2067y\u2068", "xy"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("one\n\n \n\n\n\ntwo", "one\n\ntwo"),
        ("x\ufffe\uffff", "x"),
        ("e" + "\u0301" * 400, "e" + "\u0301" * 6),
    ],
)
def test_what_could_disturb_the_page_goes(text, kept):
    assert harmless_text(text) == kept


def test_a_name_is_one_line():
    assert harmless_line(" Wang\r\n \t Fang\u2029") == "Wang Fang"


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u200d", "\u0301\u0301"])
def test_what_cannot_be_seen_says_nothing(text):
    assert not says_something(text)


@pytest.mark.parametrize("text", ["好", "?", "👍", "5"])
def test_one_visible_character_says_something(text):
    assert says_something(text)


def test_lines_and_paragraphs():
    assert reader_html("one\ntwo\n\nthree") == "<p>one<br>two</p><p>three</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ('" onmouseover="x', "&quot; onmouseover=&quot;x"),
        ("javascript:alert(1) data:text/html,x", "javascript:alert(1) data:text/html,x"),
        ("http://user@evil.example/", "http://user@evil.example/"),
        ("http://[::1", "http://[::1"),
        ("https://", "https://"),
    ],
)
def test_markup_and_odd_addresses_are_only_text(text, html):
    assert reader_html(text) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    ("text", "address", "after"),
    [
        ("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&amp;c=2", ""),
        ("https://example.org/.", "https://example.org/", "."),
        ("https://example.org/布。好", "https://example.org/布", "。好"),
        ("HTTP://EXAMPLE.org)", "HTTP://EXAMPLE.org", ")"),
    ],
)
def test_addresses_become_links_that_nobody_vouches_for(text, address, after):
    assert reader_html(text) == f'<p><a href="{address}" rel="nofollow ugc noopener">{address}</a>{after}</p>'


def test_a_long_address_is_shown_short():
    html = reader_html("https://example.org/" + "x" * 500)
    assert "x" * 500 in html
    assert "x" * 50 + "…</a>" not in html
    assert "…</a>" in html


@pytest.mark.parametrize(
    ("start", "piece"), [("", "http://"), ("", "e\u0301"), ("", "\n "), ("https://a", ".,;")]
)
def test_hostile_texts_cost_what_their_length_costs(start, piece):
    def showing(number):
        text = start + piece * number
        return lambda: reader_html(harmless_text(text))

    assert grows_in_step(showing, 8_000)
