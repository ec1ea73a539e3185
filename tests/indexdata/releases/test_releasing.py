"""Corrections add a vintage and overwrite nothing; releases move only before their moment."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from indexdata.models import Observation, Release
from indexdata.releases.dating import move
from indexdata.releases.releasing import correct, next_change
from indexdata.releases.states import ReleasingError
from tests.factories.indexdata import ObservationFactory, ReleaseFactory
from tests.factories.users import editor, officer

WHY = {"en": "why", "zh_hans": "原因"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_person(settings):
    """Corrections are public at once."""
    settings.ONE_PERSON_RELEASES = True


def test_a_correction_is_a_new_vintage():
    old, by = ObservationFactory(value="106.30", stated_previous="0.26"), officer()
    before = timezone.now()
    new = correct(old, "106.35", by, " Typing mistake. ")
    old.refresh_from_db()
    assert (old.value, old.vintage, old.superseded_at) == (Decimal("106.30"), 1, new.published_at)
    assert (new.value, new.vintage, new.reason, new.entered_by) == (
        Decimal("106.35"),
        2,
        "Typing mistake.",
        by,
    )
    assert (new.index, new.period, new.release, new.stated_previous) == (
        old.index,
        old.period,
        old.release,
        None,
    )
    assert Observation.objects.public().get() == new
    assert Observation.objects.public(before).get() == old
    assert "106.35" in LogEntry.objects.get().change_message


def test_a_correction_can_wait_for_its_moment():
    old, at = ObservationFactory(), timezone.now() + timedelta(days=1)
    new = correct(old, "107", officer(), "Late report.", at)
    assert Observation.objects.public().get() == old
    assert Observation.objects.public(at).get() == new
    with pytest.raises(ReleasingError):
        correct(new, "108", officer(), "Another.")


def test_corrections_of_corrections_count_on():
    first, by = ObservationFactory(), officer()
    third = correct(correct(first, "107", by, "a"), "108", by, "b")
    assert (third.vintage, Observation.objects.count()) == (3, 3)
    with pytest.raises(ReleasingError):
        correct(first, "109", by, "The oldest vintage is not the one to correct.")


@pytest.mark.parametrize("value", ["0", "-1", "1.234", "x", "", None, "NaN", "Infinity", "106.30", "106.3"])
def test_what_is_no_new_figure_is_refused(value):
    with pytest.raises(ReleasingError):
        correct(ObservationFactory(value="106.30"), value, officer(), "why")
    assert Observation.objects.count() == 1


def test_a_correction_needs_a_reason_and_the_right():
    figure = ObservationFactory()
    with pytest.raises(ReleasingError):
        correct(figure, "107", officer(), " ")
    with pytest.raises(ReleasingError):
        correct(figure, "107", editor(), "why")
    with pytest.raises(ReleasingError):
        correct(figure, "107", officer(), "why", timezone.now() - timedelta(days=1))


def test_what_is_not_public_yet_is_not_corrected():
    figure = ObservationFactory(release=ReleaseFactory(released_at=timezone.now() + timedelta(days=1)))
    with pytest.raises(ReleasingError):
        correct(figure, "107", officer(), "why")


def test_a_coming_release_moves():
    release = ReleaseFactory(released_at=timezone.now() + timedelta(days=1))
    at = timezone.now() + timedelta(days=2)
    move(release, at, officer(), {"en": "Holiday.", "zh_hans": "放假。"})
    assert Release.objects.get().released_at == at
    assert "Holiday." in LogEntry.objects.get().change_message


def test_a_public_release_stays_where_it_is():
    release = ReleaseFactory()
    with pytest.raises(ReleasingError):
        move(release, timezone.now() + timedelta(days=1), officer(), WHY)
    gap = ReleaseFactory(period="2023-06-19", released_at=timezone.now() + timedelta(days=1), no_issue=True)
    with pytest.raises(ReleasingError):
        move(gap, timezone.now() + timedelta(days=2), officer(), WHY)


def test_a_release_moves_with_reason_right_and_into_the_future():
    release, at = (
        ReleaseFactory(released_at=timezone.now() + timedelta(days=1)),
        timezone.now() + timedelta(days=2),
    )
    for moment, by, reason in (
        (at, editor(), WHY),
        (at, officer(), {"en": "why"}),
        (timezone.now() - timedelta(1), officer(), WHY),
    ):
        with pytest.raises(ReleasingError):
            move(release, moment, by, reason)


def test_a_gap_to_come_is_a_moment_at_which_commentary_may_appear():
    at = timezone.now() + timedelta(days=1)
    ReleaseFactory(released_at=at, no_issue=True)
    assert next_change(timezone.now()) == at
