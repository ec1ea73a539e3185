from datetime import date, timedelta
from decimal import Decimal

import pytest

from indexdata.series.comparison import Scale, compare
from indexdata.series.rows import stored_series
from tests.indexdata.world import monthly, weekly

pytestmark = pytest.mark.django_db


def put_together(*series, **kwargs):
    indices = [figures[0].index for figures in series]
    stored = stored_series(indices)
    return compare([stored[index.pk] for index in indices], **kwargs)


def test_indices_are_rebased_in_the_first_period_that_all_have():
    first = monthly("prosperity", ("2023-01", "2023-02", "2023-03"))
    second = monthly("foreign-trade/price", ("2023-02", "2023-03"), start=Decimal("150.00"))
    comparison = put_together(first, second, scale=Scale.REBASED)
    assert comparison.base == date(2023, 2, 1)
    assert comparison.rows[1][1] == [100, 100]
    assert comparison.rows[0][1] == [Decimal("99.91"), None]


def test_without_a_common_period_nothing_is_rebased():
    first = monthly("prosperity", ("2023-01",))
    second = monthly("foreign-trade/price", ("2023-02",))
    comparison = put_together(first, second, scale=Scale.REBASED)
    assert comparison.base is None
    assert comparison.rows[0][1] == [Decimal("1100.00"), None]


def test_a_weekly_index_beside_a_monthly_one_is_shown_with_its_last_issue_of_the_month():
    price = weekly(count=3, last=date(2023, 6, 26))
    prosperity = monthly(months=("2023-06",))
    comparison = put_together(price, prosperity)
    assert comparison.monthly_issues
    assert comparison.rows == [(date(2023, 6, 1), [Decimal("100.20"), Decimal("1100.00")], [False, False])]


def test_the_base_is_published_where_the_series_has_published_values():
    price = weekly(count=1, last=date(2023, 6, 5), demonstration=True)
    weekly(count=1, last=date(2023, 6, 12))
    other = weekly("price/raw-materials", count=2, last=date(2023, 6, 12))
    assert put_together(price, other, scale=Scale.REBASED).base == date(2023, 6, 12)


def test_what_is_divided_by_a_demonstration_figure_is_demonstration():
    price = weekly(count=1, last=date(2023, 6, 5), demonstration=True)
    weekly(count=1, last=date(2023, 6, 12))
    other = weekly("price/raw-materials", count=1, last=date(2023, 6, 5), demonstration=True)
    weekly("price/raw-materials", count=1, last=date(2023, 6, 12))
    comparison = put_together(price, other, scale=Scale.REBASED)
    assert comparison.base == date(2023, 6, 12)  # a published one where there is one
    assert [marks for _period, _values, marks in comparison.rows] == [[True, True], [False, False]]
    comparison = put_together(price, other, last=date(2023, 6, 5), scale=Scale.REBASED)
    assert comparison.base == date(2023, 6, 5)
    assert [marks for _period, _values, marks in comparison.rows] == [[True, True]]


def test_ends_are_inclusive():
    price = weekly(count=3, last=date(2023, 6, 26))
    last = date(2023, 6, 26)
    rows = put_together(price, first=last - timedelta(weeks=1), last=last).rows
    assert [period for period, _values, _marks in rows] == [date(2023, 6, 19), last]
