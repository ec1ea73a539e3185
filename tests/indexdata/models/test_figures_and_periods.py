"""What the tables of figures hold on to: values or the reason why there is none, and the periods of a family."""

import importlib
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from indexdata.enums import Family, ObservationStatus
from indexdata.models import Observation, Release
from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory

pytestmark = pytest.mark.django_db

MONDAY = date(2023, 6, 12)


def refused(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


@pytest.mark.parametrize("status", ObservationStatus)
def test_a_status_says_whether_there_is_a_value(status):
    right, wrong = ("1.00", None) if status in "ABEP" else (None, "1.00")
    refused(lambda: ObservationFactory(status=status, value=wrong))
    figure = ObservationFactory(status=status, value=right)
    figure.full_clean()
    figure.value = wrong
    with pytest.raises(ValidationError, match="A, B, E and P"):
        figure.full_clean()


@pytest.mark.parametrize(
    ("family", "right", "wrong"),
    [(Family.PRICE, "2026-12-07", "2026-12-08")]
    + [(family, "2026-12-01", "2026-12-15") for family in Family if family is not Family.PRICE],
)
def test_the_period_of_a_release_is_one_of_its_family(family, right, wrong):  # F16
    refused(lambda: ReleaseFactory(family=family, period=date.fromisoformat(wrong)))
    release = ReleaseFactory(family=family, period=date.fromisoformat(right))
    refused(lambda: Release.objects.filter(pk=release.pk).update(period=wrong))
    with pytest.raises(ValidationError, match="Monday"):
        Release(family=family, period=date.fromisoformat(wrong), released_at=timezone.now()).full_clean()


def test_the_period_of_a_figure_is_that_of_its_release():
    figure, other = ObservationFactory(), ReleaseFactory(period=MONDAY + timedelta(weeks=1))
    refused(lambda: ObservationFactory(index=IndexFactory(path="price/a"), release=other, period=MONDAY))
    refused(lambda: Observation.objects.filter(pk=figure.pk).update(period=other.period))
    refused(lambda: Observation.objects.filter(pk=figure.pk).update(release=other))
    refused(lambda: Release.objects.filter(pk=figure.release_id).update(period=MONDAY + timedelta(weeks=2)))
    Observation.objects.filter(pk=figure.pk).update(release=other, period=other.period)
    Release.objects.filter(pk=figure.release_id).update(period=MONDAY + timedelta(weeks=2))


def test_a_gap_says_holiday_or_cannot_exist():
    gap = ReleaseFactory(no_issue=True, gap_status="H")
    refused(lambda: Release.objects.filter(pk=gap.pk).update(gap_status="L"))


class Rows(list):
    """Enough of a manager to say which rows are there."""

    def using(self, alias):
        return self

    def order_by(self, name):
        return self

    filter = exclude = select_related = lambda self, *args, **kwargs: self


def test_the_migration_names_bad_rows_and_changes_nothing():
    module = importlib.import_module("indexdata.migrations.0005_figures_and_periods")
    editor = SimpleNamespace(connection=connection)
    ObservationFactory()
    module.name_bad_rows(apps, editor)
    release = SimpleNamespace(pk=7, family="price", period=date(2026, 12, 8))
    models = {
        "Release": SimpleNamespace(objects=Rows([release])),
        "Observation": SimpleNamespace(objects=Rows()),
    }
    bad = SimpleNamespace(get_model=lambda app, name: models[name])
    with pytest.raises(CommandError, match=r"release 7 \(price 2026-12-08\): the period is no Monday"):
        module.name_bad_rows(bad, editor)


def test_an_invented_figure_gives_way_once_the_real_one_is_public():  # F18
    soon = timezone.now() + timedelta(days=1)
    invented = ObservationFactory(demonstration=True)
    assert Observation.objects.public().get() == invented
    real = ObservationFactory(value="107.00", published_at=soon, superseded_at=soon + timedelta(days=1))
    later = ObservationFactory(value=None, status="O", vintage=2, published_at=real.superseded_at)
    assert Observation.objects.public().get() == invented
    assert Observation.objects.public(soon).get() == real
    assert Observation.objects.public(later.published_at).get() == later
    assert Observation.objects.current().get() == later


def test_invented_figures_of_a_release_give_way_to_its_first_real_one(db):  # R4
    """An officer's figure of one class is public: what was invented for the others is not shown beside it."""
    release = ReleaseFactory()
    total, other = IndexFactory(path="price"), IndexFactory(path="price/raw-materials")
    for index in (total, other):
        ObservationFactory(index=index, release=release, period=release.period, demonstration=True)
    assert Observation.objects.public().count() == 2
    real = ObservationFactory(index=total, release=release, period=release.period, value="101.00")
    assert list(Observation.objects.public()) == [real]
    assert list(Observation.objects.current()) == [real]
