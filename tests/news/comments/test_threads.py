"""Threads under an article: two levels, pages, permanent addresses, places of what is gone; queries counted."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.comments.models import Comment
from news.comments.moderating import set_status
from news.comments.threads import REPLIES_SHOWN, THREADS_PER_PAGE
from news.enums import CommentStatus
from tests.factories.news import ArticleFactory, CommentFactory
from tests.factories.users import moderator

pytestmark = pytest.mark.django_db
START = timezone.now() - timedelta(days=2)


@pytest.fixture
def article():
    return ArticleFactory()


def remark(article, number, parent=None, **more):
    comment = CommentFactory(
        article=article,
        parent=parent,
        body=f"remark-{number:03}.",
        created_at=START + timedelta(seconds=number),
        **more,
    )
    if parent:
        Comment.objects.filter(pk=parent.pk).update(
            reply_count=parent.replies.filter(status="approved").count()
        )
        parent.refresh_from_db()
    return comment


def page(client, article, **query):
    return client.get(article.get_absolute_url(), query).content.decode()


def test_replies_stand_below_their_comment(client, article):
    first, second = remark(article, 1), remark(article, 2)
    remark(article, 3, parent=first)
    shown = page(client, article)
    assert shown.index("remark-001.") < shown.index("remark-003.") < shown.index("remark-002.")
    assert f'href="/reader-comments/{article.pk}/?reply={second.pk}"' in shown


def test_newest_first_and_oldest_first(client, article):
    remark(article, 1)
    remark(article, 2)
    oldest, newest = page(client, article), page(client, article, order="newest")
    assert oldest.index("remark-001.") < oldest.index("remark-002.")
    assert newest.index("remark-002.") < newest.index("remark-001.")
    assert page(client, article, order="nonsense").index("remark-001.") < oldest.index("remark-002.")


def test_a_long_thread_shows_its_first_replies_and_has_pages_of_its_own(client, article):
    root = remark(article, 0)
    for number in range(1, 61):
        remark(article, number, parent=root)
    shown = page(client, article)
    assert f"remark-{REPLIES_SHOWN:03}." in shown
    assert f"remark-{REPLIES_SHOWN + 1:03}." not in shown
    assert "Show all 60 replies" in shown
    assert "remark-050." in page(client, article, thread=root.pk)
    assert "remark-060." in page(client, article, thread=root.pk, comments=2)
    for odd in ("0", "-1", "x", "9" * 30, str(root.replies.first().pk)):
        assert "remark-000." in page(client, article, thread=odd)


def test_the_permanent_address_leads_to_where_the_comment_stands(client, article):
    roots = [remark(article, number) for number in range(THREADS_PER_PAGE + 5)]
    reply = [remark(article, 100 + number, parent=roots[-1]) for number in range(60)][-1]
    for comment, query in (
        (roots[0], ""),
        (roots[-1], "?comments=2"),
        (roots[-1].replies.order_by("pk")[0], "?comments=2"),
        (reply, f"?thread={roots[-1].pk}&comments=2"),
    ):
        answer = client.get(f"/reader-comments/c/{comment.pk}/")
        assert answer["Location"] == f"{article.get_absolute_url()}{query}#comment-{comment.pk}"
        assert f'id="comment-{comment.pk}"' in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "removed"])
def test_what_is_not_public_has_no_permanent_address(client, article, status):
    comment = remark(article, 1, status=status)
    assert client.get(f"/reader-comments/c/{comment.pk}/").status_code == 404
    assert "remark-001." not in page(client, article)


def test_removing_a_parent_keeps_its_thread_readable(client, article):
    root = remark(article, 1)
    reply = remark(article, 2, parent=root)
    staff = moderator()
    set_status(root, CommentStatus.REMOVED, staff)
    shown = page(client, article)
    assert "remark-001." not in shown
    assert "This comment is no longer here." in shown
    assert "remark-002." in shown
    set_status(reply, CommentStatus.SPAM, staff)
    shown = page(client, article)
    assert "no longer here" not in shown
    assert "Nobody has commented yet." in shown
    reply.refresh_from_db()
    set_status(reply, CommentStatus.APPROVED, staff)
    assert "no longer here" in page(client, article)


@pytest.mark.django_db(transaction=True)
def test_a_decision_changes_kept_pages_counts_and_feeds(client, article, page_cache):
    comment = remark(article, 1, status=CommentStatus.PENDING)
    staff, places = (
        moderator(),
        (
            article.get_absolute_url(),
            f"/feeds/reader-comments/{article.pk}.atom",
            "/feeds/reader-comments.atom",
        ),
    )
    for status, seen in ((None, False), (CommentStatus.APPROVED, True), (CommentStatus.REMOVED, False)):
        if status:
            set_status(comment, status, staff)
        for place in places:
            assert ("remark-001." in client.get(place).content.decode()) is seen, (place, status)
        assert ("1 reader comment<" in page(client, article)) is seen


def test_a_page_costs_the_same_for_3_and_300_threads(client, article):
    counts = []
    for first, number in ((0, 3), (3, 297)):
        for at in range(first, first + number):
            root = remark(article, at)
            if at % 3 == 0:
                remark(article, 1000 + at, parent=root)
        with CaptureQueriesContext(connection) as queries:
            assert "remark-000." in page(client, article)
        counts.append(len(queries))
    assert counts == [counts[0]] * 2
    assert counts[0] <= 10


def test_a_reply_to_a_reply_joins_the_thread(client, article):
    root = remark(article, 1)
    reply = remark(article, 2, parent=root)
    form = client.get(f"/reader-comments/{article.pk}/?reply={reply.pk}").content.decode()
    assert f'name="parent" value="{root.pk}"' in form
    assert "Your reply to Reader" in form
    hidden = remark(article, 3, status=CommentStatus.PENDING)
    assert (
        "Your reply" not in client.get(f"/reader-comments/{article.pk}/?reply={hidden.pk}").content.decode()
    )
