"""Questions whose SQL is composed once: they answer as the question itself would, whatever the values."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from foundation.composed import Composed
from indexdata.models import Index
from news.articles.listing import ListPaginator, kind_list, section_list, tag_list
from news.articles.models import Article
from news.articles.months import month_bounds
from news.articles.reading import related_to
from news.enums import SectionKind
from tests.factories.indexdata import IndexFactory, ObservationFactory
from tests.factories.news import ArticleFactory, SectionFactory, TagFactory

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


def test_days_texts_and_none_of_them_are_values_too():
    asked = Composed(
        lambda since, path, among: Index.objects.filter(
            path=path, observations__period__gte=since, family__in=among
        )
    )
    price, other = IndexFactory(path="price"), IndexFactory(path="price/raw-materials")
    for index in (price, other):
        ObservationFactory(index=index, period=date(2026, 11, 16))
    for _ in range(2):
        for index in (price, other):
            for since, found in ((date(2026, 11, 16), [index]), (date(2026, 11, 17), [])):
                assert list(asked(since=since, path=index.path, among=("price", "order"))) == found
                assert list(asked(since=since, path=index.path, among=("order",))) == []
                assert list(asked(since=since, path=index.path, among=())) == []


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


def test_lists_of_one_form_do_not_answer_for_another():
    now = timezone.now()
    first, second = ArticleFactory(), ArticleFactory(section=SectionFactory(slug="another"))
    tag = TagFactory(slug="cotton")
    for number in range(25):
        made = ArticleFactory(section=second.section, published_at=now - timedelta(days=20 * number + 1))
        if number % 2:
            made.tags.add(tag)
    Article.objects.filter(pk=made.pk).update(pinned_until=now + timedelta(days=1))
    every = Article.objects.published(now).newest_first()
    for _ in range(2):
        for shown in (first.section, second.section):
            pages = ListPaginator(section_list(shown), 4, now)
            own = list(every.filter(section=shown, pinned_until=None))
            assert [one for page in pages for one in page] == [
                *every.filter(section=shown, pinned_until__gt=now),
                *own,
            ]
        pages = ListPaginator(tag_list(tag), 4, now)
        assert [one for page in pages for one in page] == list(every.filter(tags=tag))
        for month in {(one.published_at.year, one.published_at.month) for one in every}:
            start, end = month_bounds(*month)
            pages = ListPaginator(kind_list(SectionKind.NEWS).in_month(*month), 4, now)
            expected = every.filter(published_at__gte=start, published_at__lt=end)
            assert [one for page in pages for one in page] == list(expected)
