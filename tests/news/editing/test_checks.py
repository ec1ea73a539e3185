"""The checks, one by one, and that they hold back what they should."""

import pytest

from news.addresses.models import LinkCheck
from news.articles.models import Article
from news.editing import publishing
from news.editing.checks.run import check, reading_minutes, serious
from news.editing.content import snapshot
from news.editing.states import PublishingError
from news.enums import ArticleStatus
from news.library.models import Picture
from tests.factories.indexdata import IndexFactory
from tests.factories.news import ArticleFactory
from tests.factories.users import chief_editor

pytestmark = pytest.mark.django_db
SUMMARY = {
    "summary_en": "What this is about, in one line of words.",
    "summary_zh_hans": "这篇文章讲的是什么，用一句话说清楚。",
}


def found(code="en", **texts):
    article = ArticleFactory(status=ArticleStatus.DRAFT, **{**SUMMARY, **texts})
    return [
        (one.level, one.field, one.sentence, one.passage)
        for one in check(Article.described, snapshot(article), [code])
    ]


def sentences(code="en", **texts):
    return [sentence for _level, _field, sentence, _passage in found(code, **texts)]


def test_a_good_text_draws_no_remark():
    assert found() == []
    assert found("zh-hans") == []


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<h3>Too deep</h3><p>a</p>", "leaves out a level"),
        ("<h2>A</h2><h4>B</h4>", "leaves out a level"),
        ("<h2> </h2><p>a</p>", "heading is empty"),
        ("<table><tbody><tr><td>1</td></tr></tbody></table>", "no header cells"),
        ('<p><a href="ref:article/987">x</a></p>', "visitors cannot open"),
        ('<p><a href="https://example.org"></a>x</p>', "no words"),
        ("<p>" + "word " * 60 + "</p>", "sentence of 60"),
        ("<p>The the index.</p>", "stands twice"),
        ("<p>Prices，they say.</p>", "Full-width"),
        ("<p>It rose \u22120.26% on the week.</p>", "contradict"),
        ("<p>It fell +0.26% on the week.</p>", "contradict"),
        ("<p>The China Keqiao Textiles Index.</p>", "China · Keqiao Textile Index"),
    ],
)
def test_what_is_remarked_in_english(html, words):
    assert any(words in sentence for sentence in sentences(body_en=html))


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>价格上涨,坯布下跌。</p>", "Half-width"),
        ("<p>价格上涨(坯布)。</p>", "Half-width"),
        ("<p>价格上涨.</p>", "Half-width"),
        ("<p>价格的的上涨。</p>", "stands twice"),
        ("<p>价格上涨-0.26%。</p>", "contradict"),
        ("<p>" + "价" * 101 + "。</p>", "sentence of 101"),
        ("<p>中国柯桥纺织指数。</p>", "中国·柯桥纺织指数"),
    ],
)
def test_what_is_remarked_in_chinese(html, words):
    assert any(words in sentence for sentence in sentences("zh-hans", body_zh_hans=html))


@pytest.mark.parametrize(
    "html",
    ["<p>上涨0.26%，至104.68点；1,000米，12:00发布。</p>", "<p>见https://example.org/a,b。</p>"],
)
def test_numbers_times_and_addresses_draw_no_remark_in_chinese(html):
    assert not any("Half-width" in sentence for sentence in sentences("zh-hans", body_zh_hans=html))


def test_names_of_the_classification_that_were_mistyped():
    IndexFactory(path="price", name_en="Polyester filament")
    remarks = found(body_en="<p>Polyster rose; filaments fell.</p>")
    assert ("advice", "body", "Is “polyester” meant?", "polyster") in remarks
    assert len(remarks) == 1


