"""Looking for words among comments: the newest of a list, whole e-mail addresses among all."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from news.comments import finding
from news.comments.desk import ALL, REPORTED, WAITING, queue
from news.comments.models import CommentReport
from tests.factories.news import ArticleFactory, CommentFactory
from tests.factories.users import administrator, moderator

pytestmark = pytest.mark.django_db
DESK, LIST = reverse("admin:news_comment_desk"), reverse("admin:news_comment_changelist")


@pytest.fixture
def comments(monkeypatch):
    """Six comments a day apart, the newest first, each second one approved; words are looked for in two."""
    monkeypatch.setattr(finding, "LOOKED_THROUGH", 2)
    article, now = ArticleFactory(), timezone.now()
    return [
        CommentFactory(
            article=article, body=f"Silk {number}", email=f"Reader{number}@Example.org", created_at=now - timedelta(number),
            status="approved" if number % 2 else "pending",
        )
        for number in range(6)
    ]  # fmt: skip


def test_words_are_looked_for_in_the_newest_of_a_view(comments):
    assert set(queue(ALL, "silk")) == set(comments[:2])
    assert set(queue(WAITING, "silk")) == {comments[0], comments[2]}
    assert set(queue(ALL, "silk")) == set(queue(ALL, "SILK reader"))
    assert len(queue(ALL)) == 6


def test_all_that_are_reported_are_looked_through(comments):
    CommentReport.objects.create(comment=comments[5], reason="abuse", created_at=timezone.now())
    assert set(queue(REPORTED, "silk")) == {comments[5]}


def test_a_whole_address_is_looked_for_among_all_in_any_letter_case(comments):
    assert set(queue(ALL, "READER5@example.org")) == {comments[5]}
    assert not queue(ALL, "reader5@example.org linen")
    assert not queue(ALL, "reader5@example.org reader4@example.org")


def test_few_comments_are_all_looked_through(comments, monkeypatch):
    monkeypatch.setattr(finding, "LOOKED_THROUGH", 6)
    assert finding.looked_through_since() is None
    assert len(queue(ALL, "silk")) == 6


def test_the_desk_says_how_far_it_looked(client, comments):
    client.force_login(moderator())
    sentence = "Words are looked for in the newest"
    assert sentence in client.get(DESK, {"q": "silk", "view": "all"}).text
    for query in (
        {"view": "all"},
        {"q": "reader5@example.org", "view": "all"},
        {"q": "silk", "view": "reported"},
    ):
        assert sentence not in client.get(DESK, query).text


def test_the_list_looks_through_the_newest_of_its_status(client, comments):
    client.force_login(administrator())

    def found(**query):
        return set(client.get(LIST, query).context["cl"].result_list)

    assert found(q="silk") == {comments[0], comments[2]}
    assert found(q="silk", status="approved") == {comments[1], comments[3]}
    assert found(q="silk", status="all") == set(comments[:2])
    assert found(q="reader5@example.org", status="all") == {comments[5]}
    assert client.get(LIST, {"q": "silk", "status": "nonsense"}).status_code == 200


@pytest.mark.parametrize("words", ["@", "@@", "a@", "@.", "a@.", '"', "%_", "\\", "x@y.z " * 30])
def test_odd_words_find_nothing_and_harm_nothing(client, comments, words):
    client.force_login(administrator())
    for address in (DESK, LIST):
        assert client.get(address, {"q": words, "view": "all", "status": "all"}).status_code == 200


def test_looking_asks_as_often_for_few_as_for_many(client, comments, django_assert_max_num_queries):
    client.force_login(moderator())
    client.get(DESK)
    for query in ({"q": "silk", "view": "all"}, {"q": "a@example.org b@example.org", "view": "all"}):
        with django_assert_max_num_queries(30) as first:
            client.get(DESK, query)
        CommentFactory.create_batch(5, article=comments[0].article, body="Silk")
        with django_assert_max_num_queries(len(first)):
            client.get(DESK, query)
