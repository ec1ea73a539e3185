"""The rows that pages, files and the API share."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from indexdata.enums import Transform
from indexdata.series.parameters import Parameters
from indexdata.series.rows import default_start, rows_between, span_of, stored_series
from tests.factories.indexdata import IndexFactory, ObservationFactory, ReleaseFactory
from tests.indexdata.world import embargoed, monthly, noon, weekly

pytestmark = pytest.mark.django_db


def stored(path, at=None):
    index = IndexFactory(path=path)
    return stored_series([index], at)[index.pk]


def test_rows_stand_oldest_first_between_both_ends_inclusive():
    monthly(months=("2023-01", "2023-02", "2023-03", "2023-04"))
    rows = rows_between(stored("prosperity"), date(2023, 2, 15), date(2023, 3, 1))
    assert [row.period.month for row in rows] == [2, 3]


def test_a_recorded_gap_is_a_row_without_a_value_and_a_hole_is_no_row():
    monthly(months=("2023-01", "2023-03", "2023-06"))
    ReleaseFactory(family="prosperity", period=date(2023, 2, 1), no_issue=True)
    ReleaseFactory(family="prosperity", period=date(2023, 9, 1), no_issue=True)
    rows = rows_between(stored("prosperity"))
    assert [(row.period.month, row.value is None, row.status) for row in rows] == [
        (1, False, "A"), (2, True, "M"), (3, False, "A"), (6, False, "A"),
    ]  # fmt: skip
    assert rows[2].changes.previous.percent == Decimal("0.09")
    assert not rows[3].changes.previous.available


def test_transforms_keep_the_published_value_beside_what_is_shown():
    monthly(months=("2023-01", "2023-02"), start=Decimal("200.00"))
    rows = rows_between(stored("prosperity"), transform=Transform.REBASED)
    assert [(row.value, row.shown) for row in rows] == [(200, 100), (201, Decimal("100.50"))]


def test_an_embargoed_figure_is_not_there():
    weekly(count=2)
    secret = embargoed()
    assert secret.period not in stored("price").held


def test_as_of_shows_the_vintage_of_its_day():
    (old,) = weekly(count=1, last=date(2025, 6, 16))
    moment = noon(date(2025, 7, 1))
    old.superseded_at = moment
    old.save()
    ObservationFactory(
        index=old.index,
        release=old.release,
        period=old.period,
        value=Decimal("99.99"),
        vintage=2,
        published_at=moment,
    )
    before, after = stored("price", moment - timedelta(days=1)), stored("price")
    assert before.held[old.period].value == Decimal("100.00")
    assert after.held[old.period].value == Decimal("99.99")
    assert after.marks[old.period].corrected_at == moment
    assert before.marks[old.period].corrected_at is None


def test_without_a_span_a_page_shows_two_years_of_a_weekly_index_and_the_api_everything():
    figures = weekly(count=130)
    page = span_of(stored("price"), Parameters())
    whole = span_of(stored("price"), Parameters(), whole=True)
    assert page.first == figures[-1].period.replace(year=figures[-1].period.year - 2)
    assert len(whole.rows) == 130 > len(page.rows) >= 104


def test_a_sparse_series_is_shown_whole():
    monthly(months=("2009-09", "2016-01", "2023-05"))
    assert default_start(stored("prosperity")) is None


def test_two_queries_for_any_number_of_indices(django_assert_num_queries):
    indices = [IndexFactory(path=f"price/class-{n}") for n in range(30)]
    for index in indices:
        ObservationFactory(index=index)
    with django_assert_num_queries(2):
        assert len(stored_series(indices, timezone.now())) == 30
