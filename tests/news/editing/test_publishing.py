"""The verbs of publishing: who may, from which status, and what is left in the history."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from news.articles.models import Article
from news.editing import publishing
from news.editing.states import PublishingError
from news.enums import ArticleStatus
from tests.factories.news import ArticleFactory
from tests.factories.users import StaffFactory, chief_editor, editor

pytestmark = pytest.mark.django_db
VERBS = {
    "submit": lambda article, by: publishing.submit(article, by),
    "send_back": lambda article, by: publishing.send_back(article, by, "Name the source."),
    "approve": lambda article, by: publishing.approve(article, by),
    "publish": lambda article, by: publishing.publish(article, by),
    "withdraw": lambda article, by: publishing.withdraw(article, by),
}
D, R, A, P, W = ArticleStatus
STEPS = {
    ("submit", D): R, ("submit", W): R,
    ("send_back", R): D, ("send_back", A): D,
    ("approve", R): A,
    ("publish", D): P, ("publish", R): P, ("publish", A): P, ("publish", W): P, ("publish", P): P,
    ("withdraw", P): W,
}  # fmt: skip


@pytest.mark.parametrize("status", ArticleStatus)
@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_from_each_status(verb, status):
    article = ArticleFactory(status=status)
    if (verb, status) in STEPS:
        VERBS[verb](article, chief_editor())
        assert Article.objects.get().status == STEPS[verb, status]
        assert LogEntry.objects.filter(object_id=article.pk).count() == 1
    else:
        with pytest.raises(PublishingError):
            VERBS[verb](article, chief_editor())
        assert Article.objects.get().status == status
        assert not LogEntry.objects.exists()


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_without_the_right(verb):
    status = next(status for name, status in STEPS if name == verb)
    article = ArticleFactory(status=status)
    with pytest.raises(PublishingError):
        VERBS[verb](article, StaffFactory())
    assert Article.objects.get().status == status


def test_an_editor_may_not_approve():
    with pytest.raises(PublishingError):
        publishing.approve(ArticleFactory(status=R), editor())


def test_publishing_dates_the_article_now():
    article = ArticleFactory(status=D, published_at=None)
    publishing.publish(article, editor())
    assert timezone.now() - article.published_at < timedelta(seconds=5)
    assert list(Article.objects.published()) == [article]


def test_a_moment_in_the_future_schedules():
    article, moment = ArticleFactory(status=D, published_at=None), timezone.now() + timedelta(days=1)
    publishing.publish(article, editor(), moment)
    assert not Article.objects.published().exists()
    assert Article.objects.published(moment).exists()
    publishing.publish_now(article, editor())
    assert Article.objects.published().exists()


def test_the_date_an_article_names_is_kept():
    article = ArticleFactory(status=W)
    dated = article.published_at
    publishing.publish(article, editor())
    assert article.published_at == dated


@pytest.mark.parametrize("missing", ["title", "body"])
def test_publishing_needs_title_and_text_in_one_language(missing):
    article = ArticleFactory(status=D, **{f"{missing}_en": "", f"{missing}_zh_hans": ""})
    with pytest.raises(PublishingError):
        publishing.publish(article, editor())


def test_one_language_is_enough():
    article = ArticleFactory(status=D, title_en="", body_en="")
    publishing.publish(article, editor())
    assert article.languages == ["zh-hans"]


def test_an_article_that_would_be_gone_before_it_appears_is_refused():
    now = timezone.now()
    article = ArticleFactory(status=D, published_at=None, expires_at=now - timedelta(days=1))
    with pytest.raises(PublishingError):
        publishing.publish(article, editor())


def test_sending_back_needs_a_note():
    with pytest.raises(PublishingError):
        publishing.send_back(ArticleFactory(status=R), chief_editor(), "  ")


def test_a_second_person_finds_the_article_as_it_is_now():
    article = ArticleFactory(status=R)
    stale = Article.objects.get()
    publishing.approve(article, chief_editor())
    with pytest.raises(PublishingError):
        publishing.approve(stale, chief_editor())


def test_publishing_leaves_text_alone_that_somebody_else_saved_meanwhile():
    article = ArticleFactory(status=D)
    Article.objects.update(title_en="Changed meanwhile")
    publishing.publish(article, editor())
    assert Article.objects.get().title_en == "Changed meanwhile"


def test_steps_name_what_can_be_done():
    boss, writer = chief_editor(), editor()
    assert publishing.steps(ArticleFactory(status=D), writer) == ["submit", "publish"]
    assert publishing.steps(ArticleFactory(status=R), boss) == ["send_back", "approve", "publish"]
    assert publishing.steps(ArticleFactory(status=P), boss) == ["submit", "publish", "withdraw"]
    tomorrow = timezone.now() + timedelta(days=1)
    assert publishing.steps(ArticleFactory(published_at=tomorrow), boss) == [
        "submit", "publish", "publish_now", "withdraw",
    ]  # fmt: skip
    assert publishing.steps(ArticleFactory(status=D), StaffFactory()) == []
