"""Entering figures by hand: which releases take them, and that what a person enters is real."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from indexdata.enums import ContentState
from indexdata.models import Observation, Release
from portal.demonstration import layer
from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory
from tests.factories.users import administrator, officer
from tests.indexdata.world import last_monday

pytestmark = pytest.mark.django_db
NO_FIGURES = {"observations-TOTAL_FORMS": 0, "observations-INITIAL_FORMS": 0}
INLINE = {"provenance-TOTAL_FORMS": 0, "provenance-INITIAL_FORMS": 0, "status": "A"}


@pytest.fixture
def announced(client):
    """Two announced releases of the demonstration calendar, the first with an invented figure; an officer is signed in."""
    client.force_login(officer())
    releases = [
        ReleaseFactory(
            period=last_monday() + timedelta(weeks=weeks),
            released_at=timezone.now() + timedelta(days=7 * weeks),
            demonstration=True,
        )
        for weeks in (1, 2)
    ]
    ObservationFactory(release=releases[0], period=releases[0].period, value="100.00", demonstration=True)
    return releases


def add(client, name, data):
    return client.post(reverse(f"admin:indexdata_{name}_add"), data)


def errors(answer):
    return answer.context["adminform"].form.errors


@pytest.mark.parametrize(
    ("family", "day", "right"),
    [("price", "2099-12-08", "2099-12-07"), ("prosperity", "2099-12-15", "2099-12-01")],
)
def test_a_release_is_of_a_period_of_its_family(client, family, day, right):  # F16
    client.force_login(officer())
    data = {
        "family": family,
        "released_at_0": "2099-12-30",
        "released_at_1": "12:00",
        "gap_status": "M",
        **NO_FIGURES,
    }
    assert right in str(errors(add(client, "release", {**data, "period": day}))["period"])
    assert add(client, "release", {**data, "period": right}).status_code == 302
    assert Release.objects.get().period == date.fromisoformat(right)


def test_a_new_release_is_still_to_come_and_an_empty_one_can_be_deleted(client):  # F17
    client.force_login(officer())
    data = {
        "family": "price", "period": "2026-11-23", "released_at_0": "2020-01-06", "released_at_1": "12:00",
        "gap_status": "H", **NO_FIGURES,
    }  # fmt: skip
    assert "released_at" in errors(add(client, "release", data))
    assert add(client, "release", {**data, "no_issue": "on"}).status_code == 302
    stuck, full = ReleaseFactory(period=date(2023, 6, 5)), ObservationFactory().release
    addresses = [reverse("admin:indexdata_release_delete", args=[one.pk]) for one in (stuck, full)]
    assert [client.post(address, {"post": "yes"}).status_code for address in addresses] == [302, 403]
    client.force_login(administrator())
    assert client.post(addresses[1], {"post": "yes"}).status_code == 403
    assert not Release.objects.filter(pk=stuck.pk).exists()


def test_figures_are_entered_up_to_the_next_release(client, announced):  # F16
    index = IndexFactory(path="price/grey-fabric")
    later = add(
        client, "observation", {"index": index.pk, "release": announced[1].pk, "value": "1", **INLINE}
    )
    assert "next release" in str(errors(later))
    now = add(client, "observation", {"index": index.pk, "release": announced[0].pk, "value": "1", **INLINE})
    assert now.status_code == 302


def test_a_value_that_is_missing_has_its_reason(client, announced):
    index = IndexFactory(path="price/grey-fabric")
    data = {"index": index.pk, "release": announced[0].pk, **INLINE}
    assert "A, B, E and P" in str(errors(add(client, "observation", {**data, "value": ""})))
    assert "A, B, E and P" in str(errors(add(client, "observation", {**data, "value": "1", "status": "L"})))
    assert add(client, "observation", {**data, "value": "", "status": "L"}).status_code == 302
    figure = Observation.objects.get(index=index)
    assert (figure.value, figure.status) == (None, "L")
    address = reverse("admin:indexdata_release_change", args=[announced[0].pk])
    assert client.get(address).status_code == 200
    assert "None" not in client.get(reverse("admin:indexdata_observation_changelist")).text


@pytest.mark.parametrize("door", ["own page", "page of the release", "new"])
def test_what_a_person_enters_over_an_invented_figure_is_real(client, announced, door):  # F18
    invented, release = Observation.objects.get(), announced[0]
    if door == "new":
        answer = add(
            client,
            "observation",
            {"index": invented.index_id, "release": release.pk, "value": "104.00", **INLINE},
        )
    elif door == "own page":
        address = reverse("admin:indexdata_observation_change", args=[invented.pk])
        answer = client.post(address, {"value": "104.00", **INLINE})
    else:
        address = reverse("admin:indexdata_release_change", args=[release.pk])
        answer = client.post(address, {
            "gap_status": "M", "note_en": "", "note_zh_hans": "", "moment_recorded": "on",
            "observations-TOTAL_FORMS": "1", "observations-INITIAL_FORMS": "1", "observations-0-id": invented.pk,
            "observations-0-index": invented.index_id, "observations-0-value": "104.00",
            "observations-0-status": "A", "observations-0-release": release.pk,
        })  # fmt: skip
    assert answer.status_code == 302
    real = Observation.objects.get(demonstration=False)
    assert (str(real.value), real.vintage, real.entered_by is not None) == ("104.00", 1, True)
    invented.refresh_from_db()
    assert str(invented.value) == "100.00"
    release.refresh_from_db()
    assert not release.demonstration
    assert not Observation.objects.public(release.released_at).exists()  # an ordinary release needs approval
    release.content_state = ContentState.APPROVED
    release.save()
    assert Observation.objects.public(release.released_at).get() == real
    layer.remove()
    assert list(Observation.objects.all()) == [real]
    assert Release.objects.filter(pk=release.pk, demonstration=False).exists()


def test_the_correction_of_an_invented_figure_is_a_real_one(client, settings):  # F18
    settings.ONE_PERSON_RELEASES = True
    invented = ObservationFactory(demonstration=True, release=ReleaseFactory(demonstration=True))
    client.force_login(officer())
    address = reverse("admin:indexdata_observation_correct_figure", args=[invented.pk])
    client.post(
        address,
        {
            "value": "104.00",
            "reason_en": "The real one.",
            "reason_zh_hans": "The real one.",
            "_form_submitted": "True",
        },
    )
    real = Observation.objects.public().get()
    assert (real.demonstration, real.vintage, str(real.value)) == (False, 1, "104.00")
    assert Observation.objects.filter(demonstration=True, superseded_at=None).exists()
    assert not Release.objects.get().demonstration
