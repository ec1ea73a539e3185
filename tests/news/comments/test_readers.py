"""Readers' part: reports, letters with double opt-in, own pending comments, own data; nothing happens by opening a link."""

import json
import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from news.comments import erasing, following
from news.comments.browser_cookies import CONFIRMED, OWN
from news.comments.digest import send_digest
from news.comments.erasing import write_data_letter
from news.comments.following import follow, unfollow
from news.comments.models import Comment, CommentReport, CommentRules, Reader, Subscription
from news.comments.moderating import set_status
from news.enums import CommentStatus
from news.letters.models import LetterChoices
from tests.factories.news import ArticleFactory, CommentFactory
from tests.factories.users import editor, moderator
from tests.news.comments.test_form import address, filled_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def letters_at_once(settings):
    """Letters go while the test's transaction is open."""
    settings.TASKS = {
        **settings.TASKS,
        "default": {**settings.TASKS["default"], "OPTIONS": {"at_once": True, "waits_for_commit": False}},
    }


@pytest.fixture
def article():
    return ArticleFactory()


def link_in(letter, part):
    return re.search(rf"https?://testserver(\S*/{part}/\S*)", letter.body)[1]


# -- Own pending comments


def test_one_sees_ones_own_comment_while_it_waits(client, article):
    assert OWN not in client.cookies
    thanks = client.post(address(article), filled_in(article), follow=True).content.decode()
    assert "Only you see this" in thanks
    assert "布价 &lt;b&gt;up" in thanks
    cookie = client.cookies[OWN]
    assert (cookie["path"], bool(cookie["httponly"]), cookie["samesite"]) == (
        "/reader-comments/",
        True,
        "Lax",
    )
    assert "布价" in client.get(address(article)).content.decode()
    assert "布价" not in client.get(address(ArticleFactory())).content.decode()
    assert "布价" not in client.get(article.get_absolute_url()).content.decode()
    client.cookies[OWN] = "forged"
    assert "布价" not in client.get(address(article)).content.decode()
    set_status(Comment.objects.get(), CommentStatus.REJECTED, moderator())
    assert "Only you see this" not in client.get(address(article)).content.decode()


# -- Letters about replies


def ask_for_letters(client, article, prefix=""):
    sent = filled_in(article, email="wang@example.org", follow="on")
    assert client.post(address(article, prefix), sent).status_code == 302


@pytest.mark.parametrize(("prefix", "word"), [("", "confirm"), ("/zh-hans", "确认")])
def test_letters_go_only_after_a_confirmation_and_end_with_one_click(
    client, article, django_capture_on_commit_callbacks, prefix, word
):
    ask_for_letters(client, article, prefix)
    letter, staff = mail.outbox.pop(), moderator()
    assert word in letter.subject + letter.body
    assert letter.to == ["wang@example.org"]
    root = Comment.objects.get()
    set_status(root, CommentStatus.APPROVED, staff)

    def reply(text):
        comment = CommentFactory(article=article, parent=root, status="pending", body=text, name="Li")
        with django_capture_on_commit_callbacks(execute=True):
            set_status(comment, CommentStatus.APPROVED, staff)
        return comment

    reply("Before the confirmation")
    assert not mail.outbox
    confirm = link_in(letter, "confirm")
    assert confirm.startswith(f"{prefix}/reader-comments/")
    client.get(confirm)
    assert not Subscription.objects.get().confirmed_at
    client.post(confirm)
    assert Subscription.objects.get().confirmed_at
    assert CONFIRMED in client.cookies
    first = reply("After the confirmation")
    sent = mail.outbox.pop()
    assert "After the confirmation" in sent.body
    assert f"/reader-comments/c/{first.pk}/" in sent.body
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    unfollow = link_in(sent, "unfollow")
    client.get(unfollow)
    assert Subscription.objects.exists()
    assert (
        client.post(
            unfollow, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
        ).status_code
        == 200
    )
    assert not Subscription.objects.exists()
    assert not Reader.objects.exists()
    assert client.post(unfollow).status_code == 200
    reply("After the end")
    assert not mail.outbox


def test_an_approval_repeated_sends_no_second_letter(article, django_capture_on_commit_callbacks):
    root, staff = CommentFactory(article=article), moderator()
    following.confirm(following.follow("a@example.org", root, "en", "http://testserver/"))
    mail.outbox.clear()
    comment = CommentFactory(article=article, parent=root, status="pending")
    for status in (CommentStatus.APPROVED, CommentStatus.REMOVED, CommentStatus.APPROVED):
        with django_capture_on_commit_callbacks(execute=True):
            set_status(comment, status, staff)
    assert len(mail.outbox) == 1


def test_nobodys_box_is_filled_through_us(article):
    for _number in range(6):
        following.follow("victim@example.org", CommentFactory(article=article), "en", "http://testserver/")
    assert len(mail.outbox) == following.MOST_UNCONFIRMED


