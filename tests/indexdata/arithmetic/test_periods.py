"""Week and month arithmetic: names of periods, and the edges of years."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexdata.arithmetic.periods import (
    issue_of_week_ending,
    last_period_of_year,
    legacy_round,
    next_period,
    parse_bound,
    parse_period,
    period_code,
    period_label,
    periods_between,
    previous_period,
    short_period_label,
    year_ago,
)
from indexdata.enums import Family, Frequency

WEEKLY, MONTHLY = Frequency.WEEKLY, Frequency.MONTHLY
days = st.dates(date(1901, 1, 1), date(2099, 12, 31))
periods = st.one_of(
    st.tuples(days.map(issue_of_week_ending), st.just(WEEKLY)),
    st.tuples(days.map(lambda day: day.replace(day=1)), st.just(MONTHLY)),
)


def test_price_is_weekly_and_the_others_monthly():
    assert {family: family.frequency for family in Family} == {
        Family.PRICE: WEEKLY,
        Family.PROSPERITY: MONTHLY,
        Family.FOREIGN_TRADE: MONTHLY,
        Family.ORDER: MONTHLY,
    }


@pytest.mark.parametrize("text", ["2025-06-16", "20250616", "20250616期", " 2025-06-16 "])
def test_a_weekly_issue_is_read(text):
    assert parse_period(text, "weekly") == date(2025, 6, 16)


@pytest.mark.parametrize("text", ["2023-05", "2023-05-01", "2023年05月", "2023年5月"])
def test_a_month_is_read(text):
    assert parse_period(text, "monthly") == date(2023, 5, 1)


@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("", WEEKLY),
        ("2025-06-17", WEEKLY),  # a Tuesday
        ("2025-02-30", WEEKLY),
        ("2025-6-16", WEEKLY),
        ("2025-06", WEEKLY),
        ("0000-01-03", WEEKLY),
        ("\uff12\uff10\uff12\uff15-06-16", WEEKLY),
        ("2025-06-16\x00", WEEKLY),
        ("2025-W25", WEEKLY),
        ("2023-13", MONTHLY),
        ("2023-00", MONTHLY),
        ("2023-05-15", MONTHLY),
        ("2023年13月", MONTHLY),
        ("9" * 5000, MONTHLY),
        ("٢٠٢٣-05", MONTHLY),
    ],
)
def test_what_is_no_period_gives_a_sentence(text, frequency):
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
        parse_period(text, frequency)


@given(periods)
def test_what_is_written_can_be_read_again(given_period):
    period, frequency = given_period
    assert parse_period(period_code(period, frequency), frequency) == period
    assert parse_period(legacy_round(period, frequency), frequency) == period
    assert parse_period(period_label(period, frequency, "zh-hans"), frequency) == period


def test_labels_and_codes():
    issue, month = date(2025, 6, 16), date(2023, 5, 1)
    assert period_code(issue, WEEKLY) == "2025-06-16"
    assert period_code(month, MONTHLY) == "2023-05"
    assert period_label(issue, WEEKLY, "en") == "16 June 2025"
    assert period_label(issue, WEEKLY, "zh-hans") == "20250616期"
    assert period_label(month, MONTHLY, "en") == "May 2023"
    assert period_label(month, MONTHLY, "zh-hans") == "2023年5月"
    assert short_period_label(issue, WEEKLY, "en") == "16 Jun 2025"
    assert short_period_label(issue, WEEKLY, "zh-hans") == "20250616期"
    assert short_period_label(date(2023, 9, 1), MONTHLY, "en") == "Sep 2023"
    assert legacy_round(date(2023, 6, 12), WEEKLY) == "2023-06-12"
    assert legacy_round(month, MONTHLY) == "2023年05月"


@pytest.mark.parametrize(
    ("last_day", "issue"),
    [
        (date(2010, 9, 12), date(2010, 9, 13)),
        (date(2008, 5, 4), date(2008, 5, 5)),
        (date(2011, 4, 10), date(2011, 4, 11)),
        (date(2025, 6, 16), date(2025, 6, 16)),
        (date(2023, 12, 31), date(2024, 1, 1)),  # over the end of the year
        (date(2024, 2, 28), date(2024, 3, 4)),  # over 29 February
    ],
)
def test_a_stated_week_belongs_to_the_monday_after_it(last_day, issue):
    assert issue_of_week_ending(last_day) == issue


@given(days)
def test_the_issue_of_a_week_is_a_monday_within_six_days(day):
    issue = issue_of_week_ending(day)
    assert issue.weekday() == 0
    assert timedelta(0) <= issue - day <= timedelta(6)
    assert issue_of_week_ending(issue) == issue


@given(periods)
def test_previous_and_next_undo_each_other(given_period):
    period, frequency = given_period
    assert previous_period(next_period(period, frequency), frequency) == period
    assert next_period(previous_period(period, frequency), frequency) == period
    assert periods_between(previous_period(period, frequency), period, frequency) == [
        previous_period(period, frequency),
        period,
    ]


def test_months_cross_the_year():
    assert next_period(date(2023, 12, 1), MONTHLY) == date(2024, 1, 1)
    assert previous_period(date(2024, 1, 1), MONTHLY) == date(2023, 12, 1)
    assert year_ago(date(2024, 2, 1), MONTHLY) == date(2023, 2, 1)


def test_a_year_ago_is_52_weeks_even_after_a_year_of_53():
    assert year_ago(date(2025, 6, 16), WEEKLY) == date(2024, 6, 17)
    assert date(2020, 12, 28).isocalendar().week == 53
    assert year_ago(date(2021, 1, 4), WEEKLY) == date(2020, 1, 6)


@pytest.mark.parametrize(
    ("year", "monday"),
    [
        (2023, date(2023, 12, 25)),
        (2024, date(2024, 12, 30)),
        (2018, date(2018, 12, 31)),
        (2020, date(2020, 12, 28)),
    ],
)
def test_the_last_issue_of_a_year(year, monday):
    assert last_period_of_year(year, WEEKLY) == monday
    assert last_period_of_year(year, MONTHLY) == date(year, 12, 1)


def test_periods_between_any_two_days():
    assert periods_between(date(2023, 5, 27), date(2023, 6, 11), WEEKLY) == [
        date(2023, 5, 29),
        date(2023, 6, 5),
    ]
    assert periods_between(date(2023, 5, 2), date(2023, 7, 31), MONTHLY) == [
        date(2023, 6, 1),
        date(2023, 7, 1),
    ]
    assert periods_between(date(2023, 6, 2), date(2023, 6, 1), WEEKLY) == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2023-12", date(2023, 12, 1), date(2023, 12, 31)),
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2100", date(2100, 1, 1), date(2100, 12, 31)),
        ("", None, None),
        (None, None, None),
    ],
)
def test_bounds(text, first, last):
    assert parse_bound(text, end=False) == first
    assert parse_bound(text, end=True) == last


@pytest.mark.parametrize(
    "text",
    [
        "0000",
        "0001",
        "9999",
        "2023-02-29",
        "2023-00",
        "2023-1",
        "202305",
        "\uff12\uff10\uff12\uff13",
        "2023\x00",
        "\x00",
        "now",
        "-1",
        "9" * 9999,
    ],
)
@pytest.mark.parametrize("end", [True, False])
def test_rubbish_is_no_bound(text, end):
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
        parse_bound(text, end=end)


@given(st.text(max_size=12), st.booleans())
def test_any_text_is_a_bound_or_a_value_error(text, end):
    bound = None
    with suppress(ValueError):
        bound = parse_bound(text, end=end)
    assert bound is None or 1900 <= bound.year <= 2100
