"""Bulk files in a bucket: made, answered, swept, and made a minute later where the store was away at a release."""

import hashlib
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from foundation.background.models import Mishap
from indexdata.bulk.building import build, sweep
from indexdata.bulk.chore import refresh
from indexdata.models import BulkBuild
from indexdata.views.bulk import data_file
from tests.bucket import keys, on_storage
from tests.indexdata.bulk.test_bulk import content, rows_of
from tests.indexdata.world import monthly, weekly

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def figures():
    """Two families, and an invented figure."""
    weekly(count=3, last=date(2023, 6, 12))
    monthly(months=("2023-02", "2023-01"))
    weekly(count=1, last=date(2023, 6, 19), demonstration=True)


def test_they_are_answered_as_they_were_made(client, bucket, client_of_store):
    assert refresh() == 2
    assert refresh() is None
    assert all(key.startswith("media/.data/") for key in keys(client_of_store))
    for file in BulkBuild.objects.get(invented=False).files:
        answer = client.get(f"/data/{file['name']}")
        body = content(answer)
        assert hashlib.sha256(body).hexdigest() == file["sha256"]
        assert answer["Content-Length"] == str(file["bytes"])
        assert client.get(f"/media/{file['stored']}").status_code == 404
    tag = client.get("/data/price.csv")["ETag"]
    assert client.get("/data/price.csv", headers={"If-None-Match": tag}).status_code == 304


def test_of_one_in_the_bucket_only_the_part_that_is_asked_for_is_fetched(client, rf, bucket):
    refresh()
    whole = content(client.get("/data/price.csv"))
    asked = rf.get("/data/price.csv", headers={"range": "bytes=10-19"})
    unfetched = data_file(asked, "price.csv").file_to_stream
    with unfetched.fetch(10, 20) as file:
        assert file.read() == whole[10:20]
    assert unfetched.size == len(whole)


def test_lost_ones_are_made_anew_and_old_ones_swept(client, bucket, client_of_store, monkeypatch):
    refresh()
    first = keys(client_of_store)
    bucket.delete(BulkBuild.objects.get(invented=False).files[0]["stored"])
    assert refresh() == 1
    weekly("price/new", count=1)
    build()
    assert first <= keys(client_of_store)
    monkeypatch.setattr("indexdata.bulk.building.KEPT_FOR", timedelta(seconds=-5))
    assert sweep() > 0
    told = {f"media/{file['stored']}" for made in BulkBuild.objects.all() for file in made.files}
    assert keys(client_of_store) == told


def test_while_the_store_is_away_nothing_old_is_answered_and_each_minute_tries(client, bucket):
    refresh()
    weekly("price/new", count=1)
    before = list(BulkBuild.objects.order_by("pk").values())
    bucket._breaker._pause = 600
    bucket._breaker.waited_in_vain()
    assert refresh() is None
    assert list(BulkBuild.objects.order_by("pk").values()) == before
    mishap = Mishap.objects.get(kind="bulk-files")
    assert mishap.next_try_at - mishap.last_seen_at == timedelta(minutes=1)
    answer = client.get("/data/price.csv")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    current = Client(raise_request_exception=False).get("/data/prosperity.csv")
    assert (current.status_code, current["Retry-After"]) == (503, "30")
    with pytest.raises(CommandError, match="cannot be stored"):
        call_command("make_bulk_files", "--all")
    bucket._breaker.answered()
    assert refresh() == 2
    assert "price/new" in {row["path"] for row in rows_of(client, "price.csv")}
    mishap.refresh_from_db()
    assert mishap.settled_at is not None


def test_a_store_that_goes_away_in_the_middle_leaves_the_files_before_as_they_are(
    client,
    settings,
    address_of_bucket,
    monkeypatch,
):
    with on_storage(settings, address_of_bucket) as storage:
        refresh()
        before = list(BulkBuild.objects.order_by("pk").values())
        weekly("price/new", count=1)
        keep, kept = storage.keep, []

        def keep_some(name, file):
            if len(kept) == 3:
                storage._breaker.waited_in_vain()
            kept.append(name)
            keep(name, file)

        monkeypatch.setattr(storage, "keep", keep_some)
        assert refresh() is None
        assert list(BulkBuild.objects.order_by("pk").values()) == before
        assert client.get("/data/price.csv").status_code == 503
