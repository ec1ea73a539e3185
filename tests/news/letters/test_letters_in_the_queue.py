"""Letters: no request waits for the mail server, none is lost, none goes twice. The mail servers are real ones. # A7"""

import os
import signal
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from foundation.background.models import Effect, Mishap
from foundation.background.work import GROWING, OTHERS, policy_of
from foundation.background.worker import Worker
from news import tasks
from news.comments import erasing, following
from tests.factories.news import ArticleFactory, CommentFactory
from tests.foundation.worker_process import Portal, postgresql_database
from tests.news.letters.mail_servers import MailServer

pytestmark = pytest.mark.long

ADDRESS = "wang.fang@example.org"


@pytest.fixture
def queued(settings, db):
    settings.TASKS = {name: {"BACKEND": settings.TASKS[name]["BACKEND"]} for name in ("default", "queue")}


@pytest.fixture
def mail_server(settings):
    """Start a mail server and have letters go to it."""
    started = []

    def start(behaviour=""):
        server = MailServer(behaviour).__enter__()
        started.append(server)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 0.5
        return server

    yield start
    for server in started:
        server.__exit__()


def work():
    """Do everything that is ready."""
    worker = Worker(with_chores=False)
    while stored := worker.take():
        worker.do(stored)


def ready_again():
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now() - timedelta(seconds=1))


def test_what_stood_in_the_queue_under_its_former_name_is_done(queued, mail_server):
    """Work that was handed in before a room was moved keeps its name in the queue."""
    mail_server()
    ask()
    DBTaskResult.objects.update(task_path="news.tasks.send_confirm_letter")
    work()
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    assert Effect.objects.count() == 1
    for name in tasks.__all__:
        assert policy_of(f"news.tasks.{name}") is policy_of(getattr(tasks, name).module_path) is not OTHERS


def ask(email=ADDRESS):
    return following.follow(email, CommentFactory(article=ArticleFactory()), "en", "http://testserver/")


def test_a_request_never_waits_for_a_mail_server_that_says_nothing(
    client, queued, mail_server, settings
):  # A7
    mail_server("silent")
    settings.EMAIL_TIMEOUT = 300
    article, began = ArticleFactory(), time.monotonic()
    answer = client.post("/reader-comments/my-data/", {"email": ADDRESS})
    ask()
    assert time.monotonic() - began < 150
    assert answer.status_code == 200
    assert article.pk
    assert DBTaskResult.objects.filter(status="READY").count() == 2


@pytest.mark.parametrize("behaviour", ["silent", "busy", "hangs"])
def test_a_letter_waits_for_a_mail_server_in_trouble(queued, mail_server, behaviour):  # A7
    mail_server(behaviour)
    ask()
    work()
    row = DBTaskResult.objects.get()
    assert row.status == "READY"
    assert GROWING[0] - timedelta(seconds=20) < row.run_after - timezone.now() <= GROWING[0]
    assert ADDRESS not in Mishap.objects.get().reason + row.traceback + str(row.args_kwargs)
    good = mail_server()
    ready_again()
    work()
    assert len(good.letters) == 1
    assert not Mishap.objects.open().exists()


def test_a_refused_address_is_told_at_once_without_naming_it(queued, mail_server):
    mail_server("refuses")
    ask()
    work()
    assert DBTaskResult.objects.get().status == "FAILED"
    assert Mishap.objects.for_good().get().reason == "The mail server refuses the address: 550 no such box"
    assert not Effect.objects.exists()


def test_a_letter_that_went_does_not_go_again(queued):
    ask()
    work()
    assert len(mail.outbox) == 1
    DBTaskResult.objects.update(status="READY")  # as if its worker had died before it could say so
    ready_again()
    work()
    assert len(mail.outbox) == 1
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_no_secret_stands_in_the_queue(queued):
    subscription = ask()
    row = DBTaskResult.objects.get()
    assert row.args_kwargs == {"args": [subscription.pk], "kwargs": {}}
    work()
    assert "reader-comments/confirm" in mail.outbox[0].body


