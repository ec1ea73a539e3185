"""Links of letters open a page, a button acts, and where they decide or give they do so once."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.comments import erasing, following
from news.comments.browser_cookies import CONFIRMED
from news.comments.digest import links, send_digest
from news.comments.models import Comment, Subscription
from news.comments.moderating import set_status, undo
from news.editing.models import PreviewLink
from news.editing.preview import token_of
from news.enums import CommentStatus
from tests.factories.news import ArticleFactory, CommentFactory
from tests.factories.users import chief_editor, moderator

pytestmark = pytest.mark.django_db
SITE = "http://testserver/"


def path(address):
    return address.removeprefix("http://testserver")


@pytest.fixture
def waiting():
    return CommentFactory(status=CommentStatus.PENDING)


def test_a_decision_uses_up_every_link_about_the_comment(client, waiting):  # B7
    one, two = moderator(), moderator()
    approve, reject, spam = (path(address) for _label, address in links(waiting, one, SITE, "en"))
    of_the_other = path(links(waiting, two, SITE, "en")[1][1])
    for _again in range(3):
        assert client.get(approve).status_code == 200
        assert client.head(approve).status_code == 200
    assert Comment.objects.get().status == CommentStatus.PENDING
    assert client.post(approve).status_code == 200
    assert Comment.objects.get().status == CommentStatus.APPROVED
    for used in (approve, reject, spam, of_the_other):
        for ask in (client.get, client.post):
            answer = ask(used)
            assert answer.status_code == 410
            assert "has been decided about since" in answer.content.decode()
    assert Comment.objects.get().status == CommentStatus.APPROVED
    assert Comment.objects.get().decisions.count() == 1


def test_a_decision_at_the_desk_uses_them_up_too_and_undoing_does_not_bring_them_back(client, waiting):  # B7
    one = moderator()
    address = path(links(waiting, one, SITE, "en")[2][1])
    set_status(waiting, CommentStatus.APPROVED, one)
    assert client.post(address).status_code == 410
    undo(waiting, one)
    assert client.post(address).status_code == 410
    assert Comment.objects.get().status == CommentStatus.PENDING


def test_a_letter_written_after_a_decision_decides(client, waiting):  # B7
    one = moderator(email="m@example.org")
    set_status(waiting, CommentStatus.REJECTED, one)
    set_status(waiting, CommentStatus.PENDING, one)
    assert send_digest(SITE, "en") == 1
    approve = re.findall(r"http://testserver(/reader-comments/decide/\S+)", mail.outbox[0].body)[0]
    assert client.post(approve).status_code == 200
    assert Comment.objects.get().status == CommentStatus.APPROVED


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_a_confirmation_works_once(client, client_two, prefix):  # B8
    thread = CommentFactory()
    subscription = following.follow("wang@example.org", thread, "en", SITE)
    address = f"{prefix}/reader-comments/confirm/{following._CONFIRM.sign(str(subscription.pk))}/"
    client.head(address)
    client.get(address)
    assert Subscription.objects.get().confirmed_at is None
    assert client.post(address).status_code == 200
    assert CONFIRMED in client.cookies
    for ask in (client_two.get, client_two.post):
        answer = ask(address)
        assert answer.status_code == 200
        assert prefix or "has been used" in answer.content.decode()
        assert "wang@example.org" not in answer.content.decode()
        assert CONFIRMED not in client_two.cookies
    assert not following.confirm(subscription)


@pytest.fixture
def client_two():
    from django.test import Client

    return Client()


def test_erasing_uses_up_the_link(client):  # B8
    CommentFactory(email="wang@example.org", body="My words")
    address = f"/reader-comments/my-data/{erasing._token('wang@example.org', erasing._oldest_held('wang@example.org'))}/"
    CommentFactory(email="wang@example.org", body="Written meanwhile")
    for _again in range(2):
        assert "My words" in client.get(address).content.decode()
        client.head(address)
    assert client.post(address).status_code == 200
    assert not Comment.objects.by_email("wang@example.org").exists()
    CommentFactory(email="wang@example.org", body="Written later")
    for ask in (client.get, client.post):
        answer = ask(address)
        assert answer.status_code == 410
        assert "Written later" not in answer.content.decode()
    assert Comment.objects.by_email("wang@example.org").count() == 1


def test_known_and_unknown_addresses_cost_the_same(client, monkeypatch):  # B9
    for _number in range(50):
        CommentFactory(email="known@example.org")
    handed = []
    monkeypatch.setattr(erasing, "hand_in", lambda task, *arguments: handed.append(arguments[:2]))
    asked, answers = [], []
    for email in ("warm@example.org", "known@example.org", "not-known@example.org"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answers.append(client.post("/reader-comments/my-data/", {"email": email}))
        asked.append([query["sql"].split(" ")[0] for query in queries])
    assert asked[1] == asked[2]
    assert not any("news_comment" in str(query) for query in queries)
    assert answers[1].content == answers[2].content
    assert [email for email, _language in handed] == [
        "warm@example.org",
        "known@example.org",
        "not-known@example.org",
    ]


def test_pages_with_a_key_tell_no_other_site_where_one_came_from(client, waiting):  # B12
    draft = PreviewLink.objects.create(
        thing=ArticleFactory(), until="2100-01-01T00:00:00Z", made_by=chief_editor()
    )
    for address in (path(links(waiting, moderator(), SITE, "en")[0][1]), f"/drafts/{token_of(draft)}/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["Referrer-Policy"] == "same-origin"
