"""A search for an issue leads to its release: the page itself tells readers to write the number of one."""

from datetime import date, timedelta

import pytest

from indexdata.models import Release
from portal.search.issues import issues_named
from tests.indexdata.world import embargoed, monthly, weekly

pytestmark = pytest.mark.django_db
WEEK, MONTH = "/releases/price/2025-06-16/", "/releases/prosperity/2023-02/"


@pytest.fixture
def issues(db):
    weekly(count=5, last=date(2025, 6, 16))
    monthly()


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("20250616", WEEK),
        ("20250616期", WEEK),
        ("2025-06-16", WEEK),
        ("\uff12\uff10\uff12\uff15\uff10\uff16\uff11\uff16", WEEK),
        (" 16 June  2025", WEEK),
        ("june 16, 2025", WEEK),
        ("16 Jun 2025", WEEK),
        ("2025年6月16日", WEEK),
        ("2023-02", MONTH),
        ("2023年2月", MONTH),
        ("2023年02月", MONTH),
        ("February 2023", MONTH),
        ("feb 2023", MONTH),
    ],
)
def test_an_issue_is_found_as_people_write_it(client, issues, prefix, asked, address):
    page = client.get(f"{prefix}/search/", {"q": asked}).text
    assert f'href="{prefix}{address}"' in page
    assert "search-nothing" not in page


@pytest.mark.parametrize(
    "asked",
    [
        "20250617",
        "2025-13-01",
        "31 February 2023",
        "99 June 2025",
        "June",
        "2025",
        "price",
        "",
        "0000年0月",
        "9" * 50,
    ],
)
def test_what_names_no_issue_asks_nothing(issues, django_assert_num_queries, asked):
    with django_assert_num_queries(0):
        assert issues_named(asked) == []


def test_a_release_under_embargo_is_not_found(issues, client):
    figure = embargoed()
    assert issues_named(figure.period.strftime("%Y%m%d")) == []
    Release.objects.filter(family="price", period=date(2025, 6, 16)).update(no_issue=True)
    assert issues_named("20250616") == []


def test_it_is_left_out_where_another_kind_is_asked_for(issues, client):
    page = client.get("/search/", {"q": "20250616", "kind": "news"}).text
    assert WEEK not in page


def test_a_day_that_is_no_monday_is_not_taken_for_one(issues):
    assert issues_named((date(2025, 6, 16) + timedelta(days=1)).isoformat()) == []
