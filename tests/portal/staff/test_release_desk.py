"""Releases on the desk: what is due when, whose turn it is, what is missing; as many questions for 3 as for 30."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from indexdata.enums import ContentState
from indexdata.models import EmbargoRead, Release
from indexdata.releases import approving
from indexdata.releases.entering import enter
from news.comments.models import FigureReport
from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory
from tests.factories.users import editor, officer
from tests.indexdata.releases.settled import settle
from tests.indexdata.world import last_monday, weekly

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


@pytest.fixture
def li():
    return officer(first_name="Li", last_name="Wei")


@pytest.fixture
def release():
    for path in ("price", "price/apparel"):
        weekly(path, count=3)
    return ReleaseFactory(
        period=last_monday() + WEEK, released_at=timezone.now() + WEEK, content_state=ContentState.DRAFT,
        date_changes=1,
    )  # fmt: skip


def give(release, by, path="price", value="100.30"):
    figure = ObservationFactory.build(
        index=IndexFactory(path=path), release=release, period=release.period, value=Decimal(value)
    )
    enter(figure, by)


def desk(client, person):
    client.force_login(person)
    answer = client.get(reverse("admin:index"))
    return answer.context["releases"]["coming"], answer.text


def test_each_step_says_whose_turn_it_is(client, release, li):
    second = officer()
    (one,), page = desk(client, second)
    assert one.turn == "The figures are still to be brought in."
    assert [finding.code for finding in one.findings] == ["empty"]
    assert not EmbargoRead.objects.exists()
    give(release, li)
    (one,), page = desk(client, li)
    assert (one.is_mine, one.turn) == (True, "You are at work on it: hand it over when it is checked.")
    (one,), page = desk(client, second)
    assert (one.is_mine, one.turn) == (False, "Li Wei is at work on it.")
    approving.check(release, li)
    (one,), page = desk(client, li)
    assert (one.is_mine, one.turn) == (False, "Handed over by Li Wei: it waits for a second person.")
    (one,), page = desk(client, second)
    assert (one.is_mine, one.turn) == (True, "Handed over by Li Wei: settle the checks, then approve it.")
    assert "Apparel" in page
    assert "no commentary" in page
    assert reverse("admin:indexdata_release_checks", args=[release.pk]) in page
    assert EmbargoRead.objects.filter(person=second, release=release).exists()
    give(release, li, "price/apparel")
    approving.check(settle(Release.objects.get(pk=release.pk)), li)
    (one,), page = desk(client, second)
    assert (one.findings, one.turn.endswith("it waits for you or another to approve it.")) == ([], True)
    approving.approve(release, second)
    (one,), page = desk(client, li)
    assert one.turn.startswith("Approved by ")


def test_a_delayed_release_is_the_first_and_says_so(client, release, li):
    ReleaseFactory(
        period=last_monday() + 2 * WEEK, released_at=timezone.now() + timedelta(hours=1),
        content_state=ContentState.DRAFT,
    )  # fmt: skip
    Release.objects.filter(pk=release.pk).update(released_at=timezone.now() - timedelta(minutes=1))
    (first, second), page = desk(client, li)
    assert (first.release, first.is_delayed, second.is_delayed) == (release, True, False)
    assert "Delayed" in page.partition("Next releases")[2]


def test_a_long_list_of_findings_says_how_many_more(client, release, li):
    for n in range(6):
        weekly(f"price/class-{n}", count=3)
        give(release, li, f"price/class-{n}", "1000.00")
    (one,), page = desk(client, li)
    assert len(one.findings) == 3
    assert f"{one.more} more findings: settle the checks" in page


@pytest.mark.parametrize("number", [0, 1, 12])
def test_what_readers_report_is_counted_on_the_desk_and_in_the_menu(client, release, li, number):
    figure = ObservationFactory(value="106.30")
    for n in range(number):
        FigureReport.objects.create(
            index=figure.index, release=figure.release, value=figure.value, text=f"It says {n}.", language="en",
            created_at=timezone.now(),
        )  # fmt: skip
    FigureReport.objects.create(
        index=figure.index, release=figure.release, text="Answered", language="en", created_at=timezone.now(),
        state=FigureReport.State.ANSWERED,
    )  # fmt: skip
    _shown, page = desk(client, li)
    leading = reverse("admin:news_figurereport_changelist") + "?state__exact=new"
    assert (leading in page) is bool(number)
    assert "0 corrections" not in page
    if number:
        assert f"{number} error" in page
        assert len(client.get(leading).context["cl"].result_list) == number
    client.force_login(editor())
    assert leading not in client.get(reverse("admin:index")).text


def test_editors_see_nothing_of_it(client, release, li):
    give(release, li, value="987.65")
    client.force_login(editor())
    answer = client.get(reverse("admin:index"))
    assert "releases" not in answer.context
    assert "987.65" not in answer.text


def test_the_desk_takes_the_same_queries_for_1_release_and_6(client, li):
    counts = []
    client.force_login(li)
    weekly("price", count=3)
    for first, last in ((1, 2), (2, 7)):
        for n in range(first, last):
            one = ReleaseFactory(
                period=last_monday() + n * WEEK, released_at=timezone.now() + n * WEEK,
                content_state=ContentState.CHECKED,
            )  # fmt: skip
            for path in range(n * 8):
                index = IndexFactory(path=f"price/class-{path}")
                ObservationFactory(index=index, release=one, period=one.period, entered_by=li)
        client.get(reverse("admin:index"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("admin:index")).status_code == 200
        counts.append(len(captured))
    assert (
        counts[1] <= counts[0] + 2
    )  # what is missing is named, and what comes after a long time is looked for
    assert counts[0] <= 32
