"""The demonstration layer: between and after the published figures, and gone without a trace."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.management import call_command

from indexdata.enums import Family, Frequency
from indexdata.models import CollectingSource, Observation, Release, SampleUnit
from indexdata.releases.usual_moments import ZONE
from news.articles.models import Article
from news.comments.models import Comment
from portal.demonstration import layer
from portal.demonstration.calendar import markets_closed
from portal.demonstration.paths import Character, fill
from portal.models import StarterItem
from portal.starter.load_index_data import load_figures, load_releases
from portal.starter.reading import read_content
from tests.factories.indexdata import ObservationFactory
from tests.portal.kept import starter_content

pytestmark = pytest.mark.long

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=ZONE)
LATER = datetime(2027, 1, 12, 9, 0, tzinfo=ZONE)


@pytest.fixture(scope="module", autouse=True)
def content(django_db_setup, django_db_blocker):
    with starter_content(django_db_blocker):
        yield


@pytest.fixture
def published(db, content):
    """The starter content, in a transaction that ends with the test."""


def everything_published():
    """All columns of all rows that are not demonstration."""
    models = (Observation, Release, SampleUnit, Comment)
    rows = {
        model: list(model.objects.filter(demonstration=False).order_by("pk").values()) for model in models
    }
    return {**rows, Article: list(Article.objects.order_by("pk").values("pk", "release", "updated_at"))}


def figures():
    """All figures as (path, period) → (value, demonstration)."""
    rows = Observation.objects.values_list("index__path", "period", "value", "demonstration")
    return {(path, period): (value, demonstration) for path, period, value, demonstration in rows}


def test_loading_touches_nothing_published_and_removing_leaves_no_trace(published):
    before = everything_published()
    made = layer.load(NOW)
    assert made["figures"] > 7000
    assert made["sample units"] == 24
    assert everything_published() == before
    gone = layer.remove()
    assert gone["figures"] == made["figures"]
    assert everything_published() == before
    assert not any(
        model.objects.filter(demonstration=True).exists()
        for model in (Observation, Release, SampleUnit, Comment)
    )


def test_loading_again_changes_nothing(published):
    layer.load(NOW)
    before = figures()
    assert not any(layer.load(NOW).values())
    assert figures() == before


def test_a_later_run_goes_on_to_the_new_present_exactly_as_one_run_would(published):
    layer.load(NOW)
    first = figures()
    layer.load(LATER)
    extended = figures()
    assert extended.items() > first.items()
    assert max(period for path, period in extended if path == "price") == date(2027, 1, 25)
    layer.remove()
    layer.load(LATER)
    assert figures() == extended


def test_a_demonstration_unit_that_staff_deleted_stays_deleted(published):
    layer.load(NOW)
    SampleUnit.objects.get(slug="demonstration-unit-03").delete()
    layer.load(NOW)
    assert SampleUnit.objects.count() == 23


def test_after_removal_preparing_again_brings_nothing_back(published, capsys):
    call_command("load_demonstration", "--today", "2026-11-23", verbosity=0)
    call_command("remove_demonstration", verbosity=0)
    call_command("load_demonstration", "--unless-removed", verbosity=0)
    assert not SampleUnit.objects.exists()
    call_command("load_demonstration", "--today", "2026-11-23", verbosity=0)
    assert SampleUnit.objects.count() == 24


def test_a_release_with_figures_of_staff_stays(published):
    layer.load(NOW)
    release = Release.objects.get(family=Family.PRICE, period="2027-01-04")
    entered = ObservationFactory(index__path="price/apparel-fabric", release=release, period=release.period)
    layer.remove()
    release.refresh_from_db()
    assert not release.demonstration
    assert list(release.observations.all()) == [entered]


def test_published_figures_that_come_later_replace_demonstration_ones(published):
    content = read_content()
    price = [figure for figure in content.figures if figure.key == "price@2025-06-16"]
    layer.load(NOW)
    observation = Observation.objects.get(index__path="price", period="2025-06-16")
    release = observation.release
    observation.delete()
    StarterItem.objects.filter(key__in=["price@2025-06-16", "price/2025-06-16"]).delete()
    Release.objects.filter(pk=release.pk).update(demonstration=True)
    Observation.objects.create(
        index=observation.index,
        release=release,
        period=release.period,
        value=Decimal("1.00"),
        demonstration=True,
    )
    load_releases(content)
    assert load_figures(content) == (1, len(price[0].sources))
    figure = Observation.objects.get(index__path="price", period="2025-06-16")
    assert (figure.value, figure.demonstration, figure.release.demonstration) == (
        Decimal("104.68"),
        False,
        False,
    )


def test_nothing_is_made_up_without_published_figures(db):
    Article.objects.all().delete()
    StarterItem.objects.filter(kind="article").delete()
    CollectingSource.objects.all().delete()
    Observation.objects.all().delete()
    Release.objects.all().delete()
    made = layer.load(NOW)
    assert not any(made.values())


def test_a_bridge_leads_from_one_held_value_to_the_next():
    days = [date(2024, 1, day) for day in (1, 8, 15, 22, 29)]
    held = {days[0]: Decimal("100"), days[3]: Decimal("103")}
    made = fill("price", days, held, Decimal("103"), Character(volatility=0.0, pull=0.0))
    assert made == {days[1]: Decimal("100.99"), days[2]: Decimal("101.99"), days[4]: Decimal("103.00")}


def test_only_the_weeks_of_the_festival_are_closed():
    assert markets_closed(date(2026, 2, 16), Frequency.WEEKLY)
    assert markets_closed(date(2026, 2, 23), Frequency.WEEKLY)
    assert not markets_closed(date(2026, 3, 2), Frequency.WEEKLY)
    assert not markets_closed(date(2026, 2, 1), Frequency.MONTHLY)
