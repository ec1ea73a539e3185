"""Stored text as elements: what is found, and what a rewriting leaves alone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.text.elements import elements, first, rewritten, with_values
from news.text.sanitising import clean_html
from tests.growth import grows_in_step

PIECES = [
    *(
        "<p>",
        "</p>",
        "<br>",
        "<hr>",
        "<h2>",
        "</h2>",
        "<ul>",
        "</ul>",
        "<li>",
        "</li>",
        "<table>",
        "</table>",
    ),
    *("<tr>", "</tr>", "<td>", "</td>", '<th scope="row">', "</th>", "<figcaption>", "</figcaption>"),
    *(
        '<a href="ref:article/9#part">',
        '<a href="https://example.org/?a=1&amp;b=2" title="x &gt; y">',
        "</a>",
    ),
    *("<figure>", '<figure data-chart="price price/grey-fabric">', "</figure>"),
    *('<img data-picture="4" alt="A &quot;loom&quot; &lt;b&gt;">', '<img src="/media/a.png" alt="">'),
    *('<span data-figure="price" data-show="value">', "</span>", '<sup data-footnote="a &gt; b">', "</sup>"),
    *("words", "字", " &amp; ", " &lt;a href=&quot;x&quot;&gt; ", "\n", "<", ">", '"', "</", "<a"),
]
written = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40).map("".join)
stored = written.map(clean_html)
names = st.lists(
    st.sampled_from(["a", "p", "img", "figure", "span", "sup", "li", "table", "td"]), unique=True
)


@given(written, names)
def test_without_a_change_everything_stays(html, wanted):
    assert rewritten(html, {}) == html
    assert rewritten(html, dict.fromkeys(wanted, lambda element, inside: None)) == html
    assert rewritten(html, dict.fromkeys(wanted, lambda element, inside: element.with_inside(inside))) == html


@given(written, names)
def test_elements_lie_beside_or_in_each_other(html, wanted):
    found = elements(html, *wanted)
    assert [one.start for one in found] == sorted({one.start for one in found})
    for one in found:
        assert one.start < one.opened <= one.closing <= one.end
        assert one.outside == one.with_inside(one.inside)
        for other in found:
            apart = other.start >= one.end or other.end <= one.start
            within = one.opened <= other.start and other.end <= one.closing
            around = other.opened <= one.start and one.end <= other.closing
            assert one is other or apart or within or around


@given(stored)
def test_what_is_found_is_what_patterns_find(html):
    def values(*attributes):
        return [one.tag for one in elements(html) if set(attributes) & one.attributes.keys()]

    tags = re.findall(r"<[^/<>][^<>]*>", html)
    assert [one.tag for one in elements(html)] == tags
    assert values("href") == [tag for tag in tags if re.search(r'\shref="[^"]*"', tag)]
    assert values("data-picture") == [tag for tag in tags if re.search(r'\sdata-picture="[0-9]+"', tag)]
    assert values("data-figure", "data-chart") == [
        tag for tag in tags if re.search(r"\sdata-(?:figure|chart)=", tag)
    ]
    pairs = [(one.name, one.inside) for one in elements(html, "a") if "<a" not in one.inside]
    assert pairs == [("a", inside) for inside in re.findall(r"<a\s[^>]*>(.*?)</a>", html, re.DOTALL)]


def test_attributes_are_plain_text():
    (one,) = elements('<p><a href="https://e.org/?a&amp;b" title="&quot;x&quot; &gt;">words</a>', "a")
    assert one.attributes == {"href": "https://e.org/?a&b", "title": '"x" >'}
    assert (one.inside, one.html[one.end :]) == ("words", "")


def test_rules_are_applied_from_the_inside_out():
    html = '<figure><a href="x">1<img alt="">2</a></figure> <img alt="b">'
    rules = {"img": lambda one, inside: f"[{one.attributes['alt']}]", "a": lambda one, inside: f"({inside})"}
    assert rewritten(html, rules) == "<figure>(1[]2)</figure> [b]"


def test_elements_that_are_known_are_asked_about_alone():
    html = '<p>a<a href="x">b</a>c<a href="y">d</a></p>'
    found = [one for one in elements(html, "a") if one.attributes["href"] == "y"]
    rules = {"a": lambda one, inside: f"[{inside}]"}
    assert rewritten(html, rules, found) == '<p>a<a href="x">b</a>c[d]</p>'
    assert rewritten(html, rules, []) == html


def test_what_is_never_closed_is_its_tag_alone():
    html = "<p>a<span>b</p>c</span></p>"
    assert rewritten(html, {"span": lambda one, inside: f"[{inside}]", "p": lambda one, inside: None}) == (
        "<p>a[]b</p>c</span></p>"
    )


@given(written)
def test_values_left_alone_stay_as_they_are_written(html):
    assert with_values(html, ("href", "alt"), lambda value: None) == html


def test_values_are_changed_as_plain_text():
    html = '<p title="a"><a href="/?a=1&amp;b=2" title="href">href="x"</a></p>'
    assert with_values(html, ("href",), lambda value: f"{value}&<") == (
        '<p title="a"><a href="/?a=1&amp;b=2&amp;&lt;" title="href">href="x"</a></p>'
    )


def test_nothing_is_found_in_nothing():
    assert elements(None) == elements("") == elements("a < b > c") == []
    assert first("<p>", "a") is None
    assert rewritten(None, {}) == ""


@pytest.mark.parametrize("piece", ["<a ", "<a>", "</a>", '<a "', "<", "<span></a>", "<a></span>"])
def test_any_text_is_read_in_a_time_that_grows_with_its_length(piece):
    rules = dict.fromkeys(("a", "span"), lambda one, inside: None)

    def rewriting(number):
        html = piece * number
        assert rewritten(html, rules) == html
        return lambda: rewritten(html, rules)

    assert grows_in_step(rewriting, 100_000 // len(piece))
