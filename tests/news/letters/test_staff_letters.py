"""Letters to the staff: whom they go to, in which language, and that everybody chooses for themselves."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from foundation.background.models import Mishap
from news.articles.models import Revision
from news.comments.digest import send_digest
from news.editing import notes, review_letters
from news.editing.review_letters import APPROVED, NOTED, SENT_BACK, SUBMITTED, receivers_of
from news.enums import ArticleStatus, CommentStatus
from news.letters.models import LetterChoices
from tests.factories.news import ArticleFactory, CommentFactory
from tests.factories.users import chief_editor, editor, moderator

pytestmark = pytest.mark.django_db
SITE = "https://index.example.org/"


@pytest.fixture
def author():
    return editor(email="author@example.org")


@pytest.fixture
def chief():
    return chief_editor(email="chief@example.org")


@pytest.fixture
def article(author):
    return ArticleFactory(
        author=author, status=ArticleStatus.IN_REVIEW, title_en="Yarn up", title_zh_hans="纱线上涨"
    )


def write_to_staff(kind, article, by, site, text="", note=None):
    """Have the letters written, each by a task of its own; return how many."""
    return review_letters.send_staff_letters.func(kind, article.pk, by.pk, site, text, note and note.pk)


def receivers():
    return sorted(address for letter in mail.outbox for address in letter.to)


def test_what_is_submitted_goes_to_everybody_who_may_approve_but_not_to_whoever_submits(
    article, author, chief
):
    second = chief_editor(email="second@example.org")
    chief_editor(email="left@example.org", is_active=False)
    assert write_to_staff(SUBMITTED, article, second, SITE) == 1
    assert receivers() == ["chief@example.org"]
    assert write_to_staff(SUBMITTED, article, author, SITE) == 2


def test_the_letter_is_in_the_language_of_whom_it_goes_to(article, author, chief):
    LetterChoices.objects.create(user=author, language="en")
    write_to_staff(SENT_BACK, article, chief, SITE, "Name the source.")
    write_to_staff(SUBMITTED, article, author, SITE)
    english, chinese = mail.outbox
    assert english.subject == "Sent back: Yarn up"
    assert "Name the source." in english.body
    assert f"https://index.example.org/admin/news/article/{article.pk}/change/" in english.body
    assert chinese.subject == "待审核：纱线上涨"
    assert "提交了《纱线上涨》" in chinese.body


@pytest.mark.parametrize(
    ("kind", "field"), [(APPROVED, "about_review"), (SENT_BACK, "about_review"), (NOTED, "about_notes")]
)
def test_nobody_is_written_about_what_they_chose_not_to_hear_of(article, author, chief, kind, field):
    note = notes.add(article, chief, "Which week?", "body_en") if kind == NOTED else None
    assert write_to_staff(kind, article, chief, SITE, note=note) == 1
    LetterChoices.objects.create(user=author, **{field: False})
    assert write_to_staff(kind, article, chief, SITE, note=note) == 0


def test_a_note_goes_to_whoever_wrote_in_its_thread_or_saved_the_article_lately(article, author, chief):
    third = editor(email="third@example.org")
    past = editor(email="past@example.org")
    number = article.revisions.count()
    Revision.objects.create(thing=article, number=number + 1, content={}, author=third)
    Revision.objects.create(
        thing=article, number=number + 2, content={}, author=past,
        created_at=timezone.now() - review_letters.AT_WORK * 2,
    )  # fmt: skip
    first = notes.add(article, chief, "Which week?", "body_en", quote="last week")
    write_to_staff(NOTED, article, chief, SITE, note=first)
    assert receivers() == ["author@example.org", "third@example.org"]
    assert "> last week" in mail.outbox[0].body
    mail.outbox.clear()
    answer = notes.add(article, author, "The 24th.", "body_en", reply_to=first.pk)
    write_to_staff(NOTED, article, author, SITE, note=answer)
    assert receivers() == ["chief@example.org", "third@example.org"]


def test_a_mail_server_that_does_not_answer_stops_nothing(article, chief, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert write_to_staff(APPROVED, article, chief, SITE) == 1
    mishap = Mishap.objects.for_good().get()
    assert (mishap.kind, mishap.concerns, mishap.label) == ("staff-letter", "news.change_article", "Yarn up")
    assert "ConnectionRefusedError" in mishap.reason
    assert mishap.reason in caplog.text
    assert "author@example.org" not in caplog.text + mishap.reason + str(mishap.arguments)


@pytest.mark.parametrize("kind", [SUBMITTED, SENT_BACK])
def test_the_number_of_queries_does_not_grow_with_the_staff(article, author, chief, kind):
    counts = []
    for more in (2, 20):
        for _number in range(more):
            person = chief_editor(email="x@example.org")
            Revision.objects.create(
                thing=article, number=article.revisions.count() + 1, content={}, author=person
            )
        with CaptureQueriesContext(connection) as queries:
            assert len(receivers_of(kind, article, author)) >= more
        counts.append(len(queries))
    assert counts == [2, 2]


def test_the_same_occasion_writes_once_and_the_next_one_again(article, author, chief):
    for event in ("first", "first", "second"):
        review_letters.send_staff_letters.func(SUBMITTED, article.pk, author.pk, SITE, event=event)
    assert len(mail.outbox) == 2


def test_the_buttons_write_letters(client, article, author, chief, django_capture_on_commit_callbacks):
    client.force_login(chief)
    address = reverse("admin:news_article_change", args=[article.pk])
    with django_capture_on_commit_callbacks(execute=True):
        form = client.get(address).context["adminform"].form
        data = {name: value for name, value in form.initial.items() if value not in (None, [], False)}
        moment = timezone.localtime(article.published_at)
        data |= {"published_at_0": moment.date().isoformat(), "published_at_1": moment.time().isoformat()}
        client.post(address, {**data, "news_article_approve": "1"})
    article.refresh_from_db()
    assert article.status == ArticleStatus.APPROVED
    assert [letter.subject for letter in mail.outbox] == ["已通过审核：纱线上涨"]


def test_a_note_in_the_panel_writes_a_letter(client, article, chief, django_capture_on_commit_callbacks):
    client.force_login(chief)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("admin:news_article_notes", args=[article.pk]),
            {"text": "Which week?", "field": "body_en"},
        )
    assert [letter.to for letter in mail.outbox] == [["author@example.org"]]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("admin:news_article_notes", args=[article.pk]), {"text": " ", "field": "body_en"})
    assert len(mail.outbox) == 1


def test_everybody_sees_and_changes_their_own_choices_only(client, author, chief):
    other = LetterChoices.objects.create(user=chief)
    client.force_login(author)
    page = client.get(reverse("admin:news_letterchoices_changelist"), follow=True)
    assert "author@example.org" in page.text
    own = reverse("admin:news_letterchoices_change", args=[author.pk])
    assert client.post(own, {"language": "en", "about_notes": "on"}).status_code == 302
    choices = LetterChoices.objects.get(user=author)
    assert (choices.language, choices.about_review, choices.about_notes) == ("en", False, True)
    assert client.get(reverse("admin:news_letterchoices_change", args=[other.pk])).status_code == 302
    client.post(reverse("admin:news_letterchoices_change", args=[other.pk]), {"language": "en"})
    other.refresh_from_db()
    assert other.language == "zh-hans"
    assert other.about_review


def test_moderators_choose_the_language_of_the_daily_letter_and_whether_they_get_it():
    CommentFactory(status=CommentStatus.PENDING)
    first = moderator(email="first@example.org")
    second = moderator(email="second@example.org")
    LetterChoices.objects.create(user=first, language="en")
    LetterChoices.objects.create(user=second, about_comments=False)
    assert send_digest(SITE, "zh-hans") == 1
    assert mail.outbox[0].subject == "1 reader comment waits"
