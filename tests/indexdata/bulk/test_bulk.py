"""Bulk files: what is public, whole, described; nothing that is no longer so, and nothing that is not out yet."""

import csv
import hashlib
import io
import json
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from pyarrow import parquet

from indexdata.bulk.building import build, sweep
from indexdata.bulk.chore import refresh
from indexdata.bulk.fingerprints import fingerprints
from indexdata.bulk.rows import COLUMNS
from indexdata.models import BulkBuild, Observation
from tests.factories.indexdata import IndexFactory, ObservationFactory
from tests.indexdata.world import SECRET, embargoed, monthly, weekly

pytestmark = pytest.mark.django_db


def content(answer):
    assert answer.status_code == 200, answer
    return b"".join(answer) if answer.streaming else answer.content


def rows_of(client, name, query=""):
    return list(csv.DictReader(io.StringIO(content(client.get(f"/data/{name}{query}")).decode())))


@pytest.fixture
def world():
    """Two families, a fall, and an invented figure."""
    weekly(count=3, start=Decimal("100.00"), last=date(2023, 6, 12))
    monthly(months=("2023-02", "2023-01"))
    weekly(count=1, start=Decimal("555.00"), last=date(2023, 6, 19), demonstration=True)


def test_everything_and_each_family_in_every_format(client, world):
    assert refresh() == 2
    everything, price = rows_of(client, "all.csv"), rows_of(client, "price.csv")
    assert tuple(price[0]) == COLUMNS
    assert [row["path"] for row in everything] == ["price"] * 3 + ["prosperity"] * 2
    assert everything[:3] == price
    assert (price[1]["period"], price[1]["value"], price[1]["vintage"]) == ("2023-06-05", "100.10", "1")
    assert price[1]["published_at"] == "2023-06-05T12:00:00+08:00"
    assert {row["demonstration"] for row in everything} == {"false"}
    table = parquet.read_table(io.BytesIO(content(client.get("/data/all.parquet")))).to_pylist()
    assert [(row["code"], row["value"], row["status"]) for row in table] == [
        (row["code"], float(row["value"]), row["status"]) for row in everything
    ]
    assert table[3]["period"] == date(2023, 1, 1)
    assert table[1]["published_at"].isoformat() == "2023-06-05T12:00:00+08:00"
    document = json.loads(content(client.get("/data/price.json")))
    assert document["columns"] == list(COLUMNS)
    assert [row[5] for row in document["rows"]] == [100.0, 100.1, 100.2]
    whole = json.loads(content(client.get("/data/all.json")))["rows"]
    assert [row[5] for row in whole] == [float(row["value"]) for row in everything]
    assert [row[10] for row in whole] == [False] * 5
    book = openpyxl.load_workbook(io.BytesIO(content(client.get("/data/prosperity.xlsx"))))
    assert [row[1] for row in book["data"].iter_rows(min_row=2, values_only=True)] == [1101, 1100]


def test_invented_figures_are_in_files_of_their_own_that_are_asked_for(client, world):
    refresh()
    whole = rows_of(client, "price.csv", "?demonstration=include")
    assert [row["demonstration"] for row in whole] == ["false"] * 3 + ["true"]
    assert whole[3]["published_at"] == ""
    assert client.get("/data/price.csv?demonstration=perhaps").status_code == 400
    assert client.get("/data/price.csv?include_demonstration=1").status_code == 400
    Observation.objects.filter(demonstration=True).delete()
    refresh()
    assert list(BulkBuild.objects.values_list("invented", flat=True)) == [False]
    assert rows_of(client, "price.csv", "?demonstration=include") == rows_of(client, "price.csv")


def test_a_correction_closes_the_files_of_its_family_until_they_are_made_anew(client, world):
    refresh()
    old = Observation.objects.get(index__path="price", period=date(2023, 6, 12), demonstration=False)
    now = timezone.now()
    Observation.objects.filter(pk=old.pk).update(superseded_at=now)
    ObservationFactory(
        index=old.index, release=old.release, period=old.period, value="77.77", vintage=2, published_at=now
    )
    for name in ("price.csv", "price.parquet", "all.csv", "all.json"):
        for prefix in ("", "/zh-hans"):
            answer = client.get(f"{prefix}/data/{name}")
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60"), name
            assert "no-store" in answer.headers["Cache-Control"]
    assert len(rows_of(client, "prosperity.csv")) == 2
    assert "price.csv" not in client.get("/data/SHA256SUMS").text
    assert "prosperity.csv" in client.get("/data/SHA256SUMS").text
    refresh()
    newest = rows_of(client, "price.csv")[-1]
    assert (newest["value"], newest["vintage"]) == ("77.77", "2")
    assert newest["revised_at"]


def test_what_is_under_embargo_changes_nothing_and_is_in_no_file(client, world):
    refresh()
    before = fingerprints(), content(client.get("/data/all.csv"))
    secret = embargoed()
    assert (fingerprints(), content(client.get("/data/all.csv"))) == before
    assert refresh() is None
    build()
    assert str(SECRET) not in content(client.get("/data/all.csv")).decode()
    assert fingerprints(secret.release.public_at + timedelta(seconds=1)) != before[0]