def test_letters_need_an_address(client, article):
    response = client.post(address(article), filled_in(article, follow="on"))
    assert response.status_code == 400
    assert "Without an e-mail address" in response.content.decode()


@pytest.mark.parametrize("token", ["x", "1:2:3", "9" * 300])
def test_forged_links(client, token):
    for name, status in (("confirm", 410), ("my-data", 410), ("unfollow", 410), ("decide", 410)):
        for method in (client.get, client.post):
            assert method(f"/reader-comments/{name}/{token}/").status_code == status, name


def test_a_link_that_was_cut_off_claims_nothing(client, article):
    """It said that no more letters would come, and they came."""
    ask_for_letters(client, article)
    whole = following.unfollow_address(Subscription.objects.get())
    cut = client.get(whole[:-5] + "/")
    assert cut.status_code == 410
    assert "Nothing has changed" in cut.text
    assert "No more letters" not in cut.text
    assert Subscription.objects.exists()
    client.post(whole)
    assert "No more letters" in client.get(whole).text


def test_a_mail_server_that_does_not_answer_stops_nobody(client, article, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    ask_for_letters(client, article)
    assert Comment.objects.exists()


# -- Reports


def test_a_report_puts_a_comment_first_and_takes_nothing_down(client, article):
    comment = CommentFactory(article=article, body="Bad words")
    at = f"/reader-comments/c/{comment.pk}/report/"
    assert "Bad words" in client.get(at).content.decode()
    assert client.post(at, {}).status_code == 400
    assert "Thank you" in client.post(at, {"reason": "abuse", "remark": "Look\x00"}).content.decode()
    client.post(at, {"reason": "spam"})
    report = CommentReport.objects.get()
    assert (report.reason, report.remark, report.handled_at) == ("abuse", "Look", None)
    assert "Bad words" in client.get(article.get_absolute_url()).content.decode()
    for _number in range(4):
        assert (
            client.post(
                f"/reader-comments/c/{CommentFactory(article=article).pk}/report/", {"reason": "spam"}
            ).status_code
            == 200
        )
    response = client.post(
        f"/reader-comments/c/{CommentFactory(article=article).pk}/report/", {"reason": "spam"}
    )
    assert response.status_code == 429
    set_status(comment, CommentStatus.REMOVED, moderator())
    report.refresh_from_db()
    assert report.handled_at


# -- Own data


def test_ones_data_is_sent_and_erased_through_a_letter(client, article):
    root = CommentFactory(article=article, email="Wang@example.org", name="Wang Fang", body="My words")
    CommentFactory(article=article, parent=root, body="An answer")
    CommentFactory(article=article, email="wang@example.org", body="More words", status="pending")
    Comment.objects.filter(pk=root.pk).update(reply_count=1)
    following.confirm(following.follow("wang@example.org", root, "en", "http://testserver/"))
    mail.outbox.clear()
    client.post("/reader-comments/my-data/", {"email": "wang@example.org"})
    at = link_in(mail.outbox[0], "my-data")
    assert "My words" in client.get(at).content.decode()
    data = json.loads(client.get(f"{at}?download=json").content)
    assert {comment["text"] for comment in data["comments"]} == {"My words", "More words"}
    assert len(data["subscriptions"]) == 1
    assert Comment.objects.count() == 3
    assert "2 comments" in client.post(at).content.decode()
    page = client.get(article.get_absolute_url()).content.decode()
    assert "My words" not in page
    assert "An answer" in page
    assert "no longer here" in page
    assert not Comment.objects.by_email("wang@example.org").exists()
    assert not Comment.objects.filter(name="Wang Fang").exists()
    assert not Reader.objects.exists()


def test_nobody_learns_whether_an_address_is_known(client):
    CommentFactory(email="known@example.org")
    known = client.post("/reader-comments/my-data/", {"email": "known@example.org"}).content
    unknown = client.post("/reader-comments/my-data/", {"email": "unknown@example.org"}).content
    assert known == unknown
    assert len(mail.outbox) == 1
    for _number in range(4):
        client.post("/reader-comments/my-data/", {"email": "known@example.org"})
    assert len(mail.outbox) <= erasing.MOST_ASKED


def test_links_grow_old(client, article, monkeypatch):
    CommentFactory(email="a@example.org")
    token = erasing._token("a@example.org", erasing._oldest_held("a@example.org"))
    monkeypatch.setattr(erasing, "LINK_GOOD_FOR", timedelta(seconds=-1))
    assert client.get(f"/reader-comments/my-data/{token}/").status_code == 410


# -- Rules


@pytest.mark.parametrize(
    ("rules", "fields", "sentence"),
    [
        ({"open": False}, {}, "whole site"),
        (
            {"closed_after_days": 5},
            {"published_at": timezone.now() - timedelta(days=6)},
            "This article is closed",
        ),
        ({"closed_after_days": 5}, {"published_at": timezone.now() - timedelta(days=4)}, ""),
        ({}, {"section__comments_open": False}, "section is closed"),
    ],
)
def test_comments_close_by_the_rules(client, rules, fields, sentence):
    CommentRules.objects.create(**rules)
    article = ArticleFactory(**fields)
    form, page = client.get(address(article)), client.get(article.get_absolute_url()).content.decode()
    assert form.status_code == (403 if sentence else 200)
    assert sentence in form.content.decode()
    assert ("Write a comment" in page) is not bool(sentence)
    sent = client.post(address(article), filled_in(article))
    assert sent.status_code == (403 if sentence else 302)
    if sentence:
        assert "布价" in sent.content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_switch_works_on_kept_pages_and_age_at_its_moment(client, article, page_cache):
    at = article.get_absolute_url()
    assert "Write a comment" in client.get(at).content.decode()
    rules = CommentRules.objects.create(open=False)
    assert "Write a comment" not in client.get(at).content.decode()
    rules.open, rules.closed_after_days = True, 10**4
    rules.save()
    assert "Write a comment" in client.get(at).content.decode()
    from portal.freshness.moments import next_public_change

    assert next_public_change() == article.published_at + timedelta(days=10**4)


# -- The daily letter


def test_the_daily_letter_decides_in_a_second_step(client, article):
    staff = moderator()
    staff.email = "moderator@example.org"
    staff.save()
    other = editor()
    other.email = "editor@example.org"
    other.save()
    assert send_digest("http://testserver", "en") == 0
    comment = CommentFactory(article=article, status="pending", body="Shall this stay?")
    assert send_digest("http://testserver", "en") == 1
    letter = mail.outbox[0]
    assert letter.to == ["moderator@example.org"]
    assert "Shall this stay?" in letter.body
    approve = re.findall(r"http://testserver(/reader-comments/decide/\S+)", letter.body)[0]
    assert "Shall this stay?" in client.get(approve).content.decode()
    comment.refresh_from_db()
    assert comment.status == CommentStatus.PENDING
    client.post(approve)
    comment.refresh_from_db()
    assert comment.status == CommentStatus.APPROVED
    assert comment.decisions.get().moderator == staff
    staff.groups.clear()
    assert client.post(approve).status_code == 410


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_links_of_the_daily_letter_are_in_its_language(article, language):  # C1
    someone = moderator(email="moderator@example.org")
    LetterChoices.objects.create(user=someone, language=language)
    CommentFactory(article=article, status="pending")
    with override("en"):
        send_digest("http://testserver", "en")
    prefix = "" if language == "en" else "/zh-hans"
    links = re.findall(r"http://testserver(\S+/decide/)", mail.outbox[0].body)
    assert set(links) == {f"{prefix}/reader-comments/decide/"}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_link_to_ones_data_is_in_the_language_of_the_letter(language):  # C1
    CommentFactory(email="reader@example.org")
    with override("en"):
        write_data_letter("reader@example.org", language, "http://testserver", "once")
    prefix = "" if language == "en" else "/zh-hans"
    assert f"http://testserver{prefix}/reader-comments/my-data/" in mail.outbox[0].body


def test_an_address_is_one_reader_in_whatever_letter_case(article):
    one, two = CommentFactory(article=article), CommentFactory(article=article)
    follow("Li.Wei@Example.com", one, "en", "http://testserver/")
    follow("li.wei@example.com", two, "en", "http://testserver/")
    assert Reader.objects.get().subscriptions.count() == 2


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one transaction write at a time")
@pytest.mark.django_db(transaction=True)
def test_two_who_follow_with_one_new_address_at_once():  # C4
    article = ArticleFactory()
    threads = [CommentFactory(article=article) for _each in range(4)]
    answers, start = [], Barrier(len(threads))

    def one(thread):
        try:
            start.wait()
            answers.append(follow("New@Example.org", thread, "en", "http://testserver/"))
        except Exception as error:  # what it was is told by the test
            answers.append(error)
        finally:
            connection.close()

    running = [Thread(target=one, args=[thread]) for thread in threads]
    for each in running:
        each.start()
    for each in running:
        each.join()
    assert [type(answer) for answer in answers if isinstance(answer, Exception)] == []
    assert Reader.objects.get().subscriptions.count() == 3  # MOST_UNCONFIRMED, counted one after the other


def test_somebody_forgotten_while_following_begins_anew(article):
    """The reader another transaction has just made is found though it was not there when one looked."""
    thread = CommentFactory(article=article)
    first = follow("a@example.org", thread, "en", "http://testserver/")
    unfollow(first)
    assert not Reader.objects.exists()
    assert follow("a@example.org", thread, "en", "http://testserver/").reader_id
