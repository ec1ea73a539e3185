"""What failed by itself is on the desk of those whom it concerns, and can be mended there. # A3, S4"""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.contrib.admin.models import LogEntry
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from foundation.background.mishaps import note_mishap
from foundation.background.models import Mishap
from foundation.background.once import MAY_HAVE_HAPPENED, MayHaveHappened
from foundation.background.trying import ENDED_EACH_TIME, NotAgain
from foundation.history import said
from news.articles.models import Article
from news.comments.following import send_confirm_letter
from news.editing import publishing
from news.editing.drafts import save_content
from news.editing.due import take_due
from news.editing.revisions import latest_content
from news.letters.sending import REFUSES_ADDRESS, RefusedLetter
from news.library.upkeep import make_renditions
from tests.factories.news import ArticleFactory
from tests.factories.users import administrator, chief_editor, editor, moderator, officer

pytestmark = pytest.mark.django_db
DESK = reverse("admin:index")


def letter(**more):
    return note_mishap(
        "confirm-letter", "7", OSError("no route"), concerns="news.moderate_comment",
        work=send_confirm_letter.module_path, arguments=[7], **more,
    )  # fmt: skip


def mend(client, mishap, verb):
    return client.post(reverse("admin:mend-mishap", args=[mishap.pk, verb]), follow=True)


@pytest.mark.parametrize(
    ("person", "sees"),
    [(moderator, True), (administrator, True), (editor, False), (officer, False)],
)
def test_it_is_shown_to_those_whom_it_concerns(client, person, sees):
    mishap = letter()
    client.force_login(person())
    assert (b"no route" in client.get(DESK).content) == sees
    assert (b"no route" in client.get(reverse("admin:mishaps")).content) == sees
    assert mend(client, mishap, "dismiss").status_code == (200 if sees else 404)


@pytest.mark.parametrize(
    ("error", "chinese", "kept"),
    [
        (
            RefusedLetter(REFUSES_ADDRESS.filled_in(answer="550 no such user")),
            "邮件服务器拒收该地址",
            "550 no such user",
        ),
        (MayHaveHappened(MAY_HAVE_HAPPENED), "可能已经完成", ""),
        (NotAgain(ENDED_EACH_TIME), "每次尝试", ""),
        (ConnectionRefusedError(111, "Connection refused"), "所需的服务器没有应答", "Connection refused"),
        (
            SMTPServerDisconnected("Connection unexpectedly closed"),
            "所需的服务器没有应答",
            "unexpectedly closed",
        ),
        (OSError("no route"), "读写失败", "no route"),
        (OperationalError("no connection"), "数据库", "no connection"),
        (KeyError("x"), "运行出错", "KeyError"),
    ],
)
def test_the_reason_is_said_in_the_language_of_the_desk(client, settings, error, chinese, kept):  # A3, S4
    note_mishap("confirm-letter", "7", error, concerns="news.moderate_comment")
    client.force_login(moderator())
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    page = client.get(DESK).text
    assert chinese in page
    assert kept in page


def test_what_is_still_tried_again_is_not_shown_unless_it_is_urgent(client):
    letter(next_try_at=timezone.now() + timedelta(hours=1))
    client.force_login(moderator())
    assert b"no route" not in client.get(DESK).content


def test_trying_again_hands_it_in_and_is_logged(client, settings):
    settings.TASKS = {name: {"BACKEND": settings.TASKS[name]["BACKEND"]} for name in ("default", "queue")}
    mishap, person = letter(), moderator()
    client.force_login(person)
    assert b"It is tried again now" in mend(client, mishap, "try-again").content
    row = DBTaskResult.objects.get()
    assert (row.task_path, row.args_kwargs["args"]) == (send_confirm_letter.module_path, [7])
    assert said(LogEntry.objects.get(user=person)) == "Tried again."


def test_trying_again_takes_forward_what_waits(client, settings):
    settings.TASKS = {name: {"BACKEND": settings.TASKS[name]["BACKEND"]} for name in ("default", "queue")}
    make_renditions.enqueue(0)
    row = DBTaskResult.objects.get()
    later = timezone.now() + timedelta(hours=8)
    DBTaskResult.objects.update(run_after=later)
    mishap = letter(task=row.pk, urgent=True, next_try_at=later)
    client.force_login(moderator())
    mend(client, mishap, "try-again")
    assert DBTaskResult.objects.get().run_after <= timezone.now()


def test_dismissing_ends_it_and_is_logged(client, settings):
    mishap, person = letter(), moderator()
    client.force_login(person)
    mend(client, mishap, "dismiss")
    mishap.refresh_from_db()
    assert mishap.settled_by == person
    assert b"no route" not in client.get(DESK).content
    assert said(LogEntry.objects.get(user=person)) == "Dismissed."


def test_a_scheduled_change_is_repaired_on_the_desk(client, settings):  # S4
    default = {**settings.TASKS["default"], "OPTIONS": {"at_once": True, "waits_for_commit": False}}
    settings.TASKS = {**settings.TASKS, "default": default}
    chief, moment = chief_editor(), timezone.now() + timedelta(minutes=1)
    article = ArticleFactory(title_en="Held up")
    save_content(article, {**latest_content(article), "title_en": "After", "legacy_id": 880202}, chief)
    publishing.publish(article, chief, moment)
    Article.objects.filter(pk=ArticleFactory().pk).update(legacy_id=880202)
    take_due(moment)
    client.force_login(chief)
    page = client.get(DESK).content.decode()
    assert "Another article has the id on the old site that this one is given." in page
    assert reverse("admin:news_article_change", args=[article.pk]) in page
    mishap = Mishap.objects.get()
    Article.objects.filter(pk=article.pk).update(scheduled_for=timezone.now())
    mend(client, mishap, "try-again")
    assert Mishap.objects.get().count == 2
    assert b"No longer scheduled" in mend(client, mishap, "take-back").content
    assert Article.objects.get(pk=article.pk).scheduled_for is None
    assert not Mishap.objects.open().exists()


def test_bad_requests_are_refused(client):
    mishap = letter()
    client.force_login(moderator())
    assert client.get(reverse("admin:mend-mishap", args=[mishap.pk, "dismiss"])).status_code == 405
    for pk, verb in ((mishap.pk, "explode"), (10**25, "dismiss"), (mishap.pk + 1, "dismiss")):
        assert client.post(reverse("admin:mend-mishap", args=[pk, verb])).status_code == 404
    client.logout()
    assert client.post(reverse("admin:mend-mishap", args=[mishap.pk, "dismiss"])).status_code == 302


def test_the_desk_takes_one_query_for_any_number(client, django_assert_num_queries):
    client.force_login(moderator())
    for count in (1, 30):
        for number in range(count):
            note_mishap("confirm-letter", str(number), "why", concerns="news.moderate_comment")
        client.get(DESK)
        with django_assert_num_queries(7):
            client.get(DESK)


def test_an_administrator_is_told_that_nobody_works(client, settings):
    settings.BACKGROUND_WORK = "database"
    settings.TASKS = {name: {"BACKEND": settings.TASKS[name]["BACKEND"]} for name in ("default", "queue")}
    make_renditions.enqueue(0)
    client.force_login(administrator())
    told = "no worker has been seen"
    assert told not in client.get(DESK).content.decode()
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=6))
    assert told in client.get(DESK).content.decode()
