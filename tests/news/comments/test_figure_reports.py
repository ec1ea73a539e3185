"""Readers report an error in a figure: taken in, limited, answered by officers, forgotten."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from indexdata.enums import ContentState
from news.comments import erasing
from news.comments.figure_reports import (
    EMAIL_AFTER_ANSWER,
    EMAIL_AT_MOST,
    LIMITS,
    FigureReportUndecided,
    decide,
)
from news.comments.forgetting import forget
from news.comments.forms import FASTEST_SECONDS, opened_now
from news.comments.models import FigureReport
from news.comments.networks import KEPT_FOR
from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory
from tests.factories.users import editor, moderator, officer
from tests.indexdata.world import weekly

pytestmark = pytest.mark.django_db
ADDRESS = "/reader-comments/figures/price/2023-06-12/"


@pytest.fixture(autouse=True)
def figure():
    """A public figure."""
    return ObservationFactory(value="106.30")


def sent(figure, **more):
    """Return the fields of a form that was open long enough."""
    opened = opened_now(
        f"figure-{figure.index_id}-{figure.release_id}", timezone.now().timestamp() - FASTEST_SECONDS - 2
    )
    return {"text": "The bulletin says 106.03.", "email": "", "homepage": "", "opened": opened, **more}


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_the_form_names_index_issue_and_value_and_takes_a_report_in(client, figure, prefix):
    page = client.get(f"{prefix}{ADDRESS}")
    assert "106.30" in page.text
    assert figure.release.label("zh-hans" if prefix else "en") in page.text
    assert "no-store" in page.headers["Cache-Control"]
    answer = client.post(f"{prefix}{ADDRESS}", sent(figure, email="reader@example.org"))
    assert answer.headers["Location"] == f"{prefix}{ADDRESS}?sent"
    assert client.get(answer.headers["Location"]).status_code == 200
    report = FigureReport.objects.get()
    assert (report.index, report.release, str(report.value), report.text, report.email, report.state) == (
        figure.index, figure.release, "106.30", "The bulletin says 106.03.", "reader@example.org", "new"
    )  # fmt: skip
    assert "127.0.0" not in report.network
    assert report.network


def test_pages_of_the_figure_lead_to_the_form(client, figure):
    assert f'href="{ADDRESS}"' in client.get(figure.release.get_absolute_url()).text
    newest = weekly(count=2)[-1]
    assert f'href="/reader-comments/figures/price/{newest.period}/"' in client.get("/index/price/").text


def test_what_is_not_public_is_as_if_it_did_not_exist(client, figure):
    coming = ReleaseFactory(
        period=date(2023, 6, 19),
        released_at=timezone.now() + timedelta(days=1),
        content_state=ContentState.APPROVED,
    )
    ObservationFactory(index=figure.index, release=coming, period=coming.period, value="987.65")
    IndexFactory(path="price/grey-fabric")
    paths = (
        "price/2023-06-19", "price/2023-06-26", "price/2023-06", "price/2023-99-99", "price/grey-fabric/2023-06-12",
        "nothing/2023-06-12",
    )  # fmt: skip
    for path in paths:
        for answer in (
            client.get(f"/reader-comments/figures/{path}/"),
            client.post(f"/reader-comments/figures/{path}/", sent(figure)),
        ):
            assert answer.status_code == 404, path
    assert not FigureReport.objects.exists()


@pytest.mark.parametrize("wrong", [{"text": " "}, {"text": "x" * 2001}, {"email": "no address"}, {"homepage": "http://x"}, {"opened": ""},
                                   {"opened": "1:forged"}, {"text": "\u202e"}])  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, figure, wrong):
    answer = client.post(ADDRESS, sent(figure, **wrong))
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert not FigureReport.objects.exists()
    if "text" not in wrong:
        assert "The bulletin says 106.03." in answer.text


def test_one_network_sends_so_many_and_the_same_once(client, figure):
    for _again in range(3):
        assert client.post(ADDRESS, sent(figure)).status_code == 302
    assert FigureReport.objects.count() == 1
    for number in range(1, LIMITS[0][1]):
        assert client.post(ADDRESS, sent(figure, text=f"Report {number}")).status_code == 302
    answer = client.post(ADDRESS, sent(figure, text="One more"))
    assert answer.status_code == 429
    assert "One more" in answer.text
    assert FigureReport.objects.count() == LIMITS[0][1]


def make(figure, **facts):
    facts = {
        "text": "Wrong.",
        "email": "reader@example.org",
        "network": "1.x",
        "created_at": timezone.now(),
        **facts,
    }
    return FigureReport.objects.create(
        index=figure.index, release=figure.release, value=figure.value, language="en", **facts
    )


def test_officers_answer_in_the_admin_and_others_see_nothing(client, figure):
    report = make(figure)
    listed, page = (
        reverse("admin:news_figurereport_changelist"),
        reverse("admin:news_figurereport_change", args=[report.pk]),
    )
    for person in (editor(), moderator()):
        client.force_login(person)
        assert client.get(listed).status_code == client.get(page).status_code == 403
    client.force_login(officer())
    assert "Wrong." in client.get(listed).text
    text = client.get(page).text
    assert "reader@example.org" in text
    assert "1.x" not in text
    step = reverse("admin:news_figurereport_led_to_correction", args=[report.pk])
    assert client.post(step, {"remark": "Typing mistake.", "_form_submitted": "True"}).status_code == 200
    report.refresh_from_db()
    assert (report.state, report.remark, report.decided_by is not None) == (
        "corrected",
        "Typing mistake.",
        True,
    )
    assert "Typing mistake." in client.get(page).text
    with pytest.raises(FigureReportUndecided):
        decide(report, FigureReport.State.DISMISSED, officer())


def test_empty_lists_of_what_begins_elsewhere_ask_nobody_to_add_one(client):
    client.force_login(officer())
    for model, said in (
        ("news_figurereport", "No reader has reported an error"),
        ("indexdata_draftvintage", "Correct this figure"),
    ):
        page = client.get(reverse(f"admin:{model}_changelist")).text
        assert said in page
        assert "Create a new item" not in page


def test_only_officers_decide(figure):
    with pytest.raises(FigureReportUndecided):
        decide(make(figure), FigureReport.State.ANSWERED, editor())


def test_networks_and_addresses_are_forgotten(figure):
    now = timezone.now()
    old = make(figure, created_at=now - KEPT_FOR - timedelta(days=1))
    answered = make(figure, state="answered", decided_at=now - EMAIL_AFTER_ANSWER - timedelta(days=1))
    ancient = make(figure, created_at=now - EMAIL_AT_MOST - timedelta(days=1))
    fresh = make(figure)
    assert forget(write=False)["figure reports"] == 3
    assert forget()["figure reports"] == 3
    kept = {one.pk: (bool(one.network), bool(one.email)) for one in FigureReport.objects.all()}
    assert kept == {
        old.pk: (False, True),
        answered.pk: (True, False),
        ancient.pk: (False, False),
        fresh.pk: (True, True),
    }
    assert forget()["figure reports"] == 0


def test_readers_see_and_erase_what_they_reported(figure):
    make(figure)
    assert erasing.holds_anything("Reader@example.org")
    assert erasing.data_of("reader@example.org")["reported_errors"][0]["text"] == "Wrong."
    erasing.erase("reader@example.org")
    assert not FigureReport.objects.exists()
    assert not erasing.holds_anything("reader@example.org")
