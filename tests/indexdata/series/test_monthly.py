"""A weekly series by months: which months count, what stands for them, and how every door answers."""

import json
from datetime import date
from decimal import Decimal

import pytest

from indexdata.enums import Monthly
from indexdata.models import Observation, Release
from indexdata.series.monthly import monthly_of
from indexdata.series.rows import stored_series
from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory
from tests.indexdata.world import monthly, weekly

pytestmark = pytest.mark.django_db

MAY, JUNE, JULY = date(2023, 5, 1), date(2023, 6, 1), date(2023, 7, 1)


def stored(path="price"):
    index = IndexFactory(path=path)
    return stored_series([index])[index.pk]


def gap(period, **kwargs):
    return ReleaseFactory(family="price", period=period, no_issue=True, **kwargs)


def test_a_month_counts_when_every_monday_is_held_or_has_no_issue():
    # 1 May to 26 June 2023: nine Mondays, 100.00 to 100.80; July begins with one of five.
    weekly(count=10, last=date(2023, 7, 3))
    found = monthly_of(stored(), Monthly.AVERAGE)
    assert {month: one.value for month, one in found.held.items()} == {
        MAY: Decimal("100.20"),
        JUNE: Decimal("100.65"),  # of 100.50, .60, .70, .80
    }
    assert found.left_out == (JULY,)
    last = monthly_of(stored(), Monthly.LAST)
    assert {month: one.value for month, one in last.held.items()} == {
        MAY: Decimal("100.40"),
        JUNE: Decimal("100.80"),
    }


def test_a_hole_leaves_the_month_out_and_a_recorded_pause_does_not():
    weekly(count=9, last=date(2023, 6, 26))
    Observation.objects.filter(period=date(2023, 6, 12)).delete()
    assert monthly_of(stored(), Monthly.AVERAGE).left_out == (JUNE,)
    Release.objects.filter(period=date(2023, 6, 12)).update(no_issue=True)
    found = monthly_of(stored(), Monthly.AVERAGE)
    assert found.left_out == ()
    assert found.held[JUNE].value == Decimal("100.67")  # of 100.50, .70, .80


def test_a_month_that_needs_an_invented_issue_is_invented():
    weekly(count=8, last=date(2023, 6, 19))
    index = IndexFactory(path="price")
    ObservationFactory(index=index, period=date(2023, 6, 26), value="150.00", demonstration=True)
    found = monthly_of(stored(), Monthly.LAST)
    assert (found.held[MAY].demonstration, found.held[JUNE].demonstration) == (False, True)
    alone = monthly_of(stored().published_only(), Monthly.LAST)
    assert list(alone.held) == [MAY]
    assert alone.left_out == (JUNE,)


def test_a_month_without_any_issue_is_a_pause_and_not_left_out():
    weekly(count=4, last=date(2023, 1, 30))
    for day in (2, 6, 13, 20, 27):
        gap(date(2023, 1 if day == 2 else 2, day))
    weekly(count=4, last=date(2023, 3, 27), start=Decimal("101.00"))
    found = monthly_of(stored(), Monthly.LAST)
    assert date(2023, 2, 1) in found.gaps
    assert found.changes(date(2023, 3, 1)).previous.compared_with == date(2023, 1, 1)


def test_files_page_and_api_show_the_same_months(client):
    weekly(count=10, last=date(2023, 7, 3))
    query = "monthly=average&transform=points"
    document = json.loads(client.get(f"/index/price/data.json?{query}").content)
    assert [(one["period"], one["value"], one["shown"]) for one in document["observations"]] == [
        ("2023-05", 100.2, None),
        ("2023-06", 100.65, 0.45),
    ]
    assert document["left_out"] == ["2023-07"]
    assert document["parameters"]["monthly"] == "average"
    assert {one["vintage"] for one in document["observations"]} == {None}
    again = client.get(f"/api/v1/series/{IndexFactory(path='price').code}/observations?{query}").json()
    assert again["observations"] == document["observations"]
    lines = client.get(f"/index/price/data.csv?{query}").text.splitlines()
    assert lines[2].startswith("2023-06,100.65,0.45,")
    page = client.get(f"/index/price/?{query}").text
    assert "1 month is left out: July 2023." in page
    assert "Monthly average = sum" in page
    assert "/releases/price/2023-06/" not in page
    assert "/index/price/chart.png?transform=points&amp;monthly=average" in page
    assert client.get("/index/price/chart.png?transform=points&monthly=average").status_code == 200
    chinese = client.get(f"/zh-hans/index/price/?{query}").text
    assert "2023年7月" in chinese


def test_a_base_that_was_asked_for_is_100_and_said(client):
    weekly(count=10, last=date(2023, 7, 3))
    rows = client.get("/index/price/data.csv?transform=rebased&base=2023-06-14").text.splitlines()
    assert [row.split(",")[2] for row in rows if row.startswith("2023-06-12")] == ["100.00"]
    page = client.get("/index/price/?transform=rebased&base=2023-06-14").text
    assert "12 June 2023 = 100" in page
    assert "100 × value ÷ value of 12 June 2023." in page
    assert "base=2023-06-12" in page  # in the address that is passed on
    early = client.get("/index/price/?transform=rebased&base=2022-01-01").text
    assert "No figure that could be 100 is held on or before this day." in early
    assert "data.csv?transform=rebased&quot;" not in early
    assert client.get("/index/price/?transform=rebased&base=nonsense").text.count("base-error") == 2


@pytest.mark.parametrize(
    ("path", "query", "said"),
    [
        ("price", "monthly=median", "monthly: Choose one of: average, last."),
        ("price", "transform=rebased&base=x", "base: Write a date that exists"),
        ("price", "base=2023-06", "base: A base is for transform=rebased alone."),
        ("price", "transform=rebased&base=2020", "base: No figure that could be 100 is held"),
        ("prosperity", "monthly=last", "monthly: This index comes out monthly as it is."),
        ("price", "montly=last", "monthly"),
    ],
)
def test_files_pictures_and_api_refuse_what_cannot_be_had(client, path, query, said):
    weekly(count=5, last=date(2023, 7, 3))
    monthly()
    for file in ("data.csv", "data.json", "data.xlsx", "chart.svg", "chart.png"):
        refused = client.get(f"/index/{path}/{file}?{query}")
        assert (refused.status_code, said in refused.text) == (400, True), (file, refused.text)
    code = IndexFactory(path=path).code
    refused = client.get(f"/api/v1/series/{code}/observations?{query}")
    assert refused.status_code == 400
    assert client.get(f"/index/{path}/?{query}").status_code == 200
