"""Comparisons as files: the rows of the page, and nothing left out unsaid (R13)."""

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest

from tests.factories.indexdata import IndexFactory
from tests.indexdata.world import monthly, weekly

pytestmark = pytest.mark.django_db
AT = "/index/compare/data"


def rows_of(answer):
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_a_comparison_as_csv_json_and_workbook(client):
    monthly("prosperity", months=("2023-01", "2023-02", "2023-03"))
    monthly("foreign-trade/price", months=("2023-02", "2023-03"), start=100)
    query = "?s=prosperity&s=foreign-trade/price&from=2023-02"
    rows = rows_of(client.get(f"{AT}.csv{query}"))
    assert rows == [
        {"period": "2023-02", "prosperity": "1101.00", "foreign-trade/price": "100.00"},
        {"period": "2023-03", "prosperity": "1102.00", "foreign-trade/price": "101.00"},
    ]
    document = client.get(f"{AT}.json{query}").json()
    assert [one["path"] for one in document["indices"]] == ["prosperity", "foreign-trade/price"]
    assert document["observations"][0] == {
        "period": "2023-02",
        "values": [1101.0, 100.0],
        "demonstration": [False, False],
    }
    assert (document["base"], document["parameters"]["from"], document["count"]) == (None, "2023-02-01", 2)
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/zh-hans{AT}.xlsx{query}").content))
    assert [row[:2] for row in book["data"].iter_rows(values_only=True)][1] == (datetime(2023, 2, 1), 1101)
    rebased = client.get(f"{AT}.json{query}&rebase=1").json()
    assert (rebased["base"], rebased["observations"][0]["values"]) == ("2023-02", [100.0, 100.0])


def test_invented_values_are_for_who_asks_and_are_flagged(client):
    weekly(count=2, last=date(2023, 6, 12))
    weekly(count=1, last=date(2023, 6, 19), demonstration=True)
    assert len(rows_of(client.get(f"{AT}.csv?s=price"))) == 2
    rows = rows_of(client.get(f"{AT}.csv?s=price&demonstration=include"))
    assert [row["price demonstration"] for row in rows] == ["false", "false", "true"]
    page = client.get("/index/compare/?s=price").text
    for name in ("csv", "xlsx", "json"):
        assert f"/index/compare/data.{name}?s=price&amp;demonstration=include" in page
    published = client.get("/zh-hans/index/compare/?s=price&demonstration=exclude&rebase=1&from=2023").text
    assert '/zh-hans/index/compare/data.csv?s=price&amp;from=2023&amp;rebase=1"' in published


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?s=price&s=nothing&s=other", "nothing, other"),
        ("?" + "&".join(f"s=price/class-{number}" for number in range(12)), "price/class-11"),
        ("?s=price&rebase=maybe", "rebase"),
        ("?s=price&from=x", "from"),
        ("?s=price&transform=level", "transform"),
        ("?s=price&demonstration=perhaps", "include"),
    ],
)
@pytest.mark.parametrize("name", ["csv", "xlsx", "json"])
def test_what_a_file_cannot_hold_is_named(client, query, sentence, name):
    weekly(count=2)
    for number in range(12):
        weekly(f"price/class-{number}", count=1)
    answer = client.get(f"{AT}.{name}{query}")
    assert answer.status_code == 400
    said = answer.json()["error"] if name == "json" else answer.text
    assert sentence in said


def test_an_index_without_a_figure_on_that_day_is_named_in_the_notes(client):
    weekly(count=2, last=date(2023, 6, 12))
    weekly("price/late", count=1, last=date(2024, 6, 10))
    answer = client.get(f"{AT}.xlsx?s=price&s=price/late&as_of=2023-07-01")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    notes = [row for row in book["notes"].iter_rows(values_only=True) if row[0] == "No figures"]
    assert "price/late" in notes[0][1]


def test_queries_do_not_grow(client, django_assert_num_queries):
    weekly(count=3)
    weekly("price/a", count=3)
    with django_assert_num_queries(3):
        client.get(f"{AT}.csv?s=price&s=price/a")
    for number in range(20):
        IndexFactory(path=f"price/c-{number}")
    with django_assert_num_queries(3):
        client.get(f"{AT}.xlsx?s=price&s=price/a")


def test_a_comparison_of_nothing_is_an_empty_file(client):
    assert client.get(f"{AT}.csv").text == "period\r\n"
    assert client.get(f"{AT}.json").json()["count"] == 0
    assert client.get(f"{AT}.xlsx").status_code == 200