@pytest.mark.parametrize("known", [True, False])
def test_own_data_is_looked_up_by_the_worker_and_the_address_is_wiped(queued, known):  # B9
    if known:
        CommentFactory(article=ArticleFactory(), email=ADDRESS)
    erasing.send_data_link(ADDRESS, "en", "http://testserver/")
    assert DBTaskResult.objects.get().status == "READY"
    work()
    assert len(mail.outbox) == known
    assert DBTaskResult.objects.get().args_kwargs == {"args": [], "kwargs": {}}


def test_own_data_that_cannot_be_sent_keeps_no_address(queued, mail_server):
    CommentFactory(article=ArticleFactory(), email=ADDRESS)
    mail_server("refuses")
    erasing.send_data_link(ADDRESS, "en", "http://testserver/")
    work()
    mishap, row = Mishap.objects.get(), DBTaskResult.objects.get()
    kept = [*mishap.__dict__.values(), *row.__dict__.values()]
    assert ADDRESS not in " ".join(map(str, kept))


def test_each_follower_gets_one_letter_and_one_failure_is_one_letters(queued, monkeypatch):
    root = CommentFactory(article=ArticleFactory())
    for number in range(4):
        following.confirm(following.follow(f"r{number}@example.org", root, "en", "http://testserver/"))
    DBTaskResult.objects.all().delete()
    sending = following.send_letter

    def refuse_one(to, *arguments, **options):
        if to.startswith("r2"):
            raise OSError("gone")
        return sending(to, *arguments, **options)

    monkeypatch.setattr(following, "send_letter", refuse_one)
    following.tell_followers(CommentFactory(article=root.article, parent=root))
    for _time in range(2):
        work()
    assert sorted(letter.to[0][:2] for letter in mail.outbox) == ["r0", "r1", "r3"]
    monkeypatch.undo()
    ready_again()
    work()
    assert sorted(letter.to[0][:2] for letter in mail.outbox) == ["r0", "r1", "r2", "r3"]


SCRIPT = """
from foundation.background.work import hand_in
from news.models import Article, Comment, Section, Reader, Subscription
from news.tasks import send_confirm_letter
from django.utils import timezone
section = Section.objects.create(slug="s", name_en="S", name_zh_hans="S", kind="news")
article = Article.objects.create(section=section, title_en="A", slug="a", body_en="<p>b</p>")
comment = Comment.objects.create(
    article=article, name="n", body="b", language="en", created_at=timezone.now(), status="approved"
)
reader = Reader.objects.create(email="a.reader@example.org")
one = Subscription.objects.create(reader=reader, thread=comment, language="en", site="http://localhost/")
hand_in(send_confirm_letter, one.pk)
"""
STATE = """
from django_tasks_db.models import DBTaskResult as R
from foundation.background.models import Mishap
print(json.dumps([[r.status for r in R.objects.all()], [m.reason for m in Mishap.objects.open()]]))
"""
TIME_PASSES = """
from datetime import timedelta
from django.utils import timezone
from django_tasks_db.models import DBTaskResult as R
from foundation.background.models import Effect
Effect.objects.update(begun_at=timezone.now() - timedelta(minutes=3))
R.objects.filter(status="READY").update(run_after=timezone.now() - timedelta(seconds=1))
"""


def test_a_worker_killed_while_a_letter_goes_does_not_send_it_twice(tmp_path):
    database = postgresql_database(f"letters_{os.getpid()}")
    with MailServer("hangs") as server:
        more = {"DATABASE_URL": database} if database else {}
        portal = Portal(tmp_path, EMAIL_URL=f"smtp://127.0.0.1:{server.port}", **more)
        try:
            if database:
                portal.run("createcachetable")
            portal.run("migrate", "--verbosity", "0")
            portal.python(SCRIPT)
            killed = portal.work("--lost-after", "1.5")
            assert server.begun.wait(30)
            time.sleep(0.3)
            os.kill(killed.pid, signal.SIGKILL)
            killed.wait()
            assert len(server.letters) == 1
            server.behaviour = ""
            portal.python(TIME_PASSES)
            portal.work("--lost-after", "1.5")
            until = time.monotonic() + 30
            while portal.python(STATE)[0] != ["FAILED"]:
                assert time.monotonic() < until, portal.log()
                portal.python(TIME_PASSES)
            assert portal.python(STATE)[1] == [
                "The process that did it ended in the middle: it may have happened already."
            ]
            assert len(server.letters) == 1
        finally:
            portal.end()
