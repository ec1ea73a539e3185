"""The form for reader comments: what it takes, what it refuses and how, and that nothing typed is lost."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from news.comments.accepting import CommentRefused, SubmittedComment, accept_comment
from news.comments.forms import FASTEST_SECONDS, OLDEST_SECONDS, CommentForm, opened_now
from news.comments.models import Comment
from news.comments.networks import Origin
from news.enums import ArticleStatus, CommentStatus
from tests.factories.indexdata import ReleaseFactory
from tests.factories.news import ArticleFactory, CommentFactory

pytestmark = pytest.mark.django_db

FETCH = {"X-Requested-With": "fetch"}
TYPED = "布价 <b>up</b> & away"


@pytest.fixture
def article():
    return ArticleFactory()


def address(article, prefix=""):
    return f"{prefix}/reader-comments/{article.pk}/"


def filled_in(article, age=60, **more):
    """Return a form as a reader sends it, opened `age` seconds ago."""
    opened = opened_now(article.pk, timezone.now().timestamp() - age)
    return {"name": "Wang Fang", "body": TYPED, "email": "", "homepage": "", "opened": opened, **more}


def write(article, text=None, network="aa" * 16, at=None):
    text = text or f"Remark {Comment.objects.count()}"
    written = SubmittedComment(name="Wang", body=text, language="en")
    return accept_comment(article, written, Origin((network,)), at=at)


def assert_kept(response):
    """What was typed stands in the form again, escaped."""
    page = response.content.decode()
    assert "布价 &lt;b&gt;up&lt;/b&gt; &amp; away" in page
    assert 'value="Wang Fang"' in page


# -- Showing the form


@pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("/zh-hans", "zh-hans")])
def test_a_page_of_its_own_sets_the_one_cookie_and_is_kept_by_no_cache(client, article, prefix, language):
    response = client.get(address(article, prefix))
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count("<h1") == 1
    assert f'lang="{language}"' in page
    assert '<meta name="robots" content="noindex">' in page
    assert list(response.cookies) == ["csrftoken"]
    assert response.cookies["csrftoken"]["httponly"]
    assert {"private", "no-store"} <= set(response["Cache-Control"].replace(",", " ").split())


@pytest.mark.parametrize("how", [{"headers": FETCH}, {"QUERY_STRING": "fragment"}])
def test_scripts_get_the_bare_form(client, article, how):
    page = client.get(address(article), **how).content.decode()
    assert "data-comment-part" in page
    assert "csrfmiddlewaretoken" in page
    assert "<html" not in page


def test_the_trap_is_out_of_reach_of_people(client, article):
    page = client.get(address(article)).content.decode()
    trap = page[page.index('class="comment-form__trap"') :].split("</div>")[0]
    assert 'aria-hidden="true"' in trap
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap


def test_reading_sets_no_cookie_and_the_article_links_the_form(client, article):
    response = client.get(article.get_absolute_url())
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert f'href="{address(article)}"' in response.content.decode()


# -- Taking comments in


@pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("/zh-hans", "zh-hans")])
def test_a_comment_waits_for_a_moderator(client, article, prefix, language):
    response = client.post(address(article, prefix), filled_in(article, email="wang@example.org"))
    assert response.status_code == 302
    assert response["Location"] == f"{address(article, prefix)}?sent"
    comment = Comment.objects.get()
    assert (comment.status, comment.language, comment.article) == (CommentStatus.PENDING, language, article)
    assert (comment.name, comment.body, comment.email) == ("Wang Fang", TYPED, "wang@example.org")
    assert re.fullmatch(r"\d+\.[0-9a-f]{32}", comment.network)
    assert "127.0.0" not in comment.network
    assert TYPED not in client.get(article.get_absolute_url()).content.decode()


def test_the_thanks_say_what_happens_next(client, article):
    page = client.post(address(article), filled_in(article), follow=True).content.decode()
    assert "waits for a moderator" in page
    assert "/about/comment-moderation/" in page
    assert page.count("<h1") == 1


def test_a_script_gets_the_thanks_in_place(client, article):
    response = client.post(address(article), filled_in(article), headers=FETCH)
    assert response.status_code == 201
    assert 'data-comment-part="sent"' in response.content.decode()
    assert "<html" not in response.content.decode()


def test_an_approved_comment_is_shown_without_its_address_and_cannot_break_out(client, article):
    CommentFactory(
        article=article, name="<i>x</i>\u0301", email="secret@example.org", body='"><script>1</script>'
    )
    page = client.get(article.get_absolute_url()).content.decode()
    assert "&lt;i&gt;x" in page
    assert "<script>1" not in page
    assert "secret@example.org" not in page
    assert '<bdi class="remark__name">' in page


def test_the_thread_is_cut_into_pages(client, article):
    for number in range(60):
        CommentFactory(
            article=article,
            body=f"remark-{number:02}.",
            created_at=timezone.now() + timedelta(seconds=number),
        )
    first = client.get(article.get_absolute_url()).content.decode()
    second = client.get(article.get_absolute_url(), {"comments": 2}).content.decode()
    assert "remark-00." in first
    assert "remark-59." not in first
    assert "?comments=2#reader-comments" in first
    assert "remark-59." in second
    for odd in ("0", "-1", "9" * 30, "x", "\u0662"):
        assert client.get(article.get_absolute_url(), {"comments": odd}).status_code == 200


# -- Refusing


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"body": ""}, "Please write a comment."),
        ({"body": "\u200b \u202e"}, "Please write a comment."),
        ({"body": "x" * 3001}, "3000"),
        ({"name": "\x00\x07"}, "Please write your name"),
        ({"name": "x" * 61}, "60"),
        ({"email": "nobody"}, "Please write an e-mail address"),
        ({"homepage": "https://spam.example"}, "as programs do"),
        ({"opened": ""}, "open for too long"),
        ({"opened": "1-1:forged"}, "open for too long"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, article, change, sentence):
    sent = filled_in(article, **change)
    for headers in ({}, FETCH):
        response = client.post(address(article), sent, headers=headers)
        assert response.status_code == 400
        assert sentence in response.content.decode()
        if not {"body", "name"} & change.keys():
            assert_kept(response)
    assert not Comment.objects.exists()


def test_exactly_three_thousand_characters_fit_whatever_the_line_ends(client, article):
    lines = "\r\n".join(["布" * 99] * 30)
    client.post(address(article), filled_in(article, body=lines + "布" * 1))
    assert len(Comment.objects.get().body) == 3000


@pytest.mark.parametrize(
    ("age", "sentence"),
    [(FASTEST_SECONDS - 2, "faster than anybody"), (OLDEST_SECONDS + 60, "open for too long")],
)
def test_too_fast_and_too_old_are_refused_politely(client, article, age, sentence):
    response = client.post(address(article), filled_in(article, age=age))
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert_kept(response)


def test_a_form_opened_before_the_clock_was_set_back_can_be_sent_again(client, article):  # A6
    response = client.post(address(article), filled_in(article, age=-3600))
    assert_kept(response)
    opened = response.content.decode().partition('name="opened" value="')[2].partition('"')[0]
    later = timezone.now().timestamp() + FASTEST_SECONDS + 1
    form = CommentForm(article, filled_in(article, opened=opened), at=later)
    assert form.is_valid(), form.errors


def test_the_note_of_another_article_is_worth_nothing(client, article):
    sent = filled_in(article, opened=filled_in(ArticleFactory())["opened"])
    assert client.post(address(article), sent).status_code == 400


def test_a_filled_trap_is_empty_in_the_form_shown_again(client, article):
    page = client.post(address(article), filled_in(article, homepage="spam.example")).content.decode()
    assert "spam.example" not in page


def test_the_fourth_comment_in_ten_minutes_has_to_wait(client, article):
    for number in range(3):
        assert client.post(address(article), filled_in(article, body=f"Remark {number}")).status_code == 302
    response = client.post(address(article), filled_in(article))
    assert response.status_code == 429
    assert "Please wait a while" in response.content.decode()
    assert_kept(response)
    assert client.post(address(article), filled_in(article), headers=FETCH).status_code == 429
    elsewhere = client.post(address(article), filled_in(article), REMOTE_ADDR="198.51.100.1")
    assert elsewhere.status_code == 302


def test_limits_count_all_articles_and_every_state_and_end():
    now = timezone.now()
    for minutes in (1, 2, 3):
        write(ArticleFactory(), at=now - timedelta(minutes=minutes))
    Comment.objects.update(status=CommentStatus.SPAM)
    with pytest.raises(CommentRefused) as refused:
        write(ArticleFactory(), at=now)
    assert refused.value.code == "too_many"
    assert write(ArticleFactory(), at=now, network="bb" * 16)
    assert write(ArticleFactory(), at=now + timedelta(minutes=10))


def test_twenty_a_day():
    now = timezone.now()
    for hour in range(20):
        write(ArticleFactory(), at=now - timedelta(hours=23 - hour))
    with pytest.raises(CommentRefused):
        write(ArticleFactory(), at=now)
    assert write(ArticleFactory(), at=now + timedelta(hours=2))


def test_the_same_text_twice_under_one_article(client, article):
    write(article, TYPED, network="bb" * 16)
    response = client.post(address(article), filled_in(article))
    assert response.status_code == 400
    assert "already" in response.content.decode()
    assert_kept(response)
    assert client.post(address(other := ArticleFactory()), filled_in(other)).status_code == 302
    Comment.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert client.post(address(article), filled_in(article)).status_code == 302


def test_a_closed_article_says_so_and_gives_the_text_back(client):
    article = ArticleFactory(comments_open=False)
    assert client.get(address(article)).status_code == 403
    response = client.post(address(article), filled_in(article))
    assert response.status_code == 403
    assert "closed for comments" in response.content.decode()
    assert "布价" in response.content.decode()
    assert address(article) not in client.get(article.get_absolute_url()).content.decode()
    with pytest.raises(CommentRefused):
        write(article)


@pytest.mark.parametrize(
    "state",
    [
        {"status": ArticleStatus.DRAFT},
        {"status": ArticleStatus.WITHDRAWN},
        {"published_at": timezone.now() + timedelta(days=1)},
        {"expires_at": timezone.now() - timedelta(days=1)},
    ],
)
def test_nobody_comments_on_what_is_not_public(client, state):
    article = ArticleFactory(**state)
    assert client.get(address(article)).status_code == 404
    assert client.post(address(article), filled_in(article)).status_code == 404


def test_nobody_comments_during_an_embargo(client):
    release = ReleaseFactory(released_at=timezone.now() + timedelta(hours=1))
    article = ArticleFactory(release=release)
    assert client.get(address(article)).status_code == 404


@pytest.mark.parametrize("number", ["0", "999999999", "9" * 40])
def test_unknown_articles(client, number):
    assert client.get(f"/reader-comments/{number}/").status_code == 404


def test_other_methods_are_refused(client, article):
    assert client.put(address(article)).status_code == 405
    assert client.head(address(article)).status_code == 200


def test_a_form_from_elsewhere_gets_the_helpful_page(article):
    response = Client(enforce_csrf_checks=True).post(address(article), filled_in(article))
    assert response.status_code == 403
    assert "The form was not accepted" in response.content.decode()
    assert not Comment.objects.exists()


def test_a_body_of_six_megabytes_is_refused(article):
    client = Client(enforce_csrf_checks=True)
    client.get(address(article))
    sent = filled_in(article, body="x" * 6 * 1024 * 1024)
    assert client.post(address(article), sent).status_code in (400, 413)
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe=\x00&body=%FF%FE%00", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (b"a=1&" * 5000, "application/x-www-form-urlencoded"),
    ],
)
def test_broken_bodies_are_never_a_failure_of_ours(client, article, body, kind):
    response = client.generic("POST", address(article), body, content_type=kind)
    assert response.status_code in (400, 413)


def test_a_pending_comment_leaves_the_kept_pages_alone(client, article, page_cache):
    client.get(article.get_absolute_url())
    client.post(address(article), filled_in(article))
    from portal.freshness.stamp import stamp

    before = stamp.current().numbers
    client.post(address(article), filled_in(article, body="Another"))
    stamp.forget()
    assert stamp.current().numbers == before


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one transaction write at a time")
@pytest.mark.django_db(transaction=True)
def test_the_limit_holds_when_all_come_at_once():
    articles = [ArticleFactory() for _number in range(8)]
    outcomes = []

    def send(article):
        try:
            write(article, f"Remark under {article.pk}")
            outcomes.append("taken")
        except CommentRefused as refused:
            outcomes.append(refused.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=[article]) for article in articles]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["taken"] * 3 + ["too_many"] * 5
    assert Comment.objects.count() == 3
