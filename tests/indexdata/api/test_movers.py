"""GET /api/v1/movers: what rose and fell most in the newest issue of a family."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory

pytestmark = pytest.mark.django_db
BEFORE, NEWEST = date(2023, 6, 5), date(2023, 6, 12)
ADDRESS = "/api/v1/movers"


def series(path, before, value, **more):
    index = IndexFactory(path=path, code=path.upper().replace("/", "_"), **more)
    ObservationFactory(index=index, period=BEFORE, value=before)
    return ObservationFactory(index=index, period=NEWEST, value=value)


@pytest.fixture
def tree():
    price = series("price", "100.00", "101.00").index
    raw = series("price/raw", "100.00", "103.00", parent=price).index
    series("price/grey", "100.00", "98.00", parent=price)
    series("price/flat", "100.00", "100.00", parent=price)
    return series("price/raw/yarn", "100.00", "95.00", parent=raw)


def codes(rows):
    return [row["code"] for row in rows]


def test_what_moved_most_stands_first(client, tree):
    answer = client.get(ADDRESS).json()
    assert (answer["family"], answer["period"], answer["compared"]) == ("price", "2023-06-12", 5)
    assert codes(answer["risen"]) == ["PRICE_RAW", "PRICE"]
    assert codes(answer["fallen"]) == ["PRICE_RAW_YARN", "PRICE_GREY"]
    first = answer["risen"][0]
    assert (first["value"], first["change_on_previous_pct"], first["compared_with"]) == (
        103.0,
        3.0,
        "2023-06-05",
    )
    assert first["demonstration"] is False


def test_levels_and_limits(client, tree):
    answer = client.get(f"{ADDRESS}?level=classes&limit=1").json()
    assert codes(answer["risen"] + answer["fallen"]) == ["PRICE_RAW", "PRICE_GREY"]
    lower = client.get(f"{ADDRESS}?level=lower").json()
    assert codes(lower["risen"] + lower["fallen"]) == ["PRICE_RAW_YARN"]


def test_a_family_without_figures_has_no_issue(client, tree):
    answer = client.get(f"{ADDRESS}?family=order").json()
    assert (answer["period"], answer["risen"], answer["fallen"]) == (None, [], [])


def test_invented_figures_come_only_for_who_asks(client, tree):
    later = NEWEST + timedelta(days=7)
    release = ReleaseFactory(period=later, demonstration=True)
    ObservationFactory(index=tree.index, period=later, value="150.00", release=release, demonstration=True)
    assert client.get(ADDRESS).json()["period"] == "2023-06-12"
    shown = client.get(f"{ADDRESS}?demonstration=include").json()
    assert shown["period"] == "2023-06-19"
    assert shown["risen"][0]["demonstration"] is True


def test_before_its_moment_nothing_is_told(client, tree):
    hidden = ReleaseFactory(period=NEWEST + timedelta(days=7), released_at=timezone.now() + timedelta(days=1))
    ObservationFactory(index=tree.index, period=hidden.period, value="180.00", release=hidden)
    assert client.get(ADDRESS).json()["period"] == "2023-06-12"


@pytest.mark.parametrize(
    "query",
    ["family=wool", "level=top", "limit=0", "limit=101", "as_of=soon", "levle=lower", "demonstration=1"],
)
def test_what_is_not_understood_is_refused(client, query):
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 400
    assert response["Content-Type"].startswith("application/problem+json")


def test_as_of_and_the_number_of_queries(client, tree, django_assert_num_queries):
    client.get(ADDRESS)
    with django_assert_num_queries(4):
        client.get(f"{ADDRESS}?limit=20")
    assert client.get(f"{ADDRESS}?as_of=2007-01-01").json()["risen"] == []
