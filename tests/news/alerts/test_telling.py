"""Letters about releases: after the moment, once, published figures alone, with the threshold, in the reader's language."""

from datetime import datetime, timedelta
from decimal import Decimal
from smtplib import SMTPRecipientsRefused
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from foundation.background.models import Effect, Mishap
from foundation.background.worker import Worker
from indexdata.models import Observation, Release
from news.alerts import letters, subscribing, telling
from news.alerts.models import Alert, Rhythm, TellingRound
from news.alerts.telling import tell_of_releases, tell_of_the_week
from news.letters.sending import RefusedLetter
from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory
from tests.indexdata.world import SECRET, last_monday

pytestmark = pytest.mark.django_db
SITE = "http://testserver/"


def follows(email="wang@example.org", language="en", **wanted):
    wanted = {"family": "price", "index": None, "threshold": None, "rhythm": Rhythm.RELEASE, **wanted}
    alert = subscribing.follow_figures(email, wanted, language, SITE)
    subscribing.confirm(alert)
    mail.outbox.clear()
    return alert


@pytest.fixture
def release():
    """The newest release of the price family, out a minute ago: 100.00, 100.10, 100.20."""
    return price(timezone.now() - timedelta(minutes=1))


def price(newest):
    """Make three weekly figures, the newest released at a moment, the others long before; return the newest release."""
    index = IndexFactory(path="price", name="Price index")
    for back, value in ((2, "100.00"), (1, "100.10"), (0, "100.20")):
        period = last_monday() - timedelta(weeks=1 + back)
        release = out(period, newest if not back else newest - timedelta(weeks=8 + back))
        ObservationFactory(index=index, release=release, period=period, value=value)
    return release


def out(period, moment):
    return ReleaseFactory(period=period, released_at=moment, approved_at=moment - timedelta(minutes=5))


def test_a_letter_in_the_readers_language_goes_once(release):
    follows()
    follows("li@example.org", "zh-hans")
    assert tell_of_releases() == 1
    assert tell_of_releases() == 0
    english, chinese = mail.outbox
    assert english.to == ["wang@example.org"]
    assert "100.20" in english.subject
    assert "0.10%" in english.body
    assert f"http://testserver{release.get_absolute_url()}" in english.body
    assert "/zh-hans/releases/" in chinese.body
    assert "点" in chinese.body or "价格" in chinese.body
    (html, kind) = english.alternatives[0]
    assert kind == "text/html"
    assert "100.20" in html
    assert 'lang="zh-hans"' in chinese.alternatives[0][0]


