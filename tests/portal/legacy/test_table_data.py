"""The old table address, read the way public data packages read it."""

import csv
import json
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
VALUES = Path(settings.BASE_DIR) / "portal" / "starter_content" / "published_values.csv"
KEYS = {
    "1_1": ["round", "index", "index_hb"],
    "1_2": ["round", "index", "index_hb", "bindex1", "bindex2"],
    "2": ["round", "index", "index_hb", "bindex", "bindex_hb"],
}


def ask(client, **parameters):
    query = {"category": "0", "start": "", "end": "", "indexType": "1_1", "pageindex": "1", **parameters}
    return client.get("/flzs/table_data", query)


def read_all(client, index_type, **parameters):
    """Page 1 for the number of pages, then every page; the rows must all have the same keys in the same order."""
    pages = ask(client, indexType=index_type, **parameters).json()["page"]
    rows = []
    for page in range(1, pages + 1):
        answer = ask(client, indexType=index_type, pageindex=page, _="1619871781413", **parameters)
        assert answer.status_code == 200
        rows += answer.json()["result"]
    assert all(list(row) == KEYS[index_type] for row in rows)
    assert all(isinstance(text, str) for row in rows for text in row.values())
    return rows


def figure(path, period, value, **more):
    return ObservationFactory(index=IndexFactory(path=path), period=period, value=Decimal(value), **more)


def monday(week):
    return date.fromordinal(date(2020, 1, 6).toordinal() + 7 * week)


def test_the_first_page_holds_fifteen_rows_newest_first(client):
    for week in range(31):
        figure("price", monday(week), 100 + week)
    response = ask(client)
    assert response["Content-Type"].startswith("application/json")
    answer = response.json()
    assert list(answer) == ["page", "result"]
    assert answer["page"] == 3
    assert [row["round"] for row in answer["result"]] == [
        monday(week).isoformat() for week in range(30, 15, -1)
    ]
    assert answer["result"][0] == {"round": monday(30).isoformat(), "index": "130.00", "index_hb": "0.78"}
    assert len(ask(client, pageindex="3").json()["result"]) == 1
    assert ask(client, pageindex="4").json() == {"page": 3, "result": []}
    assert ask(client, pageindex="9" * 18).json()["result"] == []


def test_a_change_against_an_issue_that_is_not_held_is_empty(client):
    figure("price", date(2023, 6, 5), "105.97")
    figure("price", date(2023, 5, 22), "106.01", stated_previous=Decimal("-0.04"))
    rows = read_all(client, "1_1")
    assert [(row["round"], row["index_hb"]) for row in rows] == [("2023-06-05", ""), ("2023-05-22", "-0.04")]


def test_a_recorded_gap_is_skipped_over(client):
    figure("price", date(2023, 1, 30), "101.00")
    ReleaseFactory(period=date(2023, 1, 23), no_issue=True)
    figure("price", date(2023, 1, 16), "100.00")
    assert read_all(client, "1_1")[0]["index_hb"] == "1.00"


def test_prosperity_has_its_two_parts_and_writes_the_month_in_chinese(client):
    figure("prosperity", date(2023, 5, 1), "1321.09")
    figure("prosperity/market-circulation", date(2023, 5, 1), "1500.5")
    response = ask(client, indexType="1_2")
    assert "2023年05月" in response.content.decode()
    assert response.json()["result"] == [
        {"round": "2023年05月", "index": "1321.09", "index_hb": "", "bindex1": "1500.50", "bindex2": ""}
    ]


def test_foreign_trade_joins_price_and_prosperity_by_month(client):
    figure("foreign-trade/price", date(2021, 5, 1), "177.73")
    figure("foreign-trade/price", date(2021, 4, 1), "170.00")
    figure("foreign-trade/prosperity", date(2021, 4, 1), "700.00", stated_previous=Decimal("8.49"))
    figure("foreign-trade/prosperity", date(2021, 3, 1), "645.21")
    assert ask(client, indexType="2").json()["result"] == [
        {"round": "2021年05月", "index": "177.73", "index_hb": "4.55", "bindex": "", "bindex_hb": ""},
        {"round": "2021年04月", "index": "170.00", "index_hb": "", "bindex": "700.00", "bindex_hb": "8.49"},
        {"round": "2021年03月", "index": "", "index_hb": "", "bindex": "645.21", "bindex_hb": ""},
    ]


def test_classes_have_their_own_price_and_prosperity(client):
    figure("price/apparel-fabric", date(2023, 6, 12), "112.00")
    figure("prosperity/by-category/grey-fabric", date(2023, 5, 1), "900.00")
    assert ask(client, category="3").json()["result"][0]["index"] == "112.00"
    assert ask(client, category="0").json()["result"] == []
    assert ask(client, category="2", indexType="1_2").json()["result"] == [
        {"round": "2023年05月", "index": "900.00", "index_hb": "", "bindex1": "", "bindex2": ""}
    ]
    assert ask(client, category="2", indexType="2").json() == {"page": 0, "result": []}


