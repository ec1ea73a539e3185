"""What the demonstration layer holds."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from indexdata.arithmetic.changes import YEAR_AGO_SHIFTS
from indexdata.enums import Family, Frequency
from indexdata.models import CollectingSource, Observation, Release, SampleUnit
from indexdata.releases.usual_moments import ZONE
from news.comments.models import Comment
from news.enums import CommentStatus
from portal.demonstration import layer
from tests.portal.kept import starter_content

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=ZONE)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with starter_content(django_db_blocker):
        layer.load(NOW)
        yield


def test_no_demonstration_figure_where_a_published_one_stands(db, loaded):
    current = Observation.objects.current().values_list("index__path", "period", "value")
    held = {(path, period): value for path, period, value in current}
    assert len(held) == Observation.objects.count()
    assert held["price", date(2025, 6, 16)] == Decimal("104.68")


def test_no_demonstration_figure_stands_in_a_release_that_was_published(db, loaded):  # R4
    """Three invented classes contradicted the commentary of the same issue on its page."""
    mixed = Release.objects.filter(observations__demonstration=True).filter(observations__demonstration=False)
    assert not mixed.exists()
    assert Release.objects.filter(observations__demonstration=True).count() > 1000


def test_the_reply_of_the_office_agrees_with_the_method(db, loaded):  # R5
    """A year-on-year change is taken against the issue nearest to 52 weeks earlier, within two weeks."""
    reply = Comment.objects.get(from_office=True, body__icontains="year-on-year").body
    assert YEAR_AGO_SHIFTS[Frequency.WEEKLY] == (0, -1, 1, -2, 2)
    assert "nearest to 52 weeks earlier" in reply
    assert "within two weeks" in reply


def test_figures_reach_the_present_and_the_next_ones_wait_for_their_moment(db, loaded):
    weekly = Observation.objects.filter(index__path="price").public(NOW).order_by("-period").first()
    assert weekly.period == date(2026, 11, 23)
    waiting = Observation.objects.filter(index__path="price", release__released_at__gt=NOW)
    assert sorted(waiting.values_list("period", flat=True)) == [date(2026, 11, 30), date(2026, 12, 7)]
    monthly = Observation.objects.filter(index__path="prosperity").public(NOW).order_by("-period").first()
    assert monthly.period == date(2026, 10, 1)


def test_the_calendar_announces_the_coming_releases_without_the_holidays(db, loaded):
    coming = Release.objects.embargoed(NOW)
    counts = {family: coming.filter(family=family).count() for family in Family}
    assert counts == {Family.PRICE: 12, Family.PROSPERITY: 4, Family.FOREIGN_TRADE: 4, Family.ORDER: 0}
    moments = {
        release.released_at.astimezone(ZONE).strftime("%a %H:%M") for release in coming.filter(family="price")
    }
    assert moments == {"Mon 12:00"}
    assert Release.objects.gaps().filter(family="price", period="2027-02-08", demonstration=True).exists()


def test_around_each_spring_festival_one_or_two_issues_are_missing(db, loaded):
    gaps = Release.objects.gaps().filter(family="price").values_list("period", flat=True)
    years = [period.year for period in gaps]
    assert set(years) == set(range(2008, 2028))
    assert all(years.count(year) in (1, 2) for year in years)
    assert not Observation.objects.filter(release__no_issue=True).exists()


def test_published_gaps_stay_gaps(db, loaded):
    assert not Observation.objects.filter(index__path="prosperity", period="2021-02-01").exists()


def test_values_are_plausible(db, loaded):
    values = Observation.objects.filter(index__path="price", demonstration=True).values_list(
        "value", flat=True
    )
    assert min(values) > 80
    assert max(values) < 125
    published_figures = Observation.objects.filter(index__path="prosperity/by-category/grey-fabric")
    assert all(900 < value < 2400 for value in published_figures.values_list("value", flat=True))


def test_units_are_spread_and_named_as_what_they_are(db, loaded):
    units = SampleUnit.objects.all()
    assert {unit.source_id for unit in units} == set(CollectingSource.objects.values_list("pk", flat=True))
    assert {unit.kind for unit in units} == {"merchant", "mill", "exporter"}
    assert all("Demonstration unit" in unit.name_en and "演示样本单位" in unit.name_zh_hans for unit in units)
    families = {path.split("/")[1] for unit in units for path in unit.classes.values_list("path", flat=True)}
    assert families == {
        "raw-materials",
        "grey-fabric",
        "apparel-fabric",
        "home-textile",
        "apparel-accessories",
    }


def test_comments_stand_in_every_state_with_their_decisions(db, loaded):
    comments = Comment.objects.all()
    assert {comment.status for comment in comments} == set(CommentStatus)
    assert {comment.language for comment in comments} == {"en", "zh-hans"}
    assert len({comment.article_id for comment in comments}) >= 5
    assert all(comment.demonstration and comment.created_at <= NOW for comment in comments)
    for comment in comments:
        last = comment.decisions.order_by("pk").last()
        assert (last.new if last else CommentStatus.PENDING) == comment.status