@pytest.mark.parametrize("change", ["withdrawn", "renamed", "moved"])
def test_whatever_changes_a_row_closes_its_file(client, world, change):
    refresh()
    figure = Observation.objects.filter(index__path="price", demonstration=False).latest("period")
    if change == "withdrawn":
        figure.release.no_issue = True
        figure.release.save()
    elif change == "renamed":
        figure.index.name_en = "Another name"
        figure.index.save()
    else:
        figure.index.path = "price/moved"
        figure.index.save()
    assert client.get("/data/price.csv").status_code == 503


def test_a_file_that_will_never_be_there_is_not_said_to_be_made(client, world, monkeypatch):
    """Programs that wait for a minute and come again would do so for ever."""
    gone = ("order.csv", "order.xlsx", "order.parquet", "all.xlsx")
    for name in gone:  # before the first build too
        assert client.get(f"/data/{name}").status_code == 404, name
    assert client.get("/data/price.xlsx").status_code == 503
    monkeypatch.setattr("indexdata.bulk.building.MOST_CELLS", 1)
    refresh()
    for name in (*gone, "price.xlsx"):
        answer = client.get(f"/data/{name}")
        assert (answer.status_code, "Retry-After" in answer.headers) == (404, False), name
    assert client.get("/data/price.csv").status_code == 200


def test_files_are_described_and_their_checksums_are_right(client, world):
    refresh()
    package = client.get("/data/datapackage.json").json()
    described = {one["path"]: one for one in package["resources"]}
    assert len(described) == 11
    for line in client.get("/data/SHA256SUMS").text.splitlines():
        digest, name = line.split("  ")
        body = content(client.get(f"/data/{name}"))
        assert hashlib.sha256(body).hexdigest() == digest
        assert (described[name]["bytes"], described[name]["hash"]) == (len(body), f"sha256:{digest}")
    assert [field["name"] for field in described["price.csv"]["schema"]["fields"]] == list(COLUMNS)
    for prefix, word in (("", "as published"), ("/zh-hans", "已发布")):
        readme = client.get(f"{prefix}/data/README.md").text
        assert word in readme
        assert all(f"`{name}`" in readme for name in COLUMNS)


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_the_page_lists_what_there_is(client, world, prefix):
    assert "price.csv" not in client.get(f"{prefix}/data/").text
    refresh()
    page = client.get(f"{prefix}/data/").text
    for name in ("all.csv", "all.parquet", "price.xlsx", "prosperity.json"):
        assert f'href="{prefix}/data/{name}"' in page
    assert "order.csv" not in page
    assert "demonstration=include" in page


def test_unknown_names_and_unmade_files(client):
    assert client.get("/data/nothing.csv").status_code == 404
    assert client.get("/data/price.exe").status_code == 404
    assert client.get("/data/price.csv").status_code == 404
    weekly(count=1, start=Decimal("100.00"), last=date(2023, 6, 12))
    assert client.get("/data/price.csv").status_code == 503
    assert client.get("/data/datapackage.json").json()["resources"] == []


def test_a_reader_who_has_the_file_is_told_so(client, world):
    refresh()
    tag = client.get("/data/price.csv").headers["ETag"]
    assert client.get("/data/price.csv", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/data/price.csv").headers["Access-Control-Allow-Origin"] == "*"


def test_the_stored_files_have_no_address_of_their_own(client, world):
    build()
    for file in BulkBuild.objects.get().files:
        assert default_storage.exists(file["stored"])
        assert client.get(f"/media/{file['stored']}").status_code == 404


def test_files_that_are_lost_are_made_anew(client, world):
    refresh()
    default_storage.delete(BulkBuild.objects.get(invented=False).files[0]["stored"])
    assert client.get("/data/price.csv").status_code == 503
    assert refresh() == 1
    assert len(rows_of(client, "price.csv")) == 3


def test_old_files_are_swept_away_after_an_hour(world, monkeypatch):
    build()
    (old,) = BulkBuild.objects.all()
    stored = old.files[0]["stored"]
    weekly("price/new", count=1, last=date(2023, 6, 12))
    build()
    assert default_storage.exists(stored)
    monkeypatch.setattr("indexdata.bulk.building.KEPT_FOR", timedelta(0))
    assert sweep() > 0
    assert not default_storage.exists(stored)
    assert all(default_storage.exists(file["stored"]) for file in BulkBuild.objects.get().files)


def test_queries_do_not_grow(client, world, django_assert_max_num_queries):
    refresh()
    with django_assert_max_num_queries(5):
        content(client.get("/data/price.csv"))
    for number in range(30):
        ObservationFactory(index=IndexFactory(path=f"price/c-{number}"), period=date(2023, 6, 12))
    refresh()
    with django_assert_max_num_queries(5):
        content(client.get("/data/price.csv"))
