"""What moved most, and how indices moved over time: by family and level, marked, readable without colours."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from indexdata.enums import Family
from indexdata.series.movers import movements_of
from indexdata.wording.heat_map import SHADES, shade_of
from tests.factories.indexdata import IndexFactory, ObservationFactory
from tests.indexdata.world import embargoed, weekly

pytestmark = pytest.mark.django_db
LAST = date(2023, 6, 19)


def series(path, *values, **more):
    """Make weekly figures up to the issue of 19 June 2023."""
    index = IndexFactory(path=path, name_en=path.rpartition("/")[2])
    for back, value in enumerate(reversed(values)):
        if value is not None:
            ObservationFactory(index=index, period=LAST - timedelta(weeks=back), value=value, **more)
    return index


def main_of(response):
    assert response.status_code == 200
    page = response.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_what_rose_and_fell_most_comes_first():
    series("price", "100.00", "100.50")
    series("price/a", "100.00", "103.00")
    series("price/a/deep", "100.00", "101.00")
    series("price/b", "100.00", "97.00")
    series("price/c", "100.00", "100.00")
    series("price/d", "100.00", None)
    found = movements_of(Family.PRICE, 13)
    assert found.issue == LAST
    assert [(row.index.path, row.newest.percent) for row in found.risen(2)] == [
        ("price/a", Decimal("3.00")), ("price/a/deep", Decimal("1.00")),
    ]  # fmt: skip
    assert [row.index.path for row in found.fallen(10)] == ["price/b"]
    assert next(row for row in found.rows if row.index.path == "price/d").changes[-1] is None


def test_the_page_shows_lists_and_a_table_that_says_without_colour_what_it_says_with(client):
    series("price/a", "100.00", "100.00", "103.00")
    series("price/b", "100.00", "100.00", "97.00")
    for prefix, rose, fell in (("", "Rose most", "Fell most"), ("/zh-hans", "涨幅居前", "跌幅居前")):
        page = main_of(client.get(f"{prefix}/index/movers/"))
        assert (
            page.index(rose)
            < page.index("/index/price/a/")
            < page.index(fell)
            < page.index("/index/price/b/")
        )
        assert '<td class="heat-rise-4" title=' in page
        assert "<span>+3.00</span>" in page
        assert "<span>\N{MINUS SIGN}3.00</span>" in page
        assert 'tabindex="0" role="region" aria-labelledby="heat"' in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [("", {"price", "price/a", "price/a/deep"}), ("?level=classes", {"price/a"}), ("?level=lower", {"price/a/deep"}),
     ("?level=x&issues=x&family=x", {"price", "price/a", "price/a/deep"}), ("?family=prosperity", set())],
)  # fmt: skip
def test_levels_and_what_is_no_choice(client, query, shown):
    for path in ("price", "price/a", "price/a/deep"):
        series(path, "100.00", "103.00")
    page = main_of(client.get(f"/index/movers/{query}"))
    assert {
        path
        for path in ("price", "price/a", "price/a/deep")
        if f'tree-{path.count("/")}"><a href="/index/{path}/"' in page
    } == shown
    assert ("No figures yet" in page) is not shown or shown


def test_invented_figures_are_marked_and_left_out_where_published_ones_are_asked_for(client):  # R10
    series("price/a", "100.00", "103.00", demonstration=True)
    series("price/b", "90.00", None, None)
    page = main_of(client.get("/index/movers/"))
    assert page.count('class="demo-mark"') == 1
    assert "is-invented" in page
    assert "demonstration=exclude" in page
    page = main_of(client.get("/index/movers/?demonstration=exclude"))
    assert "/index/price/a/" not in page
    assert "demo-mark" not in page


def test_nothing_under_embargo_moves(client):
    weekly(count=3)
    secret = embargoed()
    page = main_of(client.get("/index/movers/"))
    assert str(secret.value) not in page
    assert str(secret.period) not in page
    before = main_of(client.get("/index/movers/?as_of=1990-01-01"))
    assert "No figure of this family was public on that day" in before


def test_seven_queries_for_three_and_for_three_hundred_indices(client, django_assert_num_queries):
    for number in range(3):
        series(f"price/class-{number}", "100.00", "101.00")
    client.get("/index/movers/")
    with django_assert_num_queries(8):
        client.get("/index/movers/?issues=26")
    for number in range(3, 300):
        series(f"price/class-{number}", "100.00", "101.00")
    with django_assert_num_queries(8):
        page = main_of(client.get("/index/movers/?issues=52"))
    assert "further indices are left out" in page


@pytest.mark.parametrize(
    ("percent", "shade"), [("0.00", 0), ("0.01", 1), ("0.99", 4), ("-0.30", -2), ("-9.00", -4)]
)
def test_shades_grow_with_the_change(percent, shade):
    assert shade_of(Decimal(percent), Decimal("1.00")) == shade
    assert abs(shade_of(Decimal("0.01"), Decimal())) <= SHADES