def test_each_letter_can_be_ended_by_the_mail_program(client, release):  # RFC 8058
    follows()
    tell_of_releases()
    headers = mail.outbox[0].message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>")
    client.post(address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert not Alert.objects.exists()


def test_nothing_before_its_moment_and_nothing_unconfirmed(release):
    subscribing.follow_figures(
        "li@example.org",
        {"family": "price", "index": None, "threshold": None, "rhythm": "release"},
        "en",
        SITE,
    )
    follows()
    coming = ReleaseFactory(
        period=release.period + timedelta(weeks=1), released_at=timezone.now() + timedelta(hours=1)
    )
    index = Observation.objects.filter(release=release).first().index
    ObservationFactory(index=index, release=coming, period=coming.period, value=SECRET)
    tell_of_releases()
    assert [one.to for one in mail.outbox] == [["wang@example.org"]]
    assert str(SECRET) not in mail.outbox[0].body
    telling.send_alert_letter.call(coming.pk, Alert.objects.confirmed().get().reader_id)
    telling.tell_batch.call(coming.pk, 0)
    assert len(mail.outbox) == 1
    tell_of_releases(timezone.now() + timedelta(hours=2))
    assert TellingRound.objects.count() == 2


def test_demonstration_figures_are_never_sent(release):
    follows()
    Observation.objects.filter(release=release).update(demonstration=True)
    tell_of_releases()
    assert not mail.outbox
    TellingRound.objects.all().delete()
    Release.objects.update(demonstration=True)
    assert tell_of_releases() == 0


def test_older_releases_that_come_out_later_and_corrections_are_no_news(release):
    follows()
    tell_of_releases()
    older = out(release.period - timedelta(weeks=9), timezone.now())
    assert older.is_public()
    held = Observation.objects.get(release=release)
    Observation.objects.filter(pk=held.pk).update(superseded_at=timezone.now())
    ObservationFactory(
        index=held.index, release=release, period=release.period, value="101.00", vintage=2,
        published_at=timezone.now(),
    )  # fmt: skip
    assert tell_of_releases() == 0
    assert len(mail.outbox) == 1


def test_what_came_out_long_ago_is_no_news():
    price(timezone.now() - telling.NEWS_FOR - timedelta(hours=1))
    follows()
    assert tell_of_releases() == 0


@pytest.mark.parametrize(
    ("threshold", "number"), [(None, 1), ("0.05", 1), ("0.09", 1), ("0.11", 0), ("50.00", 0)]
)
def test_a_threshold_is_respected(release, threshold, number):
    follows(threshold=threshold and Decimal(threshold))
    tell_of_releases()
    assert len(mail.outbox) == number


def test_a_letter_tells_each_index_that_is_followed_in_one(release):
    index = IndexFactory(path="price/raw-materials", name="Raw materials")
    ObservationFactory(index=index, release=release, period=release.period, value="88.40")
    follows()
    follows(index=index)
    follows("other@example.org", family="prosperity")
    tell_of_releases()
    assert len(mail.outbox) == 1
    assert "100.20" in mail.outbox[0].body
    assert "Raw materials 88.40" in mail.outbox[0].body


def test_one_failure_is_one_letters_and_shown(release, monkeypatch):
    follows()
    follows("li@example.org")
    fails_for(monkeypatch, "wang@example.org", OSError("no route"))
    tell_of_releases()
    assert [one.to for one in mail.outbox] == [["li@example.org"]]
    assert Mishap.objects.open().get().kind == "alert-letter"


def fails_for(monkeypatch, address, error):
    whole = locmem.EmailBackend.send_messages

    def send(self, messages):
        if address in messages[0].to:
            raise error
        return whole(self, messages)

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", send)


def test_a_release_that_cannot_be_begun_is_shown_and_tried_again(release, monkeypatch):
    follows()
    whole = telling._begin
    monkeypatch.setattr(telling, "_begin", lambda *_all: 1 / 0)
    assert tell_of_releases() == 0
    assert Mishap.objects.open().get().kind == telling.MISHAP
    monkeypatch.setattr(telling, "_begin", whole)
    assert tell_of_releases() == 1
    assert not Mishap.objects.open().exists()
    assert len(mail.outbox) == 1


def test_a_doubtful_letter_is_not_repeated_but_shown(release):
    alert = follows()
    Effect.objects.create(
        key=f"letter-alert {release.pk}·{alert.reader_id}", begun_at=timezone.now() - timedelta(hours=1)
    )
    tell_of_releases()
    assert not mail.outbox
    assert "may have happened" in Mishap.objects.open().get().reason


def test_an_address_refused_again_and_again_gets_no_letters(release, monkeypatch):
    alert = follows()
    fails_for(
        monkeypatch, "wang@example.org", SMTPRecipientsRefused({"wang@example.org": (550, b"no such user")})
    )
    for number in range(letters.MOST_REFUSALS):
        assert Alert.objects.count() == 1, number
        with pytest.raises(RefusedLetter):
            telling.send_alert_letter.call(release.pk, alert.reader_id)
    assert not Alert.objects.exists()


def many(number, first=0):
    for one in range(first, first + number):
        follows(f"r{one}@example.org")


def test_batches_read_the_same_whatever_their_number(release, settings, monkeypatch):
    settings.TASKS = {name: {"BACKEND": settings.TASKS[name]["BACKEND"]} for name in ("default", "queue")}
    many(4)

    def reads():
        with CaptureQueriesContext(connection) as asked:
            telling.tell_batch.call(release.pk, 0)
        return sum(query["sql"].startswith("SELECT") for query in asked.captured_queries)

    few = reads()
    many(16, first=4)
    assert reads() == few
    assert few <= 8


def test_every_reader_of_many_batches_gets_one_letter(release, settings, monkeypatch):
    monkeypatch.setattr(telling, "BATCH", 7)
    many(23)
    settings.TASKS = {name: {"BACKEND": settings.TASKS[name]["BACKEND"]} for name in ("default", "queue")}
    tell_of_releases()
    telling.tell_batch.call(release.pk, 0)  # a batch that a crash has done again
    worker = Worker(with_chores=False)
    while stored := worker.take():
        worker.do(stored)
    assert sorted(one.to[0] for one in mail.outbox) == sorted(f"r{one}@example.org" for one in range(23))
    assert not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists()


def friday(days=0):
    """Return five minutes after the moment of the weekly letters, so many days after the last one but one."""
    last = telling.last_friday(timezone.now()) - timedelta(weeks=1)
    return last + timedelta(days=days, minutes=5)


@pytest.mark.parametrize(("days", "number"), [(0, 1), (1, 1), (3, 1), (4, 0)])
def test_the_weekly_letter_goes_once_after_friday(days, number):
    price(friday(-3))
    follows(rhythm=Rhythm.WEEKLY)
    assert tell_of_releases(friday(-3) + timedelta(minutes=1)) == 1
    assert not mail.outbox
    assert tell_of_the_week(friday(days)) == number
    assert tell_of_the_week(friday(days)) == 0
    assert len(mail.outbox) == number
    if number:
        assert "100.20" in mail.outbox[0].body
        assert "week" in mail.outbox[0].subject


def test_a_week_without_a_release_brings_no_letter():
    price(friday(-9))
    follows(rhythm=Rhythm.WEEKLY)
    assert tell_of_the_week(friday()) == 1
    assert not mail.outbox


@pytest.mark.parametrize(
    ("now", "friday"),
    [
        ("2026-11-27T16:59", "2026-11-20"), ("2026-11-27T17:00", "2026-11-27"), ("2026-11-28T09:00", "2026-11-27"),
        ("2026-12-03T23:59", "2026-11-27"),
    ],
)  # fmt: skip
def test_the_week_ends_on_friday_by_the_offices_clock(now, friday):
    zone = ZoneInfo("Asia/Shanghai")
    last = telling.last_friday(datetime.fromisoformat(now).replace(tzinfo=zone))
    assert last == datetime.fromisoformat(f"{friday}T17:00").replace(tzinfo=zone)
