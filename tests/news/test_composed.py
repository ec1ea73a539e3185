"""Questions whose SQL is composed once: they answer as the question itself would, whatever the values."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from news.composed import Composed
from news.models import Article
from news.reading import related_to
from tests.factories.news import ArticleFactory, TagFactory

pytestmark = pytest.mark.django_db


def visible(at, keys):
    return Article.objects.published(at).filter(pk__in=keys).newest_first()


def test_it_answers_as_the_question_does():
    asked, now = Composed(visible), timezone.now()
    articles = [ArticleFactory(published_at=now - timedelta(days=n)) for n in (1, 3, 2)]
    keys = tuple(article.pk for article in articles)
    for at in (now, now - timedelta(hours=36), now - timedelta(days=9)):
        for chosen in (keys, keys[:2], keys[1:], keys[:1]):
            for language in ("en", "zh-hans"):
                with override(language):
                    assert list(asked(at=at, keys=chosen)) == list(visible(at, chosen))


def test_the_statement_is_composed_once(monkeypatch):
    times = []
    as_sql = SQLCompiler.as_sql
    monkeypatch.setattr(SQLCompiler, "as_sql", lambda *args, **more: times.append(1) or as_sql(*args, **more))
    asked, key = Composed(visible), ArticleFactory().pk
    assert [article.pk for article in asked(at=timezone.now(), keys=(key,))] == [key]
    times.clear()
    assert [article.pk for article in asked(at=timezone.now(), keys=(key,))] == [key]
    assert list(asked(at=timezone.now(), keys=(key + 1,))) == []
    assert not times


def test_a_value_that_the_question_changes_is_refused():
    asked = Composed(lambda at: Article.objects.filter(published_at__lte=at + timedelta(days=1)))
    with pytest.raises(ValueError, match="at"):
        asked(at=timezone.now())


def test_related_articles_are_asked_with_the_values_of_each_article():
    cotton, silk = TagFactory(slug="cotton"), TagFactory(slug="silk")
    one, two, three = (ArticleFactory() for _ in range(3))
    for article, tag in ((one, cotton), (two, cotton), (two, silk), (three, silk)):
        article.tags.add(tag)
    with CaptureQueriesContext(connection) as queries:
        assert related_to(one, [cotton]) == [two]
        assert related_to(three, [silk]) == [two]
        assert set(related_to(two, [cotton, silk])) == {one, three}
    assert len(queries) == 6
