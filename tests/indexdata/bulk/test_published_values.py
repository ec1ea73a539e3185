"""Exactly the published values come out of the bulk files, whatever demonstration figures stand beside them."""

import csv
import io
from decimal import Decimal

import pandas
import pytest
from django.core.management import call_command

from indexdata.bulk.chore import refresh
from tests.indexdata.published import published_values
from tests.portal.kept import starter_content

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def content(django_db_setup, django_db_blocker):
    with starter_content(django_db_blocker):
        call_command("load_demonstration", verbosity=0)
        refresh()
        yield


@pytest.fixture(scope="module")
def published():
    return published_values()


def read(client, name):
    answer = client.get(f"/data/{name}")
    assert answer.status_code == 200
    return io.BytesIO(b"".join(answer))


def test_csv(db, content, client, published):
    rows = csv.DictReader(io.TextIOWrapper(read(client, "all.csv"), "utf-8"))
    assert {(row["path"], row["period"]): Decimal(row["value"]) for row in rows} == published


def test_pandas_reads_csv_and_parquet(db, content, client, published):
    text = pandas.read_csv(read(client, "all.csv"))
    table = pandas.read_parquet(read(client, "all.parquet"))
    assert len(text) == len(table) == 179
    assert (
        sorted(text["value"])
        == sorted(table["value"])
        == sorted(float(value) for value in published.values())
    )
    assert not table["demonstration"].any()
    assert str(table["published_at"].dtype).startswith("datetime64")


def test_the_files_of_the_families_hold_them_all(db, content, client, published):
    values = []
    for family in ("price", "prosperity", "foreign-trade"):
        values += pandas.read_parquet(read(client, f"{family}.parquet"))["value"].tolist()
        sheet = pandas.read_excel(read(client, f"{family}.xlsx"), index_col=0)
        assert sheet.count().sum() == len(
            [path for path, _period in published if path.split("/")[0] == family]
        )
    assert sorted(values) == sorted(float(value) for value in published.values())
