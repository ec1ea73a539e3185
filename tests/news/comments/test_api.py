"""Reader comments for programs: the API and the feeds tell approved ones alone, never an address."""

import pytest

from tests.factories.indexdata import ReleaseFactory
from tests.factories.news import ArticleFactory, CommentFactory

pytestmark = pytest.mark.django_db
API = "/api/v1/reader-comments"


def test_approved_ones_newest_first_without_addresses(client):
    article = ArticleFactory()
    first = CommentFactory(article=article, email="secret@example.org", network="1.aa", body="One")
    second = CommentFactory(article=article, parent=first, language="zh-hans", body="二")
    for status in ("pending", "rejected", "spam", "removed"):
        CommentFactory(article=article, status=status, body="Zibeline")
    CommentFactory(article=ArticleFactory(status="draft"), body="Zibeline")
    response = client.get(API)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Zibeline" not in response.text
    assert "secret" not in response.text
    data = response.json()
    assert [item["id"] for item in data["items"]] == [second.pk, first.pk]
    assert (data["items"][0]["parent"], data["items"][0]["language"], data["next"]) == (
        first.pk,
        "zh-hans",
        None,
    )
    assert data["items"][1]["url"].endswith(f"/reader-comments/c/{first.pk}/")
    assert [item["id"] for item in client.get(f"{API}?language=en").json()["items"]] == [first.pk]
    part = client.get(f"{API}?article={article.pk}&limit=1").json()
    assert [item["id"] for item in client.get(part["next"]).json()["items"]] == [first.pk]
    assert client.get(f"{API}?article=999").json()["items"] == []


def test_nothing_during_an_embargo(client):
    from datetime import timedelta

    from django.utils import timezone

    article = ArticleFactory(release=ReleaseFactory(released_at=timezone.now() + timedelta(hours=1)))
    CommentFactory(article=article)
    assert client.get(API).json()["items"] == []
    assert client.get(f"/feeds/reader-comments/{article.pk}.atom").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "article=x",
        "article=-1",
        "language=fr",
        "limit=0",
        "limit=9999",
        "offset=-1",
        "article=99999999999999999999",
    ],
)
def test_bad_questions_get_a_sentence(client, query):
    response = client.get(f"{API}?{query}")
    assert response.status_code == 400
    assert response.json()["detail"]


def test_it_is_read_only_and_costs_one_query(client, django_assert_num_queries):
    article = ArticleFactory()
    for _number in range(30):
        CommentFactory(article=article)
    with django_assert_num_queries(1):
        assert client.get(API).json()["count"] == 30
    for method in (client.post, client.put, client.delete, client.patch):
        assert method(API).status_code == 405


def test_the_feed_of_an_article(client):
    article = ArticleFactory(title_en="About yarn")
    CommentFactory(article=article, body="Seen here")
    CommentFactory(body="Elsewhere")
    feed = client.get(f"/feeds/reader-comments/{article.pk}.atom").text
    assert "About yarn" in feed
    assert "Seen here" in feed
    assert "Elsewhere" not in feed
    assert client.get("/feeds/reader-comments/999.atom").status_code == 404
