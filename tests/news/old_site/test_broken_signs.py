"""Pages with half a sign somewhere (P6): read, the broken sign replaced, its place told."""

import random
from itertools import takewhile

import pytest

from news.articles.models import Article
from news.old_site.decoding import BROKEN, broken_places, decode
from news.old_site.pages import read_page

from .saved_pages import FIRST, LAST, NAMES, page_html, run

TITLE = "柯桥坯布价格上涨"
ENCODINGS = ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"]


def halves(content, encoding):
    """Return the places of bytes that belong to signs beyond ASCII, some of them."""
    if encoding == "utf-16":
        places = [at for at in range(2, len(content)) if content[(at & ~1) + 1]]
    else:
        places = [
            at for at, byte in enumerate(content) if byte >= 0x80 and (encoding != "utf-8-sig" or at > 2)
        ]
    return random.Random(encoding).sample(places, min(60, len(places)))


def alike(words, found):
    """Tell whether words are found again, but for few signs."""
    return sum(sign not in found for sign in words) <= 4


def same_from_start(one, other):
    """Return by how many signs two texts begin alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_byte_missing_anywhere_costs_a_sign_and_not_the_page(encoding):
    """P6: whatever byte of a Chinese sign is missing, the page is read, and hardly anything else of it is lost."""
    content = page_html("gb2312").encode(encoding)
    whole = decode(content)
    for at in halves(content, encoding):
        text = decode(content[:at] + content[at + 1 :])
        page = read_page(text, "x.html", NAMES)
        assert alike(TITLE, page.title), (at, page.title)
        assert alike(FIRST, page.body), (at, page.body)
        assert (page.old_id, page.name) == (4690, 2)
        assert "主办" not in page.body
        assert "首页" not in page.body
        assert len(text) >= len(whole) - 8
        if encoding.startswith("utf"):
            assert broken_places(text)


def test_a_byte_missing_anywhere_of_a_page_in_big5():
    """P6: the second bytes of Big5 are letters, too; what is lost ends soon."""
    whole = "<p>一週行情：市場價格上漲，紡織品交易活躍。</p>\n<p>布匹成交量增加，原料價格平穩。</p>\n" * 9
    content = whole.encode("big5")
    for at in halves(content, "big5"):
        text = decode(content[:at] + content[at + 1 :])
        same = same_from_start(text, whole) + same_from_start(text[::-1], whole[::-1])
        assert len(whole) - same <= 12


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_half_a_sign_in_the_side_column(encoding):
    """P6: as the old site wrote it: a list of titles cut to so many bytes."""
    column = "<li><a href=x>轻纺城#</a><li><a href=x>柯桥坯布#...</a>"
    text = page_html().replace("<ul>", f"<ul>{column}")
    half = "市".encode(encoding)[:-1]
    page_text = decode(text.encode(encoding).replace(b"#", half))
    page = read_page(page_text, "x.html", NAMES)
    assert (page.title, page.section) == (TITLE, "轻纺城新闻")
    assert FIRST in page.body
    assert LAST in page.body
    assert BROKEN not in page.body
    assert [place.split(",")[0] for place in broken_places(page_text)] == ["line 4", "line 4"]
    assert f"轻纺城{BROKEN}" in broken_places(page_text)[0]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "utf-16"])
def test_a_page_that_ends_within_a_sign(encoding):
    """P6: a file that was not saved to its end."""
    content = f"标题在此\n{FIRST}\n{LAST}".encode(encoding)[:-1]
    page = read_page(decode(content), "x.txt", NAMES)
    assert (page.title, page.body) == ("标题在此", f"<p>{FIRST}</p><p>{LAST[:-1]}{BROKEN}</p>")


def test_only_the_half_sign_of_a_paragraph_is_lost():
    """P6: in GBK the rest of the paragraph would be other signs."""
    paragraph = "全市场总价格指数收于高位，环比小幅上涨，原料类价格平稳，坯布类成交活跃。" * 5
    content = f"标题在此\n<p>{paragraph}</p>".encode("gbk")
    lead = len("标题在此\n<p>".encode("gbk"))
    for sign in (0, 20, 90, 179):
        for half in (0, 1):
            at = lead + sign * 2 + half
            text = decode(content[:at] + content[at + 1 :])
            kept = text.split("<p>")[1].removesuffix("</p>")
            same = same_from_start(kept, paragraph) + same_from_start(kept[::-1], paragraph[::-1])
            assert len(paragraph) - same <= 6


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"It\x92s \x93good\x94 \x96 prices", "It’s “good” – prices"),
        ("朱镕基与王堃谈纺织A".encode("gbk"), "朱镕基与王堃谈纺织A"),
        ("𠮷野家的价格上涨".encode("gb18030"), "𠮷野家的价格上涨"),
        ("一週行情：市場價格上漲，紡織品交易活躍".encode("big5"), "一週行情：市場價格上漲，紡織品交易活躍"),
        ("<p>价格上涨</p>".encode("utf-16-le"), "<p>价格上涨</p>"),
        ("<p>价格上涨</p>".encode("utf-16-be"), "<p>价格上涨</p>"),
        ("<meta charset=shift_jis>織物の価格".encode("shift_jis"), "<meta charset=shift_jis>織物の価格"),
    ],
)
def test_whole_texts_stay_whole(content, text):
    """P6: what looks for halves breaks no sign that is whole, whatever the page is written in and says of itself."""
    assert decode(content) == text
    assert broken_places(decode(content)) == []


@pytest.mark.parametrize("declared", ["base64", "rot13", "hex", "zip", "undefined", "idna", "x" * 20])
def test_an_encoding_that_is_none_is_passed_over(declared):
    """P6: names that Python knows as something else than an encoding."""
    assert "价格上涨" in decode(f"<meta charset={declared}>价格上涨".encode("gbk"))


@pytest.mark.django_db
def test_the_report_tells_the_place(sections, tmp_path):
    """P6: how many signs are broken, whether the article is concerned, where."""
    content = page_html().encode("gbk")
    first = FIRST.encode("gbk")
    (tmp_path / "a.html").write_bytes(content.replace(first, first[:8] + first[9:]))
    column = "指数知识".encode("gbk")
    (tmp_path / "b.html").write_bytes(content.replace(b"id=4690", b"id=4691").replace(column, column[:-1]))
    report = run(tmp_path)
    assert "created 2" in report
    in_text, beside = [line for line in report.splitlines() if "broken" in line]
    assert "a.html: 1 broken sign, 1 of them in the article: line 6, “" in in_text
    assert BROKEN in in_text
    assert "b.html: 1 broken sign, none of them in the article: line 4" in beside
    assert BROKEN in Article.objects.get(legacy_id=4690).body_zh_hans
    assert BROKEN not in Article.objects.get(legacy_id=4691).body_zh_hans
