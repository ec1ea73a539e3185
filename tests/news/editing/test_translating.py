"""Which translation fits its original."""

import pytest

from news.articles.models import Article
from news.editing import publishing
from news.editing.content import snapshot
from news.editing.drafts import save_content
from news.editing.revisions import latest_content
from news.editing.translation_states import (
    TranslationState,
    changed_since_translated,
    confirm_translation,
    states,
    translation_of,
)
from news.enums import ArticleStatus
from tests.factories.news import ArticleFactory
from tests.factories.users import chief_editor

pytestmark = pytest.mark.django_db
MISSING, DRAFT, UP_TO_DATE, OUTDATED = TranslationState


@pytest.fixture
def article():
    return ArticleFactory(original_language="zh-hans")


def save(article, **texts):
    save_content(article, {**latest_content(article), **texts}, chief_editor())


def state(article, code="en"):
    stored = Article.objects.get(pk=article.pk)
    live = snapshot(stored) if stored.status == ArticleStatus.PUBLISHED else None
    return states(stored, latest_content(stored), live)[code]


def test_what_is_live_and_newest_is_up_to_date(article):
    assert (state(article), state(article, "zh-hans")) == (UP_TO_DATE, UP_TO_DATE)


def test_a_change_of_the_original_outdates_its_translation(article):
    save(article, body_zh_hans="<p>正文改了。</p>")
    assert state(article) == OUTDATED
    assert state(article, "zh-hans") == DRAFT
    stored = Article.objects.get()
    (changed,) = changed_since_translated(stored, latest_content(stored))
    assert changed == ("body_zh_hans", "<p>正文。</p>", "<p>正文改了。</p>")


def test_a_change_of_the_translation_does_not_outdate_the_original(article):
    save(article, body_en="<p>Better English.</p>")
    assert state(article, "zh-hans") == UP_TO_DATE
    assert state(article) == DRAFT


def test_translating_anew_brings_it_up_to_date(article):
    save(article, body_zh_hans="<p>正文改了。</p>")
    save(article, body_en="<p>Text, changed.</p>")
    publishing.publish(article, chief_editor())
    assert (state(article), state(article, "zh-hans")) == (UP_TO_DATE, UP_TO_DATE)


def test_both_changed_at_once_fit_each_other(article):
    save(article, body_zh_hans="<p>正文改了。</p>", body_en="<p>Text, changed.</p>")
    assert state(article) == DRAFT


def test_an_original_that_is_as_it_was_needs_no_new_translation(article):
    save(article, title_zh_hans="新题")
    save(article, title_zh_hans=article.revisions.get(number=1).content["title_zh_hans"])
    assert state(article) == UP_TO_DATE


def test_somebody_says_that_it_still_fits(article):
    save(article, title_zh_hans="题目改一字")
    confirm_translation(article)
    assert state(article) == UP_TO_DATE
    save(article, title_zh_hans="题目再改")
    assert state(article) == OUTDATED


def test_what_is_not_written_is_missing(article):
    save(article, title_en="", summary_en="", body_en="", source_name_en="")
    assert state(article) == MISSING


def test_the_only_language_written_is_the_original():
    article = ArticleFactory(
        status=ArticleStatus.DRAFT,
        original_language="zh-hans",
        title_zh_hans="",
        body_zh_hans="",
        summary_zh_hans="",
    )
    save(article, title_en="English first")
    assert translation_of(Article.objects.get()) == "zh-hans"