def test_pictures_need_words_in_the_language_that_goes_out():
    picture = Picture(title_en="Loom", alt_en="A loom", width=800, height=600)
    picture.file.name = "pictures/ab/x.jpg"
    Picture.objects.bulk_create([picture])
    picture = Picture.objects.get()
    body = f'<figure><img data-picture="{picture.pk}" src="" alt=""></figure>'
    assert not found(body_en=body, cover=picture)
    remarks = found("zh-hans", body_zh_hans=body, cover=picture)
    assert [(level, field) for level, field, *_rest in remarks] == [("serious", "body"), ("serious", "cover")]
    Picture.objects.update(decorative=True)
    assert not found("zh-hans", body_zh_hans=body, cover=Picture.objects.get())


def test_addresses_that_stopped_answering_are_advice():
    LinkCheck.objects.create(url="https://example.org/gone", failing_since="2026-01-01T00:00Z", reason="404")
    assert any("404" in one for one in sentences(body_en='<p><a href="https://example.org/gone">x</a></p>'))


def test_missing_parts():
    assert any("text is missing" in one for one in sentences(body_en=""))
    assert any("title is missing" in one for one in sentences(title_en=""))
    assert any("no summary" in one for one in sentences(summary_en=""))
    assert any("Two spaces" in one for one in sentences(title_en="Two  spaces"))
    assert any("title is long" in one for one in sentences(title_en="x" * 91))


def test_reading_time():
    assert reading_minutes(Article.described, {"body_en": "<p>" + "word " * 660 + "</p>"}, "en") == 3
    assert reading_minutes(Article.described, {"body_zh_hans": "<p>" + "字" * 100 + "</p>"}, "zh-hans") == 1
    assert reading_minutes(Article.described, {}, "en") is None


def test_serious_findings_hold_back_publishing_unless_overridden():
    article = ArticleFactory(status=ArticleStatus.DRAFT, body_en='<p><a href="ref:article/987">x</a></p>')
    assert serious(Article.described, snapshot(article), ["en"])
    with pytest.raises(PublishingError) as refusal:
        publishing.publish(article, chief_editor())
    assert "visitors cannot open" in str(refusal.value)
    publishing.publish(article, chief_editor(), languages=["zh-hans"])
    assert Article.objects.get().languages == ["zh-hans"]
    publishing.publish(article, chief_editor(), override="It goes out tomorrow.")
    assert Article.objects.get().languages == ["en", "zh-hans"]


def test_checks_take_few_queries(django_assert_num_queries):
    content = snapshot(
        ArticleFactory(
            body_en='<p><a href="ref:article/1">x</a> <a href="https://example.org">y</a></p>' * 30
        )
    )
    with django_assert_num_queries(3):
        check(Article.described, content)


def test_an_address_that_asks_something_is_known_by_what_it_is():
    gone = {"failing_since": "2026-01-01T00:00Z", "reason": "404"}
    LinkCheck.objects.create(url="https://example.org/?a=1&b=2", **gone)
    body = '<p><a href="https://example.org/?a=1&amp;b=2">there</a></p>'
    assert any("404" in one for one in sentences(body_en=body))


def test_a_table_whose_head_is_made_of_plain_cells_has_no_header_cells():
    body = "<table><thead><tr><td>a</td></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"
    assert any("no header cells" in one for one in sentences(body_en=body))


@pytest.mark.parametrize(
    "html",
    [
        '<figure data-chart="price price/raw-materials" data-range="1y"></figure><p>Prices.</p>',
        '<p>Prices <a href="https://example.org/the the">there</a>, <a href="https://example.org/x">x</a> rose.</p>',
        '<figure><img data-picture="1" src="/media/1.jpg" alt="Loom loom"></figure><p>Prices.</p>',
        '<p>It rose <span data-figure="price" data-show="previous">−0.26%</span> on the week.</p>',
    ],
)
def test_only_words_that_readers_read_are_checked(html):  # L15
    assert not [one for one in sentences(body_en=html) if "twice" in one or "contradict" in one]


def test_footnotes_are_read_too():  # L15
    assert "A word stands twice." in sentences(
        body_en='<p>So<sup data-footnote="The the office">*</sup>.</p>'
    )
