"""The moderators' desk: what it shows, what its buttons do, collisions, undo, numbers; and who may see it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.comments.desk import cases_of, cases_page, numbers
from news.comments.models import Ban, Comment, CommentReport, ModerationEntry
from news.comments.moderating import decide_by_rules, set_status
from news.enums import CommentStatus
from tests.factories.news import ArticleFactory, CommentFactory
from tests.factories.users import editor, moderator

pytestmark = pytest.mark.django_db
DESK, DO = "/admin/news/comment/desk/", "/admin/news/comment/desk/do/"
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def staff(client):
    user = moderator()
    client.force_login(user)
    return user


@pytest.fixture
def article():
    return ArticleFactory()


def waiting(article, **more):
    return CommentFactory(**{"article": article, "status": "pending", "created_at": timezone.now(), **more})


def do(client, step, *comments, headers=FETCH, **more):
    return client.post(DO, {"step": step, "comment": [one.pk for one in comments], **more}, headers=headers)


def test_it_shows_a_comment_in_its_context(client, staff, article):
    root = CommentFactory(article=article, body="The first word", name="Root")
    for status in ("approved", "rejected", "rejected"):
        CommentFactory(article=article, email="wang@example.org", status=status)
    CommentFactory(article=article, network="1.aa", status="spam")
    waiting(
        article, parent=root, email="WANG@example.org", network="1.aa", body="An <b>answer</b>",
        suspicion=0.91, signals=[["listed", "casino"], ["word", "casino 0.98"]],
    )  # fmt: skip
    page = client.get(DESK).content.decode()
    for words in (
        "An &lt;b&gt;answer",
        "The first word",
        "WANG@example.org",
        "Suspicion 91%",
        "casino 0.98",
        str(article),
    ):
        assert words in page
    assert "2 × Rejected" in page
    assert "1 × Approved" in page
    assert "1 × Spam" in page


def test_reported_first_likely_spam_last(client, staff, article):
    spammy = waiting(article, body="aaa", suspicion=0.9)
    fine = waiting(article, body="bbb", suspicion=0.1)
    reported = CommentFactory(article=article, body="ccc")
    CommentReport.objects.create(
        comment=reported, reason="abuse", remark="Look here", created_at=timezone.now()
    )
    page = client.get(DESK).content.decode()
    at = [page.index(f'id="case-{one.pk}"') for one in (reported, fine, spammy)]
    assert at == sorted(at)
    assert "Look here" in page
    assert do(client, "keep", reported).json()["done"]
    assert f'id="case-{reported.pk}"' not in client.get(DESK).content.decode()


@pytest.mark.parametrize("step", ["approve", "reject", "spam"])
@pytest.mark.parametrize("headers", [FETCH, {}])
def test_each_button(client, staff, article, step, headers):
    comment = waiting(article)
    answer = do(client, step, comment, headers=headers, reason="Because", view="waiting")
    assert answer.status_code == (200 if headers else 302)
    status = {"approve": "approved", "reject": "rejected", "spam": "spam"}[step]
    comment.refresh_from_db()
    assert comment.status == status
    entry = comment.decisions.get()
    assert (entry.moderator, entry.reason, entry.old) == (staff, "Because", "pending")
    if headers:
        assert answer.json()["waiting"] == 0
        assert f'data-status="{status}"' in answer.json()["cards"][str(comment.pk)]


def test_many_at_once(client, staff, article):
    comments = [waiting(article, body=f"Words {number}") for number in range(5)]
    gone = CommentFactory(article=article, status="removed")
    said = do(client, "reject", *comments, gone).json()["said"]
    assert "5 comments changed." in said
    assert "1 could not be changed" in said
    assert ModerationEntry.objects.filter(new="rejected").count() == 5


def test_undo_takes_back_ones_own_last_decision_only(client, staff, article):
    comment = waiting(article)
    do(client, "spam", comment)
    assert do(client, "undo", comment).json()["done"]
    comment.refresh_from_db()
    assert comment.status == CommentStatus.PENDING
    assert comment.decisions.count() == 2
    do(client, "approve", comment)
    ModerationEntry.objects.update(moderator=editor())
    assert do(client, "undo", comment).status_code == 409


def test_two_moderators_never_collide(client, staff, article, monkeypatch):
    comment = waiting(article)
    other = editor()
    other.groups.set(staff.groups.all())
    set_status(comment, CommentStatus.APPROVED, type(other).objects.get(pk=other.pk))
    answer = do(client, "reject", comment)
    assert answer.status_code == 409
    comment.refresh_from_db()
    assert comment.status == CommentStatus.APPROVED
    assert 'data-status="approved"' in answer.json()["cards"][str(comment.pk)]


@pytest.mark.parametrize("step", ["approve", "reject", "spam"])
@pytest.mark.parametrize("number", [1, 2])
def test_who_was_quicker_is_said_to_the_second(client, staff, article, step, number):  # D10
    comments = [waiting(article, name=f"Reader {each}") for each in range(number)]
    seen = [f"{one.pk}:0" for one in comments]
    assert f'name="seen" value="{seen[0]}"' in client.get(DESK).content.decode()
    quicker = moderator(first_name="Wei", last_name="Li")
    set_status(comments[0], CommentStatus.APPROVED, quicker)
    said = do(client, step, *comments, seen=seen).json()["said"]
    assert "Wei Li has decided about this comment: Approved" in said
    assert Comment.objects.get(pk=comments[0].pk).status == CommentStatus.APPROVED
    if number > 1:
        assert "1 comment changed." in said
        assert "Reader 0:" in said


def test_a_decision_about_many_is_taken_back_at_once_and_once(client, staff, article):  # D10
    comments = [waiting(article) for _each in range(3)]
    do(client, "spam", *comments)
    assert "3 comments changed." in do(client, "undo", *comments).json()["said"]
    assert {one.status for one in Comment.objects.all()} == {"pending"}
    answer = do(client, "undo", *comments)
    assert (answer.status_code, answer.json()["done"]) == (409, False)
    assert 'value="undo"' not in answer.json()["cards"][str(comments[0].pk)]
    assert {one.status for one in Comment.objects.all()} == {"pending"}


@pytest.mark.parametrize("address", ["Li.Wei@Example.com", "li.wei@EXAMPLE.com"])
def test_the_history_of_an_address_in_whatever_letter_case(article, address):  # C2
    for _each in range(2):
        CommentFactory(article=article, email=address, status="spam")
    comment = waiting(article, email="LI.wei@example.com")
    assert cases_of([comment])[0].history == {"spam": 2}


def test_the_list_says_who_has_decided_meanwhile(client, staff, article):  # D10
    comments = [waiting(article, name=f"Reader {each}") for each in range(2)]
    set_status(comments[0], CommentStatus.SPAM, moderator(first_name="Wei"))
    sent = {"action": "approve_all", "_selected_action": [one.pk for one in comments]}
    page = client.post("/admin/news/comment/", sent, follow=True).content.decode()
    assert "Reader 0: Wei has decided about this comment: Spam" in page
    assert [one.status for one in Comment.objects.order_by("pk")] == ["spam", "approved"]


def test_the_dialog_of_the_list_says_who_has_decided(client, staff, article):  # D10
    comment = waiting(article)
    dialog = f"/admin/news/comment/{comment.pk}/spam/"
    assert "has decided" not in client.get(dialog).content.decode()
    set_status(comment, CommentStatus.APPROVED, moderator(first_name="Wei"))
    stale = client.post(dialog, {"_form_submitted": "True", "seen": "0"})
    assert Comment.objects.get().status == CommentStatus.APPROVED
    assert stale.status_code == 200
    shown = client.get(dialog).content.decode()
    assert "Wei has decided about this comment: Approved" in shown
    client.post(dialog, {"_form_submitted": "True", "seen": str(comment.decisions.get().pk)})
    assert Comment.objects.get().status == CommentStatus.SPAM


def test_the_office_answers_with_its_mark(client, staff, article):
    comment = waiting(article)
    assert not do(client, "answer", comment, text="Thank you").json()["done"]
    do(client, "approve", comment)
    assert do(client, "answer", comment, text="").status_code == 409
    assert do(client, "answer", comment, text="Thank you\x00 for asking").json()["done"]
    reply = Comment.objects.get(from_office=True)
    assert (reply.parent, reply.status, reply.staff, reply.body) == (
        comment,
        "approved",
        staff,
        "Thank you for asking",
    )
    page = client.get(article.get_absolute_url()).content.decode()
    assert '<span class="remark__office">Index Office</span>' in page


def test_a_ban_from_the_desk(client, staff, article):
    comment = waiting(article, email="x@example.org")
    assert do(client, "ban", comment, days="x").status_code == 409
    assert do(client, "ban", comment, days="7", whom="author", reason="Insults").json()["done"]
    assert (Ban.objects.get().email, Ban.objects.get().reason) == ("x@example.org", "Insults")


@pytest.mark.parametrize(
    "sent",
    [{}, {"step": "approve"}, {"step": "nonsense", "comment": "1"}, {"step": "approve", "comment": "\u0661"}],
)
def test_nonsense_is_answered_with_a_sentence(client, staff, article, sent):
    CommentFactory(pk=1, article=article)
    answer = client.post(DO, sent, headers=FETCH)
    assert answer.status_code == 409
    assert answer.json()["said"].startswith("Choose")


def test_only_moderators(client, article):
    client.force_login(editor())
    assert client.get(DESK).status_code == 403
    assert do(client, "approve", waiting(article)).status_code == 403
    for page in ("commentrules", "listedword", "reasontemplate", "ban"):
        assert client.get(f"/admin/news/{page}/").status_code == 403


@pytest.mark.parametrize(
    "page",
    [
        "commentrules/",
        "listedword/",
        "listedword/add/",
        "reasontemplate/",
        "reasontemplate/add/",
        "ban/",
        "comment/?status=all",
    ],
)
def test_the_pages_of_moderators(client, staff, article, page):
    Ban.objects.create(email="x@example.org", until=timezone.now() + timedelta(days=1))
    assert client.get(f"/admin/news/{page}", follow=True).status_code == 200


def test_listed_words_are_kept_once_however_spelt(client, staff):
    add = {"word": "C a s i n o", "effect": "spam", "note": ""}
    assert client.post("/admin/news/listedword/add/", add).status_code == 302
    again = client.post("/admin/news/listedword/add/", {**add, "word": "casino"})
    assert "listed already" in again.content.decode()
    assert (
        "Nothing of this" in client.post("/admin/news/listedword/add/", {**add, "word": "…"}).content.decode()
    )


@pytest.mark.parametrize("view", ["waiting", "reported", "spam", "all", "nonsense"])
def test_the_desk_costs_the_same_for_3_and_60_comments(client, staff, article, view):
    counts = []
    for number in (3, 57):
        for at in range(number):
            comment = waiting(article, body=f"Words {at}", email=f"a{at}@example.org", network="1.aa")
            CommentReport.objects.create(comment=comment, reason="spam", created_at=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            assert client.get(DESK, {"view": view, "q": "Words example"}).status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 1
    assert max(counts) <= 18


def test_the_numbers(staff, article):
    for number in range(4):
        set_status(waiting(article), CommentStatus.SPAM if number else CommentStatus.APPROVED, staff)
    oldest = waiting(article, created_at=timezone.now() - timedelta(hours=5))
    shown = numbers()
    assert (shown.waiting, shown.oldest, shown.spam_share) == (1, oldest.created_at, 75)
    assert shown.days[-1][1:] == (4, 100)
    assert len(shown.days) == 14
    assert (shown.filed, shown.fetched_back) == (0, 0)


def test_how_often_the_rules_were_wrong(client, staff, article):
    comments = [waiting(article) for _number in range(3)]
    for comment in comments:
        decide_by_rules(comment, CommentStatus.SPAM, "Looks like earlier spam.")
    set_status(comments[0], CommentStatus.APPROVED, staff)
    shown = numbers()
    assert (shown.filed, shown.fetched_back) == (3, 1)
    assert "1 approved after all" in client.get(DESK).text


def test_the_queue_has_pages(article):
    for _number in range(25):
        waiting(article)
    assert len(cases_page("waiting", "", "2").object_list) == 5
