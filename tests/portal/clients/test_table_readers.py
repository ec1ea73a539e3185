"""Programs of analysts on the running site: polars and DuckDB read its files and get exactly the published values."""

import subprocess
import sys
from decimal import Decimal
from urllib.request import urlopen

import duckdb
import polars
import pytest

from tests.indexdata.published import published_values
from tests.server import BASE, environment, portal_server, prepare

pytestmark = pytest.mark.long
FAMILIES = ("price", "prosperity", "foreign-trade")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    prepare(folder, pictures=False)
    subprocess.run(
        [sys.executable, "manage.py", "make_bulk_files"], cwd=BASE, env=environment(folder), check=True
    )
    with portal_server(folder, workers=1) as server:
        yield server.address


@pytest.fixture(scope="module")
def published():
    """All published values, sorted."""
    return sorted(published_values().values())


@pytest.fixture
def saved(site, tmp_path):
    """Fetch a file of the site; return where it lies."""

    def fetch(name):
        with urlopen(f"{site}/data/{name}") as answer:
            (tmp_path / name).write_bytes(answer.read())
        return str(tmp_path / name)

    return fetch


def same(values, published):
    return sorted(round(Decimal(value), 2) for value in values) == published


def test_polars_reads_csv_and_parquet_by_their_addresses(site, published):
    text = polars.read_csv(f"{site}/data/all.csv")
    table = polars.read_parquet(f"{site}/data/all.parquet")
    assert text.height == table.height == 179
    assert same(text["value"], published)
    assert same(table["value"], published)
    assert not table["demonstration"].any()
    assert text.columns == table.columns


def test_duckdb_asks_csv_and_parquet(saved, published):
    for read in (f"read_parquet('{saved('all.parquet')}')", f"read_csv('{saved('all.csv')}')"):
        rows = duckdb.sql(f"SELECT value FROM {read} WHERE NOT demonstration").fetchall()
        assert same((value for (value,) in rows), published)
        [(paths,)] = duckdb.sql(f"SELECT count(DISTINCT path || ' ' || period) FROM {read}").fetchall()
        assert paths == 179


def test_the_families_are_everything(saved, published):
    files = ", ".join(f"'{saved(f'{family}.parquet')}'" for family in FAMILIES)
    rows = duckdb.sql(f"SELECT value FROM read_parquet([{files}])").fetchall()
    assert same((value for (value,) in rows), published)
    values = [value for family in FAMILIES for value in polars.read_csv(saved(f"{family}.csv"))["value"]]
    assert same(values, published)
