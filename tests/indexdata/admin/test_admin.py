"""The index officers' admin pages: embargoed figures, corrections, and how many queries a list takes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from indexdata.models import Event, Observation, Release
from tests.factories.indexdata import (
    CollectingSourceFactory,
    IndexFactory,
    ObservationFactory,
    ReleaseFactory,
    SampleUnitFactory,
)
from tests.factories.users import administrator, editor, officer

pytestmark = pytest.mark.django_db
MONDAY = date(2023, 6, 12)
LISTS = {
    "index": lambda n: ObservationFactory(index=IndexFactory(path=f"price/class-{n}"), period=MONDAY),
    "observation": lambda n: ObservationFactory(period=MONDAY + timedelta(weeks=n)),
    "release": lambda n: ReleaseFactory(period=MONDAY + timedelta(weeks=n)),
    "collectingsource": lambda n: CollectingSourceFactory(),
    "sampleunit": lambda n: SampleUnitFactory(),
    "event": lambda n: Event.objects.create(
        start=MONDAY + timedelta(days=n), name_en="Fair", families=["price"]
    ),
}


@pytest.fixture
def coming():
    """Return a release that comes out tomorrow, with one figure."""
    release = ReleaseFactory(period=MONDAY, released_at=timezone.now() + timedelta(days=1))
    ObservationFactory(period=MONDAY - timedelta(weeks=1), value="100.00")
    ObservationFactory(period=MONDAY, release=release, value="100.50")
    return release


@pytest.mark.parametrize("name", LISTS)
def test_lists_take_the_same_queries_for_3_and_30(client, name):
    client.force_login(administrator())
    counts = []
    for first, last in ((0, 3), (3, 30)):
        for n in range(first, last):
            LISTS[name](n)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(f"admin:indexdata_{name}_changelist")).status_code == 200
        counts.append(len(captured))
    assert counts[1] <= counts[0]
    assert counts[1] <= 16


@pytest.mark.parametrize("name", LISTS)
def test_pages_answer_in_both_languages(client, settings, name):
    LISTS[name](1)
    client.force_login(administrator())
    for language in ("en", "zh-hans"):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        assert client.get(reverse(f"admin:indexdata_{name}_changelist")).status_code == 200
        assert client.get(reverse(f"admin:indexdata_{name}_add")).status_code == 200


def test_a_release_with_many_figures_takes_few_queries(client, coming):
    client.force_login(officer())
    address = reverse("admin:indexdata_release_change", args=[coming.pk])
    counts = []
    for first, last in ((0, 3), (3, 20)):
        for n in range(first, last):
            ObservationFactory(index=IndexFactory(path=f"price/class-{n}"), period=MONDAY, release=coming)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[1] - counts[0] <= 17  # each select box asks for the name of its own index


def test_officers_see_embargoed_figures_and_others_do_not(client, coming):
    address = reverse("admin:indexdata_release_change", args=[coming.pk])
    client.force_login(officer())
    page = client.get(address).text
    assert "100.50" in page
    assert "+0.50%" in page
    client.force_login(editor())
    assert "100.50" not in client.get(address).text
    assert client.get(reverse("admin:indexdata_observation_changelist")).status_code == 403


def test_a_figure_is_entered_into_a_coming_release_only(client, coming):
    client.force_login(officer())
    grey = IndexFactory(path="price/grey-fabric")
    inline = {"provenance-TOTAL_FORMS": 0, "provenance-INITIAL_FORMS": 0, "status": "A"}
    address, data = reverse("admin:indexdata_observation_add"), {"index": grey.pk, "value": "98.10", **inline}
    client.post(address, {**data, "release": coming.pk})
    figure = Observation.objects.get(index=grey)
    assert (figure.period, figure.value, figure.entered_by.username[:5]) == (
        MONDAY,
        Decimal("98.10"),
        "staff",
    )
    twice = client.post(address, {**data, "release": coming.pk})
    assert "index" in twice.context["adminform"].form.errors
    public = ReleaseFactory(period=MONDAY - timedelta(weeks=1))
    assert client.post(address, {**data, "release": public.pk}).context["adminform"].form.errors
    monthly = IndexFactory(path="prosperity")
    wrong = client.post(address, {**data, "index": monthly.pk, "release": coming.pk})
    assert "index" in wrong.context["adminform"].form.errors


def test_a_published_value_is_read_only_and_corrected_by_a_vintage(client, settings):
    settings.ONE_PERSON_RELEASES = True
    figure = ObservationFactory(value="106.30")
    client.force_login(officer())
    page = reverse("admin:indexdata_observation_change", args=[figure.pk])
    inline = {"provenance-TOTAL_FORMS": 0, "provenance-INITIAL_FORMS": 0}
    assert 'name="value"' not in client.get(page).text
    client.post(page, {"value": "1.00", "status": "A", **inline})
    assert Observation.objects.get().value == Decimal("106.30")
    correct = reverse("admin:indexdata_observation_correct_figure", args=[figure.pk])
    assert client.get(correct).status_code == 200
    client.post(correct, {"value": "106.35", "reason_en": "", "_form_submitted": "True"})
    assert Observation.objects.count() == 1
    client.post(
        correct,
        {
            "value": "106.35",
            "reason_en": "Typing mistake.",
            "reason_zh_hans": "录入有误。",
            "_form_submitted": "True",
        },
    )
    assert Observation.objects.public().get().value == Decimal("106.35")
    assert Observation.objects.count() == 2


def test_a_coming_release_is_moved_by_its_button(client, coming):
    client.force_login(officer())
    address = reverse("admin:indexdata_release_reschedule_release", args=[coming.pk])
    assert client.get(address).status_code == 200
    client.post(
        address,
        {
            "at_0": "2099-01-05",
            "at_1": "12:00",
            "reason_en": "Holiday.",
            "reason_zh_hans": "放假。",
            "_form_submitted": "True",
        },
    )
    assert Release.objects.get(pk=coming.pk).released_at.year == 2099


def test_published_figures_cannot_be_deleted(client):
    figure = ObservationFactory()
    client.force_login(administrator())
    for name, pk in (("observation", figure.pk), ("release", figure.release_id)):
        assert (
            client.post(reverse(f"admin:indexdata_{name}_delete", args=[pk]), {"post": "yes"}).status_code
            == 403
        )
    data = {"action": "delete_selected", "_selected_action": [figure.pk], "post": "yes"}
    client.post(reverse("admin:indexdata_observation_changelist"), data)
    assert Observation.objects.exists()


def test_contacts_are_shown_in_the_admin_only(client):
    unit = SampleUnitFactory(contact="Ms Li, 0575-84115158")
    client.force_login(officer())
    assert "0575-84115158" in client.get(reverse("admin:indexdata_sampleunit_change", args=[unit.pk])).text
    client.force_login(editor())
    assert client.get(reverse("admin:indexdata_sampleunit_change", args=[unit.pk])).status_code == 403


def test_the_history_of_a_release_names_figures_and_is_for_those_who_may_see_them(client, coming):
    client.force_login(officer())
    data = {
        "note_en": "", "note_zh_hans": "", "moment_recorded": "on", "gap_status": "M",
        "observations-TOTAL_FORMS": "1", "observations-INITIAL_FORMS": "0",
        "observations-0-index": IndexFactory(path="price/grey-fabric").pk, "observations-0-value": "987.65",
        "observations-0-status": "A", "observations-0-release": coming.pk,
    }  # fmt: skip
    client.post(reverse("admin:indexdata_release_change", args=[coming.pk]), data)
    history = reverse("admin:indexdata_release_history", args=[coming.pk])
    assert "987.65" in client.get(history).text
    client.force_login(editor())
    answer = client.get(history)
    assert answer.status_code == 403
    assert "987.65" not in answer.text


@pytest.mark.parametrize("name", ["release_reschedule_release", "observation_correct_figure"])
def test_a_step_with_something_that_is_gone_is_404(client, name):
    client.force_login(officer())
    data = {
        "at_0": "2099-01-05", "at_1": "12:00", "value": "1.00", "reason": "Why.",
        "reason_en": "Why.", "reason_zh_hans": "原因", "_form_submitted": "True",
    }  # fmt: skip
    assert client.post(reverse(f"admin:indexdata_{name}", args=[0]), data).status_code == 404
