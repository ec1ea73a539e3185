"""Two versions side by side: what counts as changed, and that markup in a text stays text."""

import re
from html import unescape

from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from foundation.comparing import ADDED, CHANGED, REMOVED, SAME, compare_texts, mark_words
from news.text.comparing import blocks, compare_html, passages


def kinds(rows):
    return [row.kind for row in rows]


def test_words_are_marked_in_english():
    assert mark_words("Prices rose 0.26% in June.", "Prices fell 0.31% in June.") == (
        "Prices <del>rose</del> <del>0.26%</del> in June.",
        "Prices <ins>fell</ins> <ins>0.31%</ins> in June.",
    )


def test_characters_are_marked_in_chinese():
    assert mark_words("坯布价格上涨", "坯布价格下跌") == (
        "坯布价格<del>上涨</del>",
        "坯布价格<ins>下跌</ins>",
    )


def test_blocks_are_paired_and_the_rest_is_new_or_gone():
    old = "<h2>Raw materials</h2><p>Polyester rose.</p><p>Cotton was level all week.</p>"
    new = "<h2>Raw materials</h2><p>Something entirely different stands here now, at length.</p><p>Polyester fell.</p>"
    assert kinds(compare_html(old, new)) == [SAME, ADDED, CHANGED, REMOVED]


def test_links_pictures_and_charts_count_as_text():
    assert [block.text for block in blocks('<p>See <a href="ref:article/9">this</a>.</p>')] == [
        "See this ⟨ref:article/9⟩."
    ]
    assert "▣ 12" in blocks('<figure><img data-picture="12" src="/media/x.jpg" alt="Loom"></figure>')[0].text
    assert "price 1y" in blocks('<figure data-chart="price" data-range="1y"></figure>')[0].text


def test_passages_are_what_readers_read():  # L15
    html = (
        '<figure data-chart="price price/raw-materials" data-range="1y"></figure>'
        '<p>See <a href="ref:article/9">this</a>: it rose <span data-figure="price" data-show="previous">-0.3%</span> '
        'again<sup data-footnote="The the office says so.">*</sup>.</p>'
        '<figure><img data-picture="12" src="/media/x.jpg" alt="Loom"><figcaption>A loom</figcaption></figure>'
    )
    assert passages(html) == ["See this: it rose … again.", "A loom", "The the office says so."]


def test_table_cells_are_blocks():
    html = "<table><tbody><tr><th>Week</th><td>104.68</td></tr></tbody></table>"
    assert [(block.tag, block.text) for block in blocks(html)] == [("th", "Week"), ("td", "104.68")]


def test_plain_text_by_lines():
    assert kinds(compare_texts("One\nTwo", "One\nTwo!")) == [SAME, CHANGED]
    assert compare_texts("", "") == []


@given(st.text(max_size=200), st.text(max_size=200))
def test_nothing_is_lost_and_markup_is_inert(old, new):
    for marked, text in zip(mark_words(old, new), (old, new), strict=True):
        bare = re.sub(r"</?(?:del|ins)>", "", marked)
        assert "<" not in bare
        assert unescape(bare) == unescape(escape(text))
