"""The figures of a release as files, in the words of its page."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from tests.factories.indexdata import IndexFactory, ObservationFactory
from tests.indexdata.world import embargoed, weekly

pytestmark = pytest.mark.django_db
PAGE = "/releases/price/2023-06-12/"
INVENTED = "/releases/price/2023-06-19/"


@pytest.fixture
def release():
    """A release of two published figures, and an invented release after it."""
    figures = weekly(count=2, start=Decimal("100.00"), last=date(2023, 6, 12))
    index = IndexFactory(path="price/a", name_en="Class A", tree_order=2)
    for period, value in ((date(2023, 6, 5), "90.00"), (date(2023, 6, 12), "89.10")):
        ObservationFactory(index=index, period=period, value=value)
    invented = IndexFactory(path="price/b", name_en="Class B", tree_order=3)
    ObservationFactory(index=invented, period=date(2023, 6, 19), value="55.00", demonstration=True)
    return figures[1].release


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_a_release_as_csv(client, release):
    total, part = rows_of(client.get(f"{PAGE}data.csv"))
    assert (total["path"], total["value"], total["change_on_previous_pct"]) == ("price", "100.10", "0.10")
    assert (part["name_en"], part["value"], part["change_on_previous_pct"]) == ("Class A", "89.10", "-1.00")
    assert {row["period"] for row in (total, part)} == {"2023-06-12"}
    assert rows_of(client.get(f"{PAGE}data.csv?demonstration=include")) == [total, part]
    assert rows_of(client.get(f"{INVENTED}data.csv")) == []
    (invented,) = rows_of(client.get(f"{INVENTED}data.csv?demonstration=include"))
    assert (invented["value"], invented["demonstration"]) == ("55.00", "true")


def test_a_release_as_json_and_as_a_workbook(client, release):
    rows = rows_of(client.get(f"{PAGE}data.csv"))
    document = client.get(f"{PAGE}data.json").json()
    assert (document["release"]["family"], document["release"]["period"], document["count"]) == (
        "price",
        "2023-06-12",
        2,
    )
    assert [one["value"] for one in document["figures"]] == [float(row["value"]) for row in rows]
    assert [one["index"]["code"] for one in document["figures"]] == [row["code"] for row in rows]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/zh-hans{PAGE}data.xlsx").content))
    assert book.sheetnames == ["data", "chart", "notes"]
    names, *cells = book["data"].iter_rows(values_only=True)
    assert [dict(zip(names, row, strict=True))["value"] for row in cells] == [100.1, 89.1]
    assert len(book["chart"]._charts) == 1 or book["chart"].max_row == 3


def test_as_of_shows_the_release_as_it_stood(client, release):
    assert rows_of(client.get(f"{PAGE}data.csv?as_of=2023-06-01")) == []
    assert client.get(f"{PAGE}data.json?as_of=2023-06-01").json()["count"] == 0
    assert client.get(f"{PAGE}data.csv?from=2023").status_code == 400


@pytest.mark.parametrize("name", ["data.csv", "data.xlsx", "data.json"])
def test_what_is_not_out_has_no_files(client, release, name):
    secret = embargoed()
    for code in (secret.release.code, "2023-05-01", "2023-06-13", "nothing"):
        answer = client.get(f"/releases/price/{code}/{name}")
        assert answer.status_code == 404
        assert "no public release" in answer.text
    assert client.get(f"{PAGE}{name}?as_of=x").status_code == 400


def test_queries_do_not_grow(client, release, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get(f"{PAGE}data.csv")
    for number in range(30):
        ObservationFactory(index=IndexFactory(path=f"price/c-{number}"), period=date(2023, 6, 12))
    with django_assert_num_queries(3):
        client.get(f"{PAGE}data.xlsx")


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_the_page_leads_to_its_files(client, release, prefix):
    page, invented = (client.get(f"{prefix}{address}").text for address in (PAGE, INVENTED))
    for name in ("data.csv", "data.xlsx", "data.json"):
        assert f'{prefix}{PAGE}{name}"' in page
        assert f"{prefix}{INVENTED}{name}?demonstration=include" in invented
    assert (
        f"{prefix}{INVENTED}data.csv?as_of=2023-06-20&amp;demonstration=include"
        in client.get(f"{prefix}{INVENTED}?as_of=2023-06-20").text
    )
