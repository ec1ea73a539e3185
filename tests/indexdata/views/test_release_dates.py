"""Readers are told of a release's date and of its changes, and of nothing else."""

from datetime import date, timedelta

import icalendar
import pytest
from django.utils import timezone

from indexdata.enums import ContentState, DateState
from indexdata.models import Release
from indexdata.releases import dating
from tests.factories.indexdata import ObservationFactory, ReleaseFactory
from tests.factories.users import officer
from tests.indexdata.world import SECRET

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WHY = {"en": "Late survey.", "zh_hans": "调查延迟。"}


def release(**facts):
    """Make a draft release of tomorrow with a figure."""
    facts = {"released_at": timezone.now() + DAY, "content_state": ContentState.DRAFT, **facts}
    made = ReleaseFactory(**facts)
    ObservationFactory(release=made, value=SECRET)
    return made


def event(client, prefix=""):
    """Return the only event of the calendar file."""
    (found,) = icalendar.Calendar.from_ical(client.get(f"{prefix}/releases.ics").content).walk("VEVENT")
    return found


@pytest.mark.parametrize(
    ("prefix", "words"), [("", "June 2099, day to be announced"), ("/zh-hans", "2099年6月，具体日期待定")]
)
def test_a_month_without_a_moment_is_provisional(client, prefix, words):
    made = release(released_at=None, expected_month=date(2099, 6, 1), date_state=DateState.PROVISIONAL)
    for address in ("/releases/", made.get_absolute_url(), "/"):
        assert words in client.get(prefix + address).text
    found = event(client, prefix)
    assert (found["STATUS"], found["DTSTART"].dt, found["DTEND"].dt) == (
        "TENTATIVE", date(2099, 6, 1), date(2099, 7, 1),
    )  # fmt: skip
    (item,) = client.get("/api/v1/releases").json()["items"]
    assert (item["released_at"], item["expected_month"], item["standing"]) == (None, "2099-06", "provisional")


@pytest.mark.parametrize(
    ("prefix", "word", "reason"), [("", "Moved from", "Late survey."), ("/zh-hans", "改期", "调查延迟。")]
)
def test_readers_see_every_change_of_date_with_its_reason(client, prefix, word, reason):
    made = release()
    dating.move(made, timezone.now() + 3 * DAY, officer(), WHY)
    for address in ("/releases/", made.get_absolute_url(), "/feeds/releases.atom"):
        text = client.get(prefix + address).text
        assert word in text
        assert reason in text
        assert str(SECRET) not in text
    assert reason in event(client, prefix)["DESCRIPTION"]


def test_the_calendar_file_grows_with_each_change_and_keeps_its_names(client):
    made, by = release(), officer()
    seen = [event(client)]
    for step in (
        lambda: dating.move(made, timezone.now() + 3 * DAY, by, WHY),
        lambda: dating.postpone(made, by, WHY),
        lambda: dating.announce(made, timezone.now() + 4 * DAY, by),
        lambda: dating.cancel(made, by, WHY),
        lambda: dating.announce(made, timezone.now() + 5 * DAY, by),
    ):
        step()
        seen.append(event(client))
    assert [int(one["SEQUENCE"]) for one in seen] == [0, 1, 2, 3, 4, 5]
    stamps = [one["DTSTAMP"].dt for one in seen]
    assert stamps == sorted(stamps)
    assert stamps[-1] <= timezone.now()
    assert {str(one["UID"]) for one in seen} == {str(seen[0]["UID"])}
    assert [str(one["STATUS"]) for one in seen] == [
        "CONFIRMED", "CONFIRMED", "TENTATIVE", "CONFIRMED", "CANCELLED", "CONFIRMED",
    ]  # fmt: skip


@pytest.mark.parametrize(("prefix", "word"), [("", "Delayed"), ("/zh-hans", "延迟发布")])
def test_what_is_not_approved_at_its_second_is_delayed(client, prefix, word):
    made = release(released_at=timezone.now() - DAY)
    for address in ("/releases/", made.get_absolute_url(), "/releases.ics", "/"):
        text = client.get(prefix + address).text
        assert word in text
        assert str(SECRET) not in text
    (item,) = client.get("/api/v1/releases?state=coming").json()["items"]
    assert (item["standing"], item["public"], item["public_at"]) == ("delayed", False, None)


@pytest.mark.parametrize(("prefix", "word"), [("", "Cancelled"), ("/zh-hans", "取消")])
def test_a_cancelled_release_says_so_before_and_after_its_day(client, prefix, word):
    made = release()
    own = made.get_absolute_url()
    dating.cancel(made, officer(), WHY)
    assert word in client.get(f"{prefix}/releases/").text
    Release.objects.update(released_at=timezone.now() - DAY)
    for address in (f"/releases/?year={made.period.year}", own):
        assert word in client.get(prefix + address).text


def test_approval_is_no_word_of_the_calendar(client):
    made = release()
    pages = ("/releases/", made.get_absolute_url(), "/releases.ics", "/api/v1/releases")
    draft = [client.get(page).content for page in pages]
    made.content_state = ContentState.APPROVED
    made.save()
    assert [client.get(page).content for page in pages] == draft


def test_what_came_out_late_says_when(client):
    announced = timezone.now() - 2 * DAY
    made = release(
        released_at=announced, content_state=ContentState.APPROVED, approved_at=timezone.now() - DAY
    )
    text = client.get(made.get_absolute_url()).text
    assert "announced for" in text
    (item,) = client.get("/api/v1/releases").json()["items"]
    assert item["public_at"] > item["released_at"]


def test_changes_of_dates_cost_one_query_whatever_their_number(client, django_assert_num_queries):
    made, by = release(), officer()
    client.get("/releases/")
    dating.move(made, timezone.now() + 2 * DAY, by, WHY)
    with django_assert_num_queries(2):
        client.get("/releases.ics")
    for days in range(3, 30):
        dating.move(made, timezone.now() + days * DAY, by, WHY)
    with django_assert_num_queries(2):
        client.get("/releases.ics")
