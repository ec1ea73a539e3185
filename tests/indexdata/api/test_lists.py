"""The API's lists and single things about figures: addresses without a slash (F8), cursors that do not drift, constant queries."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from indexdata.models import Index, Observation, Release
from indexdata.releases import correcting
from tests.factories.indexdata import (
    CollectingSourceFactory,
    IndexFactory,
    ObservationFactory,
    ReleaseFactory,
    SampleUnitFactory,
)
from tests.factories.users import officer
from tests.indexdata.world import SECRET, embargoed, monthly, weekly

pytestmark = pytest.mark.django_db
API = "/api/v1"


def all_pages(client, address):
    """Return every item of a list, asked for with the addresses that the answers name, and the number of answers."""
    items, answers = [], 0
    while address:
        answer = client.get(address).json()
        assert answer["count"] == len(answer["items"])
        assert (answer["next"] is None) == (answer["next_cursor"] is None)
        items, answers, address = [*items, *answer["items"]], answers + 1, answer["next"]
    return items, answers


def corrected():
    """Publish a correction of the newest of three weekly figures; return the old and the new."""
    *_older, newest = weekly(count=3, last=date(2023, 6, 12))
    draft = correcting.propose(newest, "99.90", officer(), {"en": "A late report.", "zh_hans": "补报。"})
    return newest, correcting.publish(draft, officer())


class TestSeries:
    def test_a_code_leads_where_a_path_did(self, client):  # F8
        weekly("price/raw-materials", count=3)
        index = Index.objects.get(path="price/raw-materials")
        for rest in ("", "/observations", "/observations?from=2020&transform=previous"):
            new = client.get(f"{API}/series/{index.code}{rest}")
            assert new.status_code == 200
            assert new.json() == client.get(f"{API}/indices/price/raw-materials{rest}").json()
        assert client.get(f"{API}/series/NOTHING").json()["type"] == "/api/#not-found"

    def test_the_list_has_series_with_their_newest_figures(self, client):
        weekly(count=2, last=date(2023, 6, 12))
        IndexFactory(path="order", is_grouping=True)
        answer = client.get(f"{API}/series").json()
        assert [(one["path"], one["newest"]["period"]) for one in answer["items"]] == [
            ("price", "2023-06-12")
        ]

    def test_as_of_a_day(self, client):
        weekly(count=2, last=date(2023, 6, 12))
        for item in (client.get(f"{API}/series/PRICE?as_of=2023-06-06").json(),
                     client.get(f"{API}/series?as_of=2023-06-06").json()["items"][0]):  # fmt: skip
            assert item["newest"]["period"] == "2023-06-05"

    def test_the_classification_is_flat_with_parents_first(self, client):
        top = IndexFactory(path="price", tree_order=1)
        IndexFactory(path="price/raw-materials", parent=top, tree_order=2)
        items, _answers = all_pages(client, f"{API}/classification?limit=1")
        assert [(one["path"], one["parent"], one["level"]) for one in items] == [
            ("price", None, 0), ("price/raw-materials", "PRICE", 1),
        ]  # fmt: skip

    def test_vintages_tell_every_value(self, client):
        corrected()
        answer = client.get(f"{API}/series/PRICE/vintages?from=2023-06-12").json()
        assert [(one["vintage"], one["value"]) for one in answer["vintages"]] == [(1, 100.2), (2, 99.9)]
        assert answer["vintages"][0]["public_until"] == answer["vintages"][1]["public_from"]
        then = client.get(f"{API}/series/PRICE/vintages?from=2023-06-12&as_of=2023-06-13").json()
        assert [(one["vintage"], one["public_until"]) for one in then["vintages"]] == [(1, None)]


class TestReleases:
    def test_one_with_its_figures(self, client):
        weekly(count=3, last=date(2023, 6, 12))
        weekly("price/raw-materials", count=3, last=date(2023, 6, 12), start=Decimal("50.00"))
        answer = client.get(f"{API}/releases/price/2023-06-12").json()
        assert [(one["path"], one["value"], one["change_on_previous_pct"]) for one in answer["figures"]] == [
            ("price", 100.2, 0.1), ("price/raw-materials", 50.2, 0.2),
        ]  # fmt: skip
        same = client.get(f"{API}/series/PRICE").json()["newest"]
        assert {**answer["figures"][0], **same} == answer["figures"][0]

    def test_as_it_stood(self, client):
        corrected()
        now = client.get(f"{API}/releases/price/2023-06-12").json()["figures"][0]
        then = client.get(f"{API}/releases/price/2023-06-12?as_of=2023-06-13").json()["figures"][0]
        assert (now["value"], now["vintage"], then["value"], then["vintage"]) == (99.9, 2, 100.2, 1)

    def test_nothing_of_one_that_is_still_to_come(self, client):
        secret = embargoed()
        response = client.get(f"{API}/releases/price/{secret.period}?demonstration=include")
        assert response.json()["figures"] == []
        assert str(SECRET) not in response.text
        assert str(SECRET) not in client.get(f"{API}/series/PRICE/vintages").text

    def test_an_invented_one_is_asked_for(self, client):
        weekly(count=1, last=date(2023, 6, 12), demonstration=True)
        Release.objects.update(demonstration=True)
        assert client.get(f"{API}/releases/price/2023-06-12").status_code == 404
        (figure,) = client.get(f"{API}/releases/price/2023-06-12?demonstration=include").json()["figures"]
        assert figure["demonstration"]
        assert client.get(f"{API}/series/PRICE/vintages").json()["vintages"] == []

    @pytest.mark.parametrize("issue", ["2023-06-13", "2023-06", "2023-02-30", "x", "9999-99-99"])
    def test_no_such_issue(self, client, issue):
        weekly(count=1, last=date(2023, 6, 12))
        assert client.get(f"{API}/releases/price/{issue}").status_code == 404
        assert client.get(f"{API}/releases/cloth/2023-06-12").status_code == 400

    def test_the_calendar_by_span(self, client):
        monthly(months=("2023-01", "2023-02", "2023-03"))
        found = client.get(f"{API}/releases?from=2023-02&to=2023-02").json()["items"]
        assert [one["period"] for one in found] == ["2023-02"]


class TestRevisions:
    def test_what_when_and_why(self, client):
        corrected()
        (item,) = client.get(f"{API}/revisions").json()["items"]
        assert (item["series"], item["period"], item["kind"]) == ("PRICE", "2023-06-12", "correction")
        assert (item["value_before"], item["value"], item["vintage"]) == (100.2, 99.9, 2)
        assert item["reason"] == {"en": "A late report.", "zh-Hans": "补报。"}

    @pytest.mark.parametrize(
        ("query", "number"),
        [("family=price", 1), ("family=prosperity", 0), ("series=PRICE", 1), ("as_of=2023-06-13", 0),
         ("to=2023-06", 0), ("from=2023-06", 1)],
    )  # fmt: skip
    def test_filters(self, client, query, number):
        corrected()
        assert client.get(f"{API}/revisions?{query}").json()["count"] == number

    def test_a_series_that_is_none(self, client):
        said = client.get(f"{API}/revisions?series=X").json()
        assert (said["type"], said["parameters"][0]["name"]) == ("/api/#bad-parameter", "series")


class TestPlaces:
    def test_what_is_public_and_nothing_else(self, client):
        source = CollectingSourceFactory(slug="east-market")
        index = IndexFactory(path="price")
        source.classes.add(index)
        unit = SampleUnitFactory(slug="seven", source=source, contact="zibeline 138 0000 0000")
        unit.classes.add(index)
        SampleUnitFactory(slug="gone", source=source, active=False)
        SampleUnitFactory(slug="invented", source=source, demonstration=True)
        (market,) = client.get(f"{API}/sources").json()["items"]
        assert (market["slug"], market["series"]) == ("east-market", ["PRICE"])
        assert client.get(f"{API}/sources/east-market").json() == market
        answer = client.get(f"{API}/sample-units?source=east-market&series=PRICE")
        (item,) = answer.json()["items"]
        assert (item["slug"], item["source"], item["series"]) == ("seven", "east-market", ["PRICE"])
        assert client.get(f"{API}/sample-units/seven").json() == item
        assert "zibeline" not in answer.text
        assert client.get(f"{API}/sample-units/gone").status_code == 404
        assert client.get(f"{API}/sample-units/invented").status_code == 404
        slugs = [
            one["slug"] for one in client.get(f"{API}/sample-units?demonstration=include").json()["items"]
        ]
        assert slugs == ["invented", "seven"]
        assert client.get(f"{API}/sample-units?source=west").status_code == 400


class TestCursors:
    def test_nothing_is_shown_twice_or_left_out_whatever_comes_meanwhile(self, client):
        monthly(months=[f"2023-{month:02}" for month in range(1, 10)])
        first = client.get(f"{API}/releases?limit=4").json()
        ReleaseFactory(family="prosperity", period=date(2023, 12, 1))
        rest, _answers = all_pages(client, first["next"])
        periods = [one["period"] for one in [*first["items"], *rest]]
        assert periods == [f"2023-{month:02}" for month in range(9, 0, -1)]

    @pytest.mark.parametrize("address", ["series?limit=2", "classification?limit=2", "releases?limit=2", "sources?limit=2",
                                         "sample-units?limit=2"])  # fmt: skip
    def test_every_list_is_read_to_its_end(self, client, address):
        source = CollectingSourceFactory()
        for number in range(4):
            CollectingSourceFactory()
            SampleUnitFactory(source=source)
            weekly(f"price/class-{number}", count=5)
        items, answers = all_pages(client, f"{API}/{address}")
        assert answers == (len(items) + 1) // 2
        assert len({str(item) for item in items}) == len(items) >= 4

    @pytest.mark.parametrize("cursor", ["x", "!!", "e30", "WyJhIl0", "W10", "WyItcGVyaW9kLGZhbWlseSIsIjIwMjMiLCJwcmljZSJd",
                                        "WyItcGVyaW9kLGZhbWlseSIsbnVsbCxudWxsXQ", "%00", "a" * 900])  # fmt: skip
    def test_what_is_no_cursor_gets_a_sentence(self, client, cursor):
        response = client.get(f"{API}/releases?cursor={cursor}")
        assert response.status_code == 400
        assert response.json()["detail"].endswith(".")

    def test_a_cursor_of_another_list(self, client):
        monthly()
        cursor = client.get(f"{API}/releases?limit=1").json()["next_cursor"]
        said = client.get(f"{API}/revisions?cursor={cursor}").json()
        assert said["parameters"][0]["name"] == "cursor"

    def test_offsets_are_told_of_cursors(self, client):
        for name in ("releases", "reader-comments", "series"):
            said = client.get(f"{API}/{name}?offset=20").json()
            assert said["parameters"][0]["nearest"] == "cursor"
            assert "next_cursor" in said["detail"]


QUERIES = {
    "classification": 1, "series": 6, "releases": 1, "revisions": 1, "sources": 3, "sample-units": 2,
    "series/PRICE": 6, "series/PRICE/observations": 5, "series/PRICE/vintages": 2, "releases/price/2023-06-12": 4,
}  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("address", QUERIES)
def test_queries_do_not_grow(client, address, django_assert_num_queries):
    corrected()
    source = CollectingSourceFactory()
    source.classes.add(Index.objects.get())
    SampleUnitFactory(source=source).classes.add(Index.objects.get())
    with django_assert_num_queries(QUERIES[address]):
        assert client.get(f"{API}/{address}").status_code == 200
    release = Release.objects.get(period=date(2023, 6, 12))
    for number in range(30):
        index = IndexFactory(path=f"price/class-{number}")
        old = ObservationFactory(index=index, release=release, period=release.period)
        correcting.publish(correcting.propose(old, "98.00", officer(), "A late report."), officer())
        CollectingSourceFactory().classes.add(index)
        SampleUnitFactory(source=source).classes.add(index)
    assert Observation.objects.count() > 60
    with django_assert_num_queries(QUERIES[address]):
        assert client.get(f"{API}/{address}").status_code == 200


def test_a_list_is_entered_through_an_index(django_assert_num_queries):
    """A cursor far back costs what the first page costs: its condition bounds the leading column of an index."""
    from django.db import connection

    from indexdata.api.keyset import _behind, cursor_at
    from indexdata.models import Revision

    row = Revision(pk=7, at=timezone.now() - timedelta(days=9))
    order = ("-at", "-pk")
    rows = Revision.objects.filter(_behind(Revision, order, cursor_at(order, row))).order_by(*order)[:100]
    if connection.vendor == "sqlite":
        plan = rows.explain()
        assert "revisions_newest" in plan
        assert "TEMP B-TREE" not in plan
        asked = str(Revision.objects.public_anywhere().query)
        assert '+"indexdata_revision"."at" <=' in asked, "the cursor alone bounds the index"
