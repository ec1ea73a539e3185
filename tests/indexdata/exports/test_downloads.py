import csv
import io
import json
import re
from datetime import date
from decimal import Decimal

import pytest

from indexdata.charts.style import COLOURS
from indexdata.exports.rows import COLUMNS, safe_cell
from tests.factories.indexdata import IndexFactory, ReleaseFactory
from tests.indexdata.world import monthly, weekly

pytestmark = pytest.mark.django_db


def csv_rows(response):
    return list(csv.DictReader(io.StringIO(response.text)))  # F1: no mark before the first name


@pytest.mark.parametrize(
    "query", ["", "?all=1", "?from=2023-02&to=2023-04", "?transform=rebased", "?as_of=2023-04-15"]
)
def test_page_csv_and_json_hold_the_same_rows(client, query):
    months = [f"2023-{month:02}" for month in range(1, 7)]
    monthly(months=months[:2] + months[3:])
    ReleaseFactory(family="prosperity", period=date(2023, 3, 1), no_issue=True)
    page = client.get(f"/index/prosperity/{query}").content.decode()
    rows = csv_rows(client.get(f"/index/prosperity/data.csv{query}"))
    observations = client.get(f"/zh-hans/index/prosperity/data.json{query}").json()["observations"]
    drawn = re.findall(r'data-period="([^"]*)"[^>]*data-values="([^"]*)"', page)
    assert drawn == [(row["period"], row["shown"]) for row in rows]
    assert [row["period"] for row in rows] == [one["period"] for one in observations]
    assert [row["shown"] and float(row["shown"]) for row in rows] == [
        one["shown"] or "" for one in observations
    ]
    shown = re.findall(r'/releases/prosperity/([0-9-]+)/">', page[page.index("figures--series") :])
    assert shown[: len(rows)] == [row["period"] for row in reversed(rows)]


def test_the_csv_file(client):
    weekly(count=2, start=Decimal("100.00"), last=date(2023, 6, 12), demonstration=True)
    response = client.get("/index/price/data.csv?demonstration=include")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="keqiao-price.csv"' in response.headers["Content-Disposition"]
    lines = response.content.decode().split("\r\n")
    assert lines[0] == ",".join(COLUMNS)
    assert lines[2] == "2023-06-12,100.10,100.10,0.10,,,A,true,1,,,,"
    assert lines[3] == ""


def test_a_file_for_excel_begins_with_the_mark(client):  # F1
    weekly(count=2)
    plain = client.get("/index/price/data.csv").content
    assert plain.startswith(b"period,")
    assert client.get("/index/price/data.csv?excel=1").content == b"\xef\xbb\xbf" + plain
    assert client.get("/index/price/data.csv?excel=0").content == plain
    refused = client.get("/index/price/data.csv?excel=yes")
    assert (refused.status_code, "byte order mark" in refused.text) == (400, True)
    assert client.get("/index/price/data.json?excel=1").status_code == 400


def test_files_give_published_figures_alone_unless_invented_ones_are_asked_for(client):  # R10
    weekly(count=2, last=date(2023, 6, 12))
    weekly(count=2, last=date(2023, 6, 26), demonstration=True)
    for query in ("", "?demonstration=exclude", "?all=1"):
        assert [row["period"] for row in csv_rows(client.get(f"/index/price/data.csv{query}"))] == [
            "2023-06-05", "2023-06-12",
        ]  # fmt: skip
        document = client.get(f"/index/price/data.json{query}").json()
        assert (document["count"], document["parameters"]["demonstration"]) == (2, "exclude")
    asked = csv_rows(client.get("/index/price/data.csv?demonstration=include"))
    assert [row["demonstration"] for row in asked] == ["false", "false", "true", "true"]
    assert client.get("/index/price/data.json?demonstration=include").json()["count"] == 4
    for name in ("data.csv", "data.xlsx", "data.json", "chart.svg"):
        answer = client.get(f"/index/price/{name}?demonstration=perhaps")
        assert answer.status_code == 400
        assert "include" in answer.text


def test_the_page_leads_to_files_with_what_it_shows(client):
    weekly(count=2, last=date(2023, 6, 12))
    page = client.get("/index/price/").text
    assert 'data.csv"' in page
    weekly(count=2, last=date(2023, 6, 26), demonstration=True)
    for prefix in ("", "/zh-hans"):
        page = client.get(f"{prefix}/index/price/?from=2023-06-12").text
        for name in ("data.csv", "data.xlsx", "data.json", "chart.svg"):
            assert f"{name}?from=2023-06-12&amp;demonstration=include" in page, name
        assert "demonstration=" not in client.get(f"{prefix}/index/price/?to=2023-06-12").text


