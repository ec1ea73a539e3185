from datetime import date

import pytest

from indexdata.models import Release
from tests.factories.indexdata import IndexFactory, ObservationFactory
from tests.indexdata.world import embargoed, monthly, weekly

pytestmark = pytest.mark.django_db


def test_the_list_of_indices(client):
    IndexFactory(path="price", name_en="Textile price", name_zh_hans="")
    weekly(count=2, last=date(2023, 6, 12))
    IndexFactory(path="order", is_grouping=True)
    answer = client.get("/api/v1/indices").json()
    assert (answer["count"], answer["total_count"], answer["limit"], answer["offset"]) == (2, 2, 100, 0)
    price = next(item for item in answer["items"] if item["path"] == "price")
    assert price["name"] == {"en": "Textile price", "zh-Hans": None}
    assert price["newest"] == {
        "period": "2023-06-12", "value": 100.1, "shown": 100.1, "change_on_previous_pct": 0.1,
        "change_since_year_start_pct": None, "change_year_on_year_pct": None, "status": "A", "demonstration": False,
        "vintage": 1, "published_at": "2023-06-12T12:00:00+08:00", "revised_at": None, "reason": None,
    }  # fmt: skip
    assert next(item for item in answer["items"] if item["path"] == "order")["newest"] is None


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("family=prosperity", ["prosperity"]),
        ("q=RAW", ["price/raw-materials"]),
        ("q=原料", ["price/raw-materials"]),
        ("q=nothing", []),
        ("limit=1&offset=1", ["price/raw-materials"]),
    ],
)
def test_filters_and_pages(client, query, paths):
    IndexFactory(path="price", tree_order=1)
    IndexFactory(path="price/raw-materials", name_zh_hans="原料类", tree_order=2)
    IndexFactory(path="prosperity", tree_order=3)
    assert [item["path"] for item in client.get(f"/api/v1/indices?{query}").json()["items"]] == paths


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("indices?family=cloth", 400),
        ("indices?limit=0", 400),
        ("indices?limit=x", 400),
        ("indices?offset=-1", 400),
        ("indices/nothing", 404),
        ("indices/nothing/observations", 404),
        ("indices/price/observations?from=x", 400),
        ("indices/price/observations?transform=log", 400),
        ("indices/price/observations?as_of=2999", 400),
        ("indices/price/observations?demonstration=perhaps", 400),
        ("indices?demonstration=perhaps", 400),
        ("indices/price?demonstration=perhaps", 400),
        ("releases?demonstration=perhaps", 400),
        ("releases?state=lost", 400),
        ("releases?family=cloth", 400),
        ("nothing", 404),
    ],
)
def test_errors_are_sentences_in_json(client, address, status):
    IndexFactory(path="price")
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == status
    said = response.json()
    assert response.headers["Content-Type"] == "application/problem+json"
    assert (said["status"], said["detail"][-1]) == (status, ".")
    assert said["type"].startswith("/api/#")
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_observations_are_those_of_the_file(client):
    weekly(count=5)
    for query in ("all=1", "from=2020&transform=rebased"):
        answer = client.get(f"/api/v1/indices/price/observations?{query}").json()
        file = client.get(f"/index/price/data.json?{query}").json()
        assert answer == file
        assert answer["count"] == 5


def test_published_figures_alone_unless_invented_ones_are_asked_for(client):  # R10
    weekly(count=1, last=date(2023, 6, 12))
    weekly(count=2, last=date(2023, 6, 26), demonstration=True)
    Release.objects.filter(period__gt=date(2023, 6, 12)).update(demonstration=True)
    address = "/api/v1/indices/price/observations"
    for query in ("", "?demonstration=exclude"):
        document = client.get(f"{address}{query}").json()
        (only,) = document["observations"]
        assert (only["period"], only["demonstration"]) == ("2023-06-12", False)
        assert document["parameters"]["demonstration"] == "exclude"
        assert client.get(f"/api/v1/indices/price{query}").json()["newest"] == only
        assert client.get(f"/api/v1/indices{query}").json()["items"][0]["newest"] == only
        releases = client.get(f"/api/v1/releases{query}").json()
        assert [one["period"] for one in releases["items"]] == ["2023-06-12"]
    query = "?demonstration=include"
    flags = [one["demonstration"] for one in client.get(address + query).json()["observations"]]
    assert flags == [False, True, True]
    newest = client.get(f"/api/v1/indices/price{query}").json()["newest"]
    assert (newest["period"], newest["demonstration"]) == ("2023-06-26", True)
    assert client.get(f"/api/v1/indices{query}").json()["items"][0]["newest"] == newest
    assert client.get(f"/api/v1/releases{query}").json()["count"] == 3


def test_the_calendar_names_coming_releases_without_figures(client):
    monthly(months=("2023-01",))
    secret = embargoed()
    coming = client.get("/api/v1/releases?state=coming").json()
    assert [(item["period"], item["public"]) for item in coming["items"]] == [
        (secret.period.isoformat(), False)
    ]
    past = client.get("/api/v1/releases?state=past&family=prosperity").json()
    assert [item["period"] for item in past["items"]] == ["2023-01"]


def test_any_site_may_read_and_the_document_describes_it(client):
    response = client.get("/api/v1/openapi.json")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    document = response.json()
    assert {path.removeprefix("/api/v1") for path in document["paths"]} == {
        "/classification", "/series", "/series/{code}", "/series/{code}/observations", "/series/{code}/vintages",
        "/movers", "/releases", "/releases/{family}/{issue}", "/revisions", "/sources", "/sources/{slug}", "/sample-units",
        "/sample-units/{slug}", "/fabrics", "/fabrics/{slug}", "/articles", "/articles/{article}", "/reader-comments",
    }, "addresses without a slash inside a parameter alone (F8); the old ones answer, undocumented"  # fmt: skip
    assert client.get("/api/v1/docs").status_code == 404
    (code,) = document["paths"]["/api/v1/series/{code}"]["get"]["parameters"][:1]
    assert code["example"] == "PRICE"
    for methods in document["paths"].values():
        assert {"200", "400", "429", "503"} <= methods["get"]["responses"].keys()


def test_queries_do_not_grow(client, django_assert_num_queries):
    weekly(count=3)
    with django_assert_num_queries(6):
        client.get("/api/v1/indices")
    for number in range(300):
        ObservationFactory(index=IndexFactory(path=f"price/class-{number}"))
    with django_assert_num_queries(6):
        client.get("/api/v1/indices?limit=500")
    with django_assert_num_queries(4):
        client.get("/api/v1/indices/price/observations")
    with django_assert_num_queries(1):
        client.get("/api/v1/releases")