def test_demonstration_and_embargoed_figures_never_appear_nor_count(client):
    figure("price", date(2023, 6, 12), "106.30")
    figure("price", date(2023, 6, 5), "50.00", demonstration=True)
    future = ReleaseFactory(period=date(2023, 6, 19), released_at=datetime(2100, 1, 1, tzinfo=CHINA))
    figure("price", date(2023, 6, 19), "107.00", release=future)
    assert read_all(client, "1_1") == [{"round": "2023-06-12", "index": "106.30", "index_hb": ""}]


def test_a_corrected_figure_appears_once(client):
    corrected_at = datetime(2023, 7, 1, tzinfo=CHINA)
    old = figure("price", date(2023, 6, 12), "160.30", superseded_at=corrected_at)
    figure("price", date(2023, 6, 12), "106.30", release=old.release, vintage=2, published_at=corrected_at)
    assert [row["index"] for row in read_all(client, "1_1")] == ["106.30"]


@pytest.mark.parametrize(
    ("start", "end", "rounds"),
    [
        ("2023-05-29", "2023-06-12", ["2023-06-12", "2023-06-05", "2023-05-29"]),
        ("2023-06", "", ["2023-06-12", "2023-06-05"]),
        ("", "2023-05", ["2023-05-29"]),
        ("2023-06-06", "2023-06-11", []),
        ("2023-07", "2023-05", []),
    ],
)
def test_bounds_are_inclusive(client, start, end, rounds):
    for day in (date(2023, 5, 29), date(2023, 6, 5), date(2023, 6, 12)):
        figure("price", day, "100")
    assert [row["round"] for row in read_all(client, "1_1", start=start, end=end)] == rounds


@pytest.mark.parametrize(
    "wrong",
    [
        {"category": "6"},
        {"category": ""},
        {"category": "\uff10"},
        {"category": "0' OR 1=1"},
        {"indexType": "3"},
        {"indexType": "1_3"},
        {"pageindex": "0"},
        {"pageindex": "-1"},
        {"pageindex": "x"},
        {"pageindex": "1.5"},
        {"pageindex": "\uff11"},
        {"pageindex": "9" * 5000},
        {"start": "2023"},
        {"start": "2023-13"},
        {"start": "2023-02-30"},
        {"end": "12/06/2023"},
        {"end": "0000-00-00"},
        {"end": "\uff12\uff10\uff12\uff13-01-01"},
        {"start": "2023-01-01\x00"},
    ],
)
def test_unknown_values_answer_400_with_a_sentence(client, wrong):
    response = ask(client, **wrong)
    assert response.status_code == 400
    assert response["Content-Type"].startswith("application/json")
    assert response.json()["error"].endswith(".")


def test_absent_parameters_mean_the_first_page_of_the_price_total(client):
    figure("price", date(2023, 6, 12), "106.30")
    assert client.get("/flzs/table_data").json() == ask(client).json()
    assert client.get("/FLZS/Table_Data/?x=1&pageindex=1").json() == ask(client).json()


def test_the_table_has_no_twin_in_chinese_and_takes_no_forms(client):
    assert client.get("/zh-hans/flzs/table_data").status_code != 200
    assert client.post("/flzs/table_data").status_code in {403, 405}


@pytest.mark.parametrize("index_type", ["1_1", "1_2", "2"])
def test_the_number_of_queries_does_not_grow(client, index_type, django_assert_num_queries):
    paths = {
        "1_1": ["price"],
        "1_2": ["prosperity"],
        "2": ["foreign-trade/price", "foreign-trade/prosperity"],
    }
    for count in (3, 40):
        for step in range(count):
            for path in paths[index_type]:
                day = monday(step) if index_type == "1_1" else date(2000 + step // 12, step % 12 + 1, 1)
                if not IndexFactory(path=path).observations.filter(period=day).exists():
                    figure(path, day, "100")
        with django_assert_num_queries(2):
            ask(client, indexType=index_type)


def test_packages_read_exactly_what_was_published(client):
    call_command("load_starter_content", "--without-pictures")
    published = defaultdict(dict)
    with VALUES.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["frequency"] == "monthly":
                year, month = row["period"].split("-")[:2]
                published[row["level_path"]][f"{year}年{month}月"] = row["value"]
            elif date.fromisoformat(row["period"]).weekday() == 0:
                published[row["level_path"]][row["period"]] = row["value"]
    columns = {
        "1_1": {"index": "price"},
        "1_2": {
            "index": "prosperity",
            "bindex1": "prosperity/market-circulation",
            "bindex2": "prosperity/production",
        },
        "2": {"index": "foreign-trade/price", "bindex": "foreign-trade/prosperity"},
    }
    for index_type, names in columns.items():
        rows = read_all(client, index_type)
        rounds = [row["round"] for row in rows]
        assert len(rounds) == len(set(rounds))
        assert rounds == sorted(rounds, reverse=True)
        for column, path in names.items():
            read = {row["round"]: row[column] for row in rows if row[column]}
            assert {
                at: f"{Decimal(value):.2f}" for at, value in published[path].items()
            }.items() <= read.items()
            assert index_type == "1_1" or len(read) == len(published[path])
    assert json.loads(ask(client).content)["result"][0]["round"] == "2025-06-16"
