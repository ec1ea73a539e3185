import pytest

from tests.factories.indexdata import CollectingSourceFactory, IndexFactory, SampleUnitFactory
from tests.indexdata.world import weekly

pytestmark = pytest.mark.django_db


def main_of(response):
    assert response.status_code == 200
    page = response.content.decode()
    return page[page.index("<main") : page.index("</main>")]


@pytest.fixture
def units():
    north, south = CollectingSourceFactory(slug="north"), CollectingSourceFactory(slug="south")
    cotton = IndexFactory(path="price/cotton")
    first = SampleUnitFactory(
        slug="a", name_en="Unit A", source=north, contact="0575-1234567", demonstration=True
    )
    second = SampleUnitFactory(slug="b", name_en="Unit B", source=south)
    first.classes.add(cotton)
    return first, second


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Unit A", "Unit B"}),
        ("?source=north", {"Unit A"}),
        ("?class=price/cotton", {"Unit A"}),
        ("?source=south&class=price/cotton", set()),
        ("?source=nothing&class=%27", {"Unit A", "Unit B"}),
        ("?page=99", {"Unit A", "Unit B"}),
    ],
)
def test_filters(client, units, query, names):
    page = main_of(client.get(f"/samples/{query}"))
    assert {name for name in ("Unit A", "Unit B") if name in page} == names
    assert ("No sample unit here" in page) is not bool(names)


@pytest.mark.parametrize("address", ["/samples/", "/samples/a/", "/sources/north/"])
@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_contacts_are_never_shown_and_demonstration_is_marked(client, units, prefix, address):
    page = main_of(client.get(prefix + address))
    assert "0575-1234567" not in page
    assert "demo-mark" in page
    assert page.count("<h1") == 1


def test_inactive_and_unknown_units_are_not_found(client):
    SampleUnitFactory(slug="gone", active=False)
    assert client.get("/samples/gone/").status_code == 404
    assert client.get("/samples/nothing/").status_code == 404
    assert "No sample unit here" in main_of(client.get("/samples/"))


def test_queries_do_not_grow(client, django_assert_num_queries):
    cotton = IndexFactory(path="price/cotton")

    def more(count):
        for _ in range(count):
            SampleUnitFactory().classes.add(cotton)

    weekly(count=2)
    more(3)
    with django_assert_num_queries(9):
        client.get("/samples/")
    more(300)
    with django_assert_num_queries(9):
        client.get("/samples/?page=2")
    with django_assert_num_queries(9):
        client.get("/samples/?class=price/cotton")
