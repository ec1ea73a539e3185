"""Contents: taken down from an article and put back, unknown and deleted things included."""

import pytest

from news.articles.models import Article
from news.editing.content import apply, snapshot
from tests.factories.indexdata import ReleaseFactory
from tests.factories.news import ArticleFactory, SectionFactory, TagFactory

pytestmark = pytest.mark.django_db


def test_what_is_taken_down_can_be_put_back():
    article = ArticleFactory(release=ReleaseFactory(), source_name_en="Office", legacy_id=91)
    article.tags.add(TagFactory(slug="a"), TagFactory(slug="b"))
    content = snapshot(article)
    other = ArticleFactory(section=SectionFactory(slug="other"), title_en="", body_zh_hans="")
    assert snapshot(apply(other, content), {"tags": content["tags"]}) == content


def test_an_empty_moment_of_publication_leaves_the_article_its_own():
    article = ArticleFactory()
    dated = article.published_at
    apply(article, {**snapshot(article), "published_at": "", "expires_at": ""})
    assert (article.published_at, article.expires_at) == (dated, None)


def test_a_link_to_what_is_gone_becomes_empty_and_a_section_stays():
    release = ReleaseFactory()
    article = ArticleFactory(release=release)
    content = {**snapshot(article), "section_id": 987654}
    release.delete()
    article = Article.objects.get()
    section = article.section_id
    apply(article, content)
    assert (article.release_id, article.section_id) == (None, section)


def test_only_the_asked_languages_are_put_back():
    article = ArticleFactory()
    apply(article, {**snapshot(article), "title_en": "New", "title_zh_hans": "新"}, codes=["en"])
    assert article.title_en == "New"
    assert article.title_zh_hans != "新"


def test_fields_a_content_does_not_know_stay():
    article = ArticleFactory(source_url="https://example.org/a")
    content = snapshot(article)
    del content["source_url"]
    assert (
        apply(ArticleFactory(source_url="https://example.org/b"), content).source_url
        == "https://example.org/b"
    )


def test_rich_text_is_cleaned():
    content = Article.described.cleaned({"body_en": "<p>Hi<script>x</script></p>", "body_zh_hans": ""})
    assert content == {"body_en": "<p>Hi</p>", "body_zh_hans": ""}


def test_a_language_is_written_with_title_and_text():
    content = {"title_en": "T", "body_en": "<p>B</p>", "title_zh_hans": "题", "body_zh_hans": ""}
    assert Article.described.written_languages(content) == ["en"]
    assert Article.described.texts_of(content, "zh-hans") == {
        "title": "题",
        "summary": "",
        "body": "",
        "source_name": "",
    }
