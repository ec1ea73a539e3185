"""A chart of many long series costs no more than its width can show; the table and the files leave nothing out."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from indexdata.charts import MOST_DRAWN, Chart, Line, draw_both, thinned_periods
from indexdata.models import Observation
from tests.factories.indexdata import CHINA, IndexFactory, ReleaseFactory

pytestmark = pytest.mark.django_db
SERIES, WEEKS = 6, 3334
FIRST = date(1961, 1, 2)
PATHS = ["price", *(f"price/part-{number}" for number in range(1, SERIES))]


def value(number, week):
    return Decimal(100 + number + (week * 37 % 101) / 20).quantize(Decimal("0.01"))


@pytest.fixture
def archive():
    """20,000 figures of six weekly series, with one lowest and one highest of each far from the others."""
    indices = [IndexFactory(path=path) for path in PATHS]
    periods = [FIRST + timedelta(weeks=week) for week in range(WEEKS)]
    release = ReleaseFactory(family="price", period=periods[0])
    release_model = type(release)
    release_model.objects.bulk_create(
        release_model(
            family="price",
            content_state="approved",
            period=period,
            released_at=datetime(period.year, period.month, period.day, 12, tzinfo=CHINA),
        )
        for period in periods[1:]
    )
    releases = dict(release_model.objects.values_list("period", "pk"))
    Observation.objects.bulk_create(
        [
            Observation(
                index=index,
                period=period,
                release_id=releases[period],
                value={1000: Decimal("11.11"), 2000: Decimal("999.99")}.get(week, value(number, week)),
            )
            for number, index in enumerate(indices)
            for week, period in enumerate(periods)
        ],
        batch_size=2000,
    )
    return indices


@pytest.mark.long
def test_a_comparison_of_everything_is_bounded(client, archive):  # A10
    assert Observation.objects.count() > 20_000
    query = "&".join(f"s={path}" for path in PATHS)
    answer = client.get(f"/index/compare/?{query}&all=1")
    assert answer.status_code == 200
    text = answer.text
    assert text.count("data-period=") <= MOST_DRAWN
    assert text.count('data-values="') <= MOST_DRAWN
    for extreme in ("11.11", "999.99"):
        assert text.split("data-chart-table")[1].count(extreme) >= SERIES
    last = answer.context["page_obj"].paginator
    assert last.count == WEEKS


@pytest.mark.long
def test_a_chart_of_one_long_series_is_bounded_and_its_table_and_file_are_whole(client, archive):  # A10
    answer = client.get("/index/price/?all=1")
    assert answer.status_code == 200
    assert answer.text.count("data-period=") <= MOST_DRAWN
    file = client.get("/index/price/data.csv?all=1")
    assert file.text.count("\n") >= WEEKS
    assert str(FIRST) in file.text


def test_periods_are_thinned_by_the_extremes_of_every_series():
    periods = [FIRST + timedelta(weeks=week) for week in range(5000)]
    lines = [
        [
            (period, None if week % 7 == 0 else value(number, week), False)
            for week, period in enumerate(periods)
        ]
        for number in range(3)
    ]
    lines[1][1234] = (periods[1234], Decimal(5), False)
    lines[2][4321] = (periods[4321], Decimal(500), True)
    kept = thinned_periods(lines, 1200)
    assert len(kept) <= 1200
    assert {periods[0], periods[-1], periods[1234], periods[4321]} <= kept


def test_few_periods_stay_as_they_are():
    lines = [[(FIRST + timedelta(weeks=week), value(0, week), False) for week in range(500)]]
    assert len(thinned_periods(lines, 1200)) == 500


def test_what_is_drawn_stays_joined_when_it_is_thinned():
    points = [(FIRST + timedelta(weeks=week), value(0, week), False) for week in range(4000)]
    drawing = draw_both(Chart([Line("x", points)], "weekly"))
    assert drawing.count('class="kc-dots') == 0
