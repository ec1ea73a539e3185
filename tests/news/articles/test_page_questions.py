"""What pages made anew ask about articles and comments: composed once, and right for every article and moment."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from news.articles.models import Article
from news.articles.page_questions import (
    lead_and_newest,
    listed,
    newest_of_kind,
    tags_of,
)
from news.comments.models import Comment
from news.comments.page_questions import article_of_page, newest_reader_comments
from news.enums import SectionKind
from tests.factories.indexdata import ReleaseFactory
from tests.factories.news import ArticleFactory, CommentFactory, SectionFactory, TagFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_the_article_of_a_page_is_the_visible_one_with_its_counts():
    shown, other = ArticleFactory(), ArticleFactory()
    CommentFactory(article=shown, status="approved")
    for article, number in ((shown, 1), (other, 0), (shown, 1)):
        with CaptureQueriesContext(connection) as queries:
            found = article_of_page(article.pk)
            assert (found, found.section, found.cover, found.comment_count) == (
                article,
                article.section,
                None,
                number,
            )
        assert len(queries) == 1


def test_scheduled_expired_and_embargoed_articles_have_no_page():
    now = timezone.now()
    coming = ArticleFactory(published_at=now + HOUR)
    going = ArticleFactory(published_at=now - HOUR, expires_at=now + HOUR)
    held_back = ArticleFactory(
        published_at=now - HOUR,
        release=ReleaseFactory(released_at=now + HOUR),
        section=SectionFactory(slug="trend", kind=SectionKind.COMMENTARY),
    )
    for _ in range(2):
        assert [article_of_page(one.pk, now) for one in (coming, going, held_back)] == [None, going, None]
        assert [article_of_page(one.pk, now + HOUR) for one in (coming, going, held_back)] == [
            coming,
            None,
            held_back,
        ]
        assert listed([held_back.pk, going.pk, coming.pk], now) == [going]
        assert listed([held_back.pk, going.pk, coming.pk], now + HOUR) == [held_back, coming]
    assert listed([]) == []


@pytest.mark.parametrize("key", [10**6, 2**63 - 1, 2**63, 10**30])
def test_an_id_that_nothing_has_is_not_found(client, key):
    assert article_of_page(key) is None
    section = SectionFactory(slug="market")
    assert client.get(f"{section.get_absolute_url()}{key}-x/").status_code == 404


def test_tags_are_those_of_the_article_in_their_order():
    one, two, bare = (ArticleFactory() for _ in range(3))
    one.tags.add(TagFactory(slug="silk"), TagFactory(slug="cotton"))
    two.tags.add(TagFactory(slug="wool"))
    for article, slugs in ((one, ["silk", "cotton"]), (two, ["wool"]), (bare, []), (one, ["silk", "cotton"])):
        with CaptureQueriesContext(connection) as queries:
            found = tags_of(article)
        assert len(queries) == 1
        assert [tag.slug for tag in found] == slugs
        assert found == list(article.tags.all())


def test_newest_and_featured_articles_of_a_kind():
    now = timezone.now()
    commentary = SectionFactory(slug="trend", kind=SectionKind.COMMENTARY)
    plain = [ArticleFactory(published_at=now - HOUR * hours) for hours in (1, 2, 4)]
    lead = ArticleFactory(published_at=now - 3 * HOUR, featured=True)
    said = ArticleFactory(published_at=now - HOUR, section=commentary)
    ArticleFactory(published_at=now + HOUR, featured=True)
    for language in ("en", "zh-hans", "en"):
        with override(language):
            assert lead_and_newest(SectionKind.NEWS, 3) == [lead, *plain[:2]]
            assert lead_and_newest(SectionKind.NEWS, 1) == [lead]
            assert newest_of_kind(SectionKind.NEWS, 3) == [*plain[:2], lead]
            assert newest_of_kind(SectionKind.COMMENTARY, 3) == [said]


def test_a_featured_article_that_is_withdrawn_leaves_the_front_at_once():
    lead, other = ArticleFactory(featured=True), ArticleFactory()
    assert lead_and_newest(SectionKind.NEWS, 2) == [lead, other]
    Article.objects.filter(pk=lead.pk).update(status="withdrawn")
    assert lead_and_newest(SectionKind.NEWS, 2) == [other]


def test_reader_comments_beside_a_list_need_one_query():
    now = timezone.now()
    hidden = ArticleFactory(published_at=now + HOUR)
    CommentFactory(article=hidden, status="approved", created_at=now)
    CommentFactory(status="pending", created_at=now)
    older = CommentFactory(status="approved", created_at=now - 2 * HOUR)
    newer = CommentFactory(status="approved", created_at=now - HOUR)
    for language in ("en", "zh-hans"):
        with override(language), CaptureQueriesContext(connection) as queries:
            found = newest_reader_comments(6)
            said = [(one.body, one.name, one.language, one.demonstration, one.article.title) for one in found]
        assert found == [newer, older]
        assert len(queries) == 1, language
        with override(language):
            assert said[0][-1] == newer.article.title
    assert list(Comment.objects.visible().newest(6)) == [newer, older]
