import re
from decimal import Decimal

import pytest

from tests.factories.indexdata import IndexFactory, ObservationFactory
from tests.indexdata.world import monthly, weekly

pytestmark = pytest.mark.django_db


def get(client, query="", prefix=""):
    response = client.get(f"{prefix}/index/compare/{query}")
    assert response.status_code == 200
    page = response.content.decode()
    return page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_without_a_choice_there_is_only_the_choice(client, prefix):
    weekly(count=2)
    page = get(client, prefix=prefix)
    assert page.count("<h1") == 1
    assert "<svg" not in page
    assert 'value="price"' in page


def test_without_any_figures_the_page_still_stands(client):
    assert "No figure of this family is public" in get(client)


def test_two_indices_of_different_frequency_rebased(client):
    weekly(count=10)
    month = weekly("price/raw-materials", count=1)[0].period.strftime("%Y-%m")
    monthly(months=(month,))
    page = get(client, "?s=price&s=prosperity&rebase=1&all=1")
    assert page.count("<svg") == 2
    assert "All indices are 100" in page
    assert "last issue held in each month" in page


def test_a_comparison_rebases_by_itself_where_levels_differ_by_more_than_three_times(client):  # R13
    """104 beside 1,154 gave a flat line; as published they stand where that is asked for."""
    monthly()
    monthly("foreign-trade/price", start=Decimal("150.00"))
    for query in ("", "&rebase=auto", "&rebase=x"):
        page = get(client, f"?s=prosperity&s=foreign-trade/price{query}")
        assert "Their levels differ by more than three times, so they are rebased." in page
        assert "All indices are 100" in page
    assert "different bases and scales" in get(client, "?s=prosperity&s=foreign-trade/price&rebase=off")
    weekly(count=5)
    weekly("price/a", count=5)
    assert "different bases and scales" in get(client, "?s=price&s=price/a")
    assert "All indices are 100" in get(client, "?s=price&s=price/a&rebase=1")


def test_the_choice_stands_before_the_chart(client):  # R13
    weekly(count=5)
    page = get(client, "?s=price")
    assert page.index("data-filter") < page.index("<svg")
    assert '<details class="picker-box" data-filtered>' in page
    assert '<details class="picker-box" data-filtered open>' in get(client)


def test_unknown_indices_are_left_out_with_a_notice(client):
    weekly(count=2)
    page = get(client, "?s=price&s=nothing&s=%27%22--")
    assert "<code>nothing</code>, <code>&#x27;&quot;--</code>" in page  # R13
    assert page.count("<svg") == 2


def test_at_most_eight_are_shown_and_what_is_left_out_is_named(client):  # R13
    for number in range(9):
        weekly(f"price/class-{number}", count=2)
    query = "?" + "&".join(f"s=price/class-{number}" for number in range(9))
    page = get(client, query)
    assert "At most 8 indices are shown. Left out:" in page
    assert page.count("<th data-series>") == 8
    assert len(set(re.findall(r"kc-mark--\d", page))) == 8


def test_the_choice_survives_bad_dates(client):
    weekly(count=2)
    page = get(client, "?s=price&from=x")
    assert 'value="x"' in page
    assert "field__errors" in page
    assert '<input type="hidden" name="s" value="price">' in page


def test_six_queries_for_any_number_of_indices(client, django_assert_num_queries):
    weekly(count=2)
    with django_assert_num_queries(7):
        get(client, "?s=price")
    for number in range(300):
        ObservationFactory(index=IndexFactory(path=f"price/class-{number}"))
    query = "?s=price&" + "&".join(f"s=price/class-{number}" for number in range(5))
    with django_assert_num_queries(7):
        get(client, query)


def test_a_table_of_invented_figures_has_one_mark(client):  # R10
    """246 marks stood on a comparison of four."""
    weekly(count=20, demonstration=True)
    weekly("price/a", count=20, demonstration=True)
    page = get(client, "?s=price&s=price/a")
    table = page[page.index('id="figures"') :]
    assert table.count("demo-mark") == 1
    assert table.count("is-invented") == 40
    assert table.count('<span class="visually-hidden"> (demonstration)</span>') == 40
