"""FOUR_EYES: nobody puts out alone what they wrote, by whatever way."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from foundation.history import said
from news.articles.models import Article
from news.editing import publishing
from news.editing.drafts import discard_draft, restore, save_content
from news.editing.revisions import latest_content
from news.editing.states import PublishingError
from news.enums import ArticleStatus
from tests.factories.news import ArticleFactory
from tests.factories.users import administrator, chief_editor, editor
from tests.news.admin.test_admin import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def four_eyes(settings):
    settings.FOUR_EYES = True


def written_by(person, article=None, **fields):
    article = article or ArticleFactory(status=ArticleStatus.DRAFT, author=person)
    save_content(article, {**latest_content(article), "title_en": "New", **fields}, person)
    return Article.objects.get(pk=article.pk)


@pytest.mark.parametrize("role", [editor, chief_editor, administrator])
def test_an_author_publishes_nothing_alone(role):  # B5
    author = role()
    for article in (
        written_by(author),
        written_by(author, ArticleFactory()),
        ArticleFactory(status=ArticleStatus.DRAFT, author=author),
    ):
        before = Article.objects.get(pk=article.pk).title_en
        with pytest.raises(PublishingError, match="somebody else"):
            publishing.publish(article, author)
        with pytest.raises(PublishingError):
            publishing.publish(article, author, languages=["en"])
        assert Article.objects.get(pk=article.pk).title_en == before


def test_a_second_person_approves_or_publishes():  # B5
    author, second = chief_editor(), chief_editor()
    article = written_by(author)
    publishing.submit(article, author)
    assert "approve" not in publishing.steps(article, author)
    with pytest.raises(PublishingError, match="somebody else"):
        publishing.approve(article, author)
    publishing.approve(article, second)
    publishing.publish(article, author)
    assert article.is_public()
    live = written_by(author, article, title_en="Newer")
    publishing.publish(live, second)
    assert Article.objects.get(pk=article.pk).title_en == "Newer"


def test_a_colleagues_small_change_makes_nobody_a_second_person():  # B5
    author, second, third = chief_editor(), chief_editor(), chief_editor()
    article = written_by(second, written_by(author), title_en="New.")
    publishing.submit(article, author)
    for writer in (author, second):
        assert "approve" not in publishing.steps(article, writer)
        for step in (publishing.approve, publishing.publish):
            with pytest.raises(PublishingError, match="somebody else"):
                step(article, writer)
    publishing.approve(article, third)
    publishing.publish(article, author)
    article = written_by(second, Article.objects.get(pk=article.pk), title_en="Newer")
    publishing.publish(article, author)  # what the author wrote is out already
    assert Article.objects.get(pk=article.pk).title_en == "Newer"


def test_a_language_that_nobody_else_put_out_still_waits_for_somebody():  # B5
    author, second = chief_editor(), chief_editor()
    article = written_by(author, ArticleFactory(), title_zh_hans="新标题")
    publishing.publish(article, second, languages=["en"])
    article = Article.objects.get(pk=article.pk)
    assert (article.title_en, article.has_draft) == ("New", True)
    with pytest.raises(PublishingError, match="somebody else"):
        publishing.publish(article, author)
    publishing.publish(article, second)
    assert Article.objects.get(pk=article.pk).title_zh_hans == "新标题"


def test_a_change_after_the_approval_needs_another_one():  # B5
    author, second = chief_editor(), chief_editor()
    article = written_by(author)
    publishing.submit(article, author)
    publishing.approve(article, second)
    article = written_by(author, article, title_en="Changed since")
    assert article.stage == ArticleStatus.DRAFT
    with pytest.raises(PublishingError):
        publishing.publish(article, author)


def test_restoring_and_withdrawing_are_no_way_round():  # B5
    author, second = chief_editor(), chief_editor()
    article = written_by(author)
    publishing.publish(article, second)
    first = article.latest_revision
    article = written_by(second, article, title_en="Second text")
    publishing.publish(article, author)
    restore(article, first, author)
    article = Article.objects.get(pk=article.pk)
    with pytest.raises(PublishingError):
        publishing.publish(article, author)
    publishing.withdraw(article, author)
    with pytest.raises(PublishingError):
        publishing.publish(Article.objects.get(pk=article.pk), author)


def test_what_a_second_person_scheduled_may_come_sooner():  # B5
    author, second = editor(), chief_editor()
    article = written_by(author)
    publishing.publish(article, second, timezone.now() + timedelta(days=1))
    article = Article.objects.get(pk=article.pk)
    publishing.publish_now(article, author)
    assert article.is_public()


def test_an_emergency_is_kept_in_the_history():  # B5
    author = chief_editor()
    article = written_by(author)
    publishing.publish(article, author, override="Recall of a figure")
    assert article.is_public()
    lines = [said(line) for line in LogEntry.objects.all()]
    assert "Published without a second person: Recall of a figure" in lines
    writer = editor()
    with pytest.raises(PublishingError):
        publishing.publish(written_by(writer), writer, override="because")


def test_the_form_asks_for_the_reason(client):  # B5
    author = chief_editor()
    article = written_by(author)
    client.force_login(author)
    sent = form_of(article, news_article_publish="1")
    address = reverse("admin:news_article_change", args=[article.pk])
    page = client.post(address, sent, follow=True).content.decode()
    assert "somebody else approves or publishes it" in page
    assert not Article.objects.get(pk=article.pk).is_public()
    client.post(address, {**sent, "override": "Recall of a figure"})
    assert Article.objects.get(pk=article.pk).is_public()


def test_the_desk_says_what_is_on(client, settings):  # B5
    client.force_login(editor())
    assert "Four eyes: nobody publishes alone" in client.get(reverse("admin:index")).content.decode()
    settings.FOUR_EYES, settings.EDITORS_MAY_PUBLISH = False, False
    page = client.get(reverse("admin:index")).content.decode()
    assert "Four eyes is off" in page
    assert "Editors publish what has been approved" in page


def test_without_the_setting_nothing_changes(settings):
    settings.FOUR_EYES = False
    author = editor()
    article = written_by(author)
    publishing.publish(article, author)
    assert article.is_public()
    discard_draft(article, author)
