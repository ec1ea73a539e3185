"""Issues in which an index has no value, and periods without an issue: on pages, in files and in the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from indexdata.arithmetic.changes import Gap, Gaps, ObservedValue, changes_of
from indexdata.enums import Family, Frequency
from indexdata.models import Index
from indexdata.series.parameters import Parameters
from indexdata.series.rows import span_of, stored_series
from indexdata.series.vintages import stored_at
from tests.factories.indexdata import ObservationFactory, ReleaseFactory
from tests.indexdata.world import last_monday, weekly

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Four issues, the third without a value; before the first a week that is invented as closed, and one really closed."""
    newest = last_monday()
    figures = [*weekly(count=2, last=newest - timedelta(weeks=2)), *weekly(count=1, last=newest)]
    missing = ObservationFactory(
        index=figures[0].index, period=newest - timedelta(weeks=1), value=None, status="L"
    )
    first = figures[0].period
    weekly(count=1, last=first - timedelta(weeks=3))
    for weeks, invented, status in ((1, True, "H"), (2, False, "M")):
        ReleaseFactory(
            period=first - timedelta(weeks=weeks), no_issue=True, gap_status=status, demonstration=invented
        )
    return figures, missing


def test_the_reason_stands_everywhere_and_no_number(client, world):
    figures, missing = world
    code = missing.period.isoformat()
    for prefix, word in (("", "not collected"), ("/zh-hans", "未采集")):
        assert word in client.get(f"{prefix}/index/price/?all=1").text
        page = client.get(f"{prefix}/releases/price/{code}/").text
        assert word in page
        assert "None" not in page
    rows = {row["period"]: row for row in client.get("/index/price/data.json?all=1").json()["observations"]}
    assert (rows[code]["value"], rows[code]["status"], rows[code]["change_on_previous_pct"]) == (
        None,
        "L",
        None,
    )
    assert rows[figures[-1].period.isoformat()]["change_on_previous_pct"] is None
    assert f"{code},,,,,,L,false" in client.get("/index/price/data.csv?all=1").text
    assert client.get("/api/v1/indices/price").json()["newest"]["period"] == figures[-1].period.isoformat()
    for address in ("/", "/index/", "/feeds/releases.atom", "/feeds/index/price.atom", "/index/price/chart.svg",
                    "/index/compare/?s=price", "/flzs/table_data?indexType=1_1"):  # fmt: skip
        assert client.get(address).status_code == 200, address
    assert all(row["round"] != code for row in client.get("/flzs/table_data?indexType=1_1").json()["result"])


def test_the_newest_figure_is_one_with_a_value(client):
    figures = weekly(count=2, last=last_monday() - timedelta(weeks=1))
    ObservationFactory(index=figures[0].index, period=last_monday(), value=None, status="O")
    assert client.get("/api/v1/indices/price").json()["newest"]["value"] == 100.1
    stored = stored_series([Index.objects.get(path="price")])
    rows = span_of(next(iter(stored.values())), Parameters(), whole=True).rows
    assert [(row.value, row.status) for row in rows][-1] == (None, "O")
    assert stored_at(["price"], [None])["price", None].newest.period == figures[-1].period


def test_invented_gaps_are_marked_and_go_with_the_invented_figures(client, world):  # F19
    figures, _missing = world
    invented, recorded = ((figures[0].period - timedelta(weeks=weeks)).isoformat() for weeks in (1, 2))
    address = "/api/v1/indices/price/observations"
    document = client.get(f"{address}?demonstration=include").json()["observations"]
    rows = {row["period"]: row for row in document}
    assert (rows[invented]["status"], rows[invented]["demonstration"]) == ("H", True)
    assert (rows[recorded]["status"], rows[recorded]["demonstration"]) == ("M", False)
    published = client.get(address).json()
    periods = [row["period"] for row in published["observations"]]
    assert recorded in periods
    assert invented not in periods
    assert "Demonstration" in client.get("/index/price/?all=1").text


def test_an_invented_gap_explains_no_change_of_a_published_figure():  # F19
    newest = last_monday()
    before, between = newest - timedelta(weeks=2), newest - timedelta(weeks=1)
    held = {period: ObservedValue(period, value) for period, value in ((before, 100), (newest, 110))}
    for invented in (False, True):
        gaps = Gaps({between: Gap("H", invented)})
        change = changes_of(held[newest], held, gaps, Frequency.WEEKLY).previous
        assert change.available is not invented


def test_a_release_without_a_value_of_an_index_still_counts_its_figures(client):
    release = ReleaseFactory(family=Family.PRICE, period=last_monday(), released_at=timezone.now())
    ObservationFactory(index__path="price", release=release, period=release.period)
    ObservationFactory(index__path="price/a", release=release, period=release.period, value=None, status="H")
    page = client.get(release.get_absolute_url()).text
    assert "106.30" in page
    assert "holiday" in page
