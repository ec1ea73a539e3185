"""Stored text to read text: references, pictures, attachments, footnotes; one query for everything a text refers to."""

import pytest
from django.utils import timezone, translation

from news.enums import ArticleStatus, SectionKind
from news.library.models import Attachment, Picture
from news.rendering.stored_text import Texts, render_text
from news.text.sanitising import clean_html
from tests.factories.indexdata import CollectingSourceFactory, IndexFactory, ReleaseFactory, SampleUnitFactory
from tests.factories.news import ArticleFactory, FabricFactory, PageFactory, SectionFactory, TagFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture():
    made = Picture(
        title_en="Loom", alt_en="A loom", alt_zh_hans="一台织机", credit="Li Wei", width=1600, height=1200
    )
    made.file.name = "pictures/ab/abcdef.jpg"
    Picture.objects.bulk_create([made])
    return Picture.objects.get()


@pytest.fixture
def attachment():
    made = Attachment(title_en="Table", kind="xlsx", size=1_234_567)
    made.file.name = "attachments/ab/abc/table.xlsx"
    Attachment.objects.bulk_create([made])
    return Attachment.objects.get()


def link(kind, key, words="this"):
    return f'<p>See <a href="ref:{kind}/{key}" rel="noopener">{words}</a>.</p>'


def test_each_kind_leads_to_its_page():
    article = ArticleFactory()
    commentary = ArticleFactory(section=SectionFactory(slug="trend", kind=SectionKind.COMMENTARY))
    tag = TagFactory()
    article.tags.add(tag)
    release = ReleaseFactory()
    things = {
        "article": article, "page": PageFactory(), "fabric": FabricFactory(), "index": IndexFactory(path="price"),
        "source": CollectingSourceFactory(), "sample": SampleUnitFactory(), "section": commentary.section,
        "tag": tag, "release": release,
    }  # fmt: skip
    for kind, thing in things.items():
        assert f'href="{thing.get_absolute_url()}"' in render_text(link(kind, thing.pk)), kind
    with translation.override("zh-hans"):
        assert f'href="/zh-hans{"/comments/trend/"}' in render_text(link("article", commentary.pk))


def test_a_reference_survives_a_changed_address():
    article = ArticleFactory(slug="old")
    html = link("article", article.pk)
    article.slug = "new"
    article.save()
    assert f"{article.pk}-new/" in render_text(html)


@pytest.mark.parametrize(
    "hidden",
    [{"status": ArticleStatus.DRAFT}, {"status": ArticleStatus.WITHDRAWN},
     {"published_at": timezone.now() + timezone.timedelta(days=1)}],
)  # fmt: skip
def test_what_visitors_may_not_open_is_plain_words(hidden):
    article = ArticleFactory(slug="secret-slug", **hidden)
    html = render_text(link("article", article.pk, "the <em>words</em>"))
    assert html == "<p>See the <em>words</em>.</p>"


def test_strange_references_are_plain_words():
    for address in ("ref:article/0", "ref:nothing/1", "ref:article/99999999999999999", "ref:article/1/2"):
        assert render_text(f'<p><a href="{address}">x</a></p>') == "<p>x</p>"


def test_a_picture_comes_in_its_sizes_with_words_and_credit(picture):
    html = (
        f'<figure><img data-picture="{picture.pk}" src="/media/old.jpg" alt="">'
        "<figcaption>At work</figcaption></figure>"
    )
    shown = render_text(html)
    assert 'type="image/avif"' in shown
    assert 'alt="A loom"' in shown
    assert "At work" in shown
    assert "Picture: Li Wei" in shown
    assert "/media/old.jpg" not in shown
    with translation.override("zh-hans"):
        assert 'alt="一台织机"' in render_text(html)
    assert 'alt="Own &amp; words"' in render_text(html.replace('alt=""', 'alt="Own &amp; words"'))


def test_a_picture_that_is_gone_takes_its_caption_along():
    assert (
        render_text('<p>A</p><figure><img data-picture="9" src="" alt=""><figcaption>x</figcaption></figure>')
        == "<p>A</p>"
    )


def test_an_attachment_says_kind_and_size(attachment):
    shown = render_text(link("attachment", attachment.pk, "Figures of May"))
    assert 'href="/media/attachments/ab/abc/table.xlsx"' in shown
    assert "(Excel workbook, 1.2\xa0MB)" in shown


def test_footnotes_are_numbered_and_lead_back():
    html = clean_html(
        '<p>One<sup data-footnote="See https://example.org/a &amp; b">1</sup> two<sup data-footnote="Second &lt;b&gt;">x</sup></p>'
    )
    shown = render_text(html)
    assert '<a href="#note-1" id="note-mark-1"' in shown
    assert shown.count("<li id=") == 2
    assert 'href="https://example.org/a"' in shown
    assert "Second &lt;b&gt;" in shown


def test_feeds_get_plain_markup_and_whole_addresses(picture):
    article = ArticleFactory()
    html = link("article", article.pk) + f'<figure><img data-picture="{picture.pk}" src="" alt=""></figure>'
    shown = render_text(html, plain=True, base="https://www.example.org/")
    assert f'href="https://www.example.org{article.get_absolute_url()}"' in shown
    assert '<img src="https://www.example.org/media/renditions/' in shown
    assert "<source" not in shown


def test_one_query_for_any_number_of_texts_and_kinds(picture, attachment, django_assert_num_queries):
    texts = []
    for n in range(8):
        texts.append(
            link("article", ArticleFactory().pk) + link("page", PageFactory(slug=f"p{n}").pk)
            + link("fabric", FabricFactory().pk) + link("attachment", attachment.pk)
            + link("release", ReleaseFactory().pk)
            + f'<figure><img data-picture="{picture.pk}" src="" alt=""></figure>'
        )  # fmt: skip
    with django_assert_num_queries(1):
        shown = Texts(texts)
        for html in texts:
            assert shown.render(html).count("<a ") == 5
    with django_assert_num_queries(0):
        assert render_text("<p>Plain.</p>") == "<p>Plain.</p>"


def test_the_article_page_shows_all_of_it_within_ten_queries(
    client, picture, attachment, django_assert_max_num_queries
):
    other = ArticleFactory()
    index = IndexFactory(path="price")
    article = ArticleFactory(
        body_en=link("article", other.pk) + link("attachment", attachment.pk) + link("index", index.pk)
        + f'<figure><img data-picture="{picture.pk}" src="/media/pictures/ab/abcdef.jpg" alt=""></figure>'
        + '<p>At <span data-figure="price" data-period="latest" data-show="value">1</span>'
        + '<sup data-footnote="Note">*</sup></p><figure data-chart="price" data-range="1y"></figure>'
    )  # fmt: skip
    article.tags.add(TagFactory())
    client.get(article.get_absolute_url())
    with django_assert_max_num_queries(10):
        html = client.get(article.get_absolute_url()).text
    assert other.get_absolute_url() in html
