"""The answer to a form with a text that nobody typed is short."""

import pytest
from django.contrib.auth import get_user_model

from tests.factories.news import ArticleFactory

pytestmark = pytest.mark.django_db
LONG = "long text " * 150_000


def test_a_comment_far_too_long_is_not_repeated(client):  # A9
    article = ArticleFactory()
    address = f"/reader-comments/{article.pk}/"
    answer = client.post(address, {"name": "R", "body": LONG})
    assert answer.status_code == 413
    assert len(answer.content) < 3000
    assert "That is too large" in answer.content.decode()


def test_a_comment_somewhat_too_long_is_given_back(client):
    article = ArticleFactory()
    answer = client.post(f"/reader-comments/{article.pk}/", {"name": "R", "body": "long text " * 400})
    assert answer.status_code == 400
    assert "long text long text" in answer.content.decode()


def test_a_user_name_nobody_has_is_not_repeated(client):
    answer = client.post("/zh-hans/reader-comments/my-data/", {"email": LONG})
    assert (answer.status_code, len(answer.content) < 3000) == (413, True)
    answer = client.post("/admin/login/", {"username": LONG, "password": "x"})
    assert (answer.status_code, len(answer.content) < 3000) == (413, True)


def test_staff_write_long_texts(client):
    client.force_login(get_user_model().objects.create_superuser("chief", "c@example.org", "long enough 1"))
    answer = client.post("/admin/news/redirect/add/", {"path": "/x/", "target": "/news/", "note": LONG})
    assert answer.status_code != 413
