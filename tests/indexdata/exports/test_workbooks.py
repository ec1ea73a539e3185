"""Workbooks with figures: typed cells, a chart, notes; nothing in them runs."""

import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from indexdata.exports.rows import COLUMNS
from indexdata.exports.tables import Plot, Table
from indexdata.exports.workbook import CONTENT_TYPE, workbook_bytes
from tests.indexdata.world import monthly, weekly

pytestmark = pytest.mark.django_db


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def rows_of(sheet):
    names, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_cells_have_the_types_of_what_they_hold(client):
    weekly(count=2, start=Decimal("100.00"), last=date(2023, 6, 12))
    answer = client.get("/index/price/data.xlsx")
    assert answer.headers["Content-Type"] == CONTENT_TYPE
    assert 'filename="keqiao-price.xlsx"' in answer.headers["Content-Disposition"]
    book = opened(answer.content)
    assert book.sheetnames == ["data", "chart", "notes"]
    first, second = rows_of(book["data"])
    assert tuple(first) == COLUMNS
    assert (second["period"], second["value"], second["change_on_previous_pct"]) == (
        datetime(2023, 6, 12),
        100.1,
        0.1,
    )
    assert (second["demonstration"], second["vintage"], second["status"]) == (False, 1, "A")
    assert second["published_at"] == datetime(2023, 6, 12, 12)
    assert first["change_on_previous_pct"] is None


def test_months_are_dates_and_falls_are_negative_numbers(client):
    monthly(months=("2023-02", "2023-01"))  # a fall
    months = rows_of(opened(client.get("/index/prosperity/data.xlsx").content)["data"])
    assert [row["period"] for row in months] == [datetime(2023, 1, 1), datetime(2023, 2, 1)]
    assert months[1]["change_on_previous_pct"] == -0.09


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_the_workbook_says_what_it_holds(client, prefix):
    weekly(count=2, last=date(2023, 6, 12))
    book = opened(client.get(f"{prefix}/index/price/data.xlsx?from=2023&as_of=2024-01-02").content)
    notes = "\n".join(str(cell) for row in book["notes"].iter_rows(values_only=True) for cell in row if cell)
    for text in (
        "/about/data-use/",
        f"{prefix}/index/price/",
        "CL_OBS_STATUS",
        "2024-01-02T23:59:59+08:00",
        "PRICE",
    ):
        assert text in notes, text
    for name in COLUMNS:
        assert name in notes, name
    assert ("Terms of data use" in notes) is (prefix == "")
    assert ("许可" in notes or "使用" in notes) is (prefix != "")


def test_the_chart_is_native_and_tells_invented_values_apart(client):
    weekly(count=3, last=date(2023, 6, 12))
    weekly(count=3, last=date(2023, 7, 3), demonstration=True)
    published = client.get("/index/price/data.xlsx").content
    both = client.get("/index/price/data.xlsx?demonstration=include").content
    for content, lines in ((published, 1), (both, 2)):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            drawn = parts.read("xl/charts/chart1.xml").decode()
        assert drawn.count("<c:ser>") == lines
        assert ("dash" in drawn) is (lines == 2)
        assert "dispBlanksAs" not in drawn, "gaps stay gaps, as is the default"
    assert [row["demonstration"] for row in rows_of(opened(both)["data"])] == [False] * 3 + [True] * 3


def test_no_text_runs_or_becomes_anything_else():
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "http://example.org", "{=1}", "12", "\t=1", "=cmd|' /C calc'!A0"]
    table = Table(
        "name", "weekly", ("period", "value", "reason_en"),
        [("2023-06-12", Decimal("-1.50"), text) for text in texts],
        [("=1+1", "=2+2")], Plot([("=1+1", [("2023-06-12", Decimal("-1.50"), False)])], "=data!$A$1", "=data!$A$2"),
    )  # fmt: skip
    content = workbook_bytes(table)
    book = opened(content)
    assert [row["reason_en"] for row in rows_of(book["data"])] == texts
    assert {row["value"] for row in rows_of(book["data"])} == {-1.5}
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/")]
        chart = parts.read("xl/charts/chart1.xml").decode()
    assert not any(re.search(r"<f[ >]|<hyperlink", sheet) for sheet in sheets)
    assert not re.search(r"<c:f>(?!(?:&apos;|')?chart)", chart), "a title is a text, no reference"


def test_the_same_figures_make_the_same_bytes(client):
    weekly(count=5)
    assert client.get("/index/price/data.xlsx").content == client.get("/index/price/data.xlsx").content