def test_a_picture_shows_what_the_page_shows_unless_published_figures_alone_are_asked_for(client):
    weekly(count=3, last=date(2023, 6, 26), demonstration=True)
    weekly(count=3, last=date(2023, 6, 5))
    whole = client.get("/index/price/chart.svg").content
    demonstration = COLOURS["light"]["demo"].encode()
    assert demonstration in whole
    assert client.get("/index/price/chart.svg?demonstration=include").content == whole
    assert demonstration not in client.get("/index/price/chart.svg?demonstration=exclude").content


def test_formulas_are_quoted_and_negative_numbers_are_not():
    assert safe_cell("=1+1") == "'=1+1"
    assert safe_cell("@x") == "'@x"
    assert safe_cell(Decimal("-0.13")) == "-0.13"
    assert safe_cell(None) == ""


def test_the_json_says_what_it_is(client):
    weekly(count=2, last=date(2023, 6, 12))
    document = client.get("/index/price/data.json").json()
    assert document["index"]["path"] == "price"
    assert set(document["index"]["name"]) == {"en", "zh-Hans"}
    assert document["terms"].endswith("/about/data-use/")
    assert document["count"] == 2
    assert document["observations"][1]["demonstration"] is False


@pytest.mark.parametrize("name", ["data.csv", "data.xlsx", "data.json", "chart.svg"])
@pytest.mark.parametrize(
    "query", ["from=x", "to=2025-13", "transform=log", "as_of=2999-01-01", "from=2025&to=2024"]
)
def test_what_cannot_be_understood_is_refused_with_a_sentence(client, name, query):
    weekly(count=1)
    response = client.get(f"/index/price/{name}?{query}")
    assert response.status_code == 400
    text = json.loads(response.content)["error"] if name == "data.json" else response.content.decode()
    assert text.strip().endswith(".")


@pytest.mark.parametrize("name", ["data.csv", "data.xlsx", "data.json", "chart.svg"])
def test_files_of_unknown_and_of_empty_indices(client, name):
    IndexFactory(path="order")
    assert client.get(f"/index/nothing/{name}").status_code == 404
    assert client.get(f"/index/order/{name}").status_code == 200


@pytest.mark.parametrize(
    ("name", "queries"), [("data.csv", 4), ("data.xlsx", 4), ("data.json", 4), ("chart.svg", 4)]
)
def test_any_site_may_read_the_files_in_few_queries(client, name, queries, django_assert_num_queries):
    weekly(count=5)
    with django_assert_num_queries(queries):
        response = client.get(f"/index/price/{name}?all=1")
    assert response.headers.get("Accept-Ranges") == (None if name == "chart.svg" else "bytes")  # F14
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_the_picture_loads_nothing_and_has_the_colours_asked_for(client):
    """F24: a file is light unless dark is asked for, whatever its reader's system prefers."""
    weekly(count=5, demonstration=True)
    response = client.get("/index/price/chart.svg")
    assert response.headers["Content-Type"].startswith("image/svg+xml")
    policy = response.headers["Content-Security-Policy"]
    assert set(policy.split("; ")) == {"default-src 'none'", "frame-ancestors 'none'"}
    assert COLOURS["light"]["paper"].encode() in response.content
    assert COLOURS["light"]["demo"].encode() in response.content
    assert client.get("/index/price/chart.svg?theme=light").content == response.content
    dark = client.get("/index/price/chart.svg?theme=dark").content
    assert COLOURS["dark"]["paper"].encode() in dark
    refused = client.get("/index/price/chart.svg?theme=black")
    assert (refused.status_code, refused.text) == (400, "theme: Choose one of: light, dark.\n")


def test_the_picture_describes_the_span_it_shows(client):
    """F12: what is said to whom cannot see the chart is about its span, not about the newest figure of all."""
    monthly(months=[f"{year}-{month:02}" for year in (2021, 2022, 2023) for month in range(1, 13)])
    said = client.get("/index/prosperity/chart.svg?from=2021-03&to=2022-06").text
    assert "The chart shows March 2021 to June 2022." in said
    assert "in June 2022" in said
    assert "2023" not in said
    page = client.get("/zh-hans/index/prosperity/?from=2021-03&to=2022-06").text
    assert re.search(r"<desc[^>]*>图中时段为2021年3月至2022年6月。[^<]*2022年6月", page)
