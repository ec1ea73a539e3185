"""Periods of the standard: written for issues and months, read in every calendar unit."""

from datetime import date

import pytest

from indexdata.enums import Frequency
from indexdata.sdmx.errors import Malformed
from indexdata.sdmx.periods import between, days_of, filtered, time_period

WEEKLY, MONTHLY = Frequency.WEEKLY, Frequency.MONTHLY


@pytest.mark.parametrize(
    ("period", "frequency", "text"),
    [
        (date(2025, 6, 16), WEEKLY, "2025-W25"),
        (date(2024, 12, 30), WEEKLY, "2025-W01"),
        (date(2021, 1, 4), WEEKLY, "2021-W01"),
        (date(2020, 12, 28), WEEKLY, "2020-W53"),
        (date(2023, 5, 1), MONTHLY, "2023-05"),
    ],
)
def test_a_week_is_the_iso_week_of_its_monday(period, frequency, text):
    assert time_period(period, frequency) == text
    assert days_of(text)[0] == period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-A1", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-M02", "2024-02-01", "2024-02-29"),
        ("2024-Q2", "2024-04-01", "2024-06-30"),
        ("2024-S2", "2024-07-01", "2024-12-31"),
        ("2024-T3", "2024-09-01", "2024-12-31"),
        ("2020-W53", "2020-12-28", "2021-01-03"),
        ("2024-D366", "2024-12-31", "2024-12-31"),
        ("2025-06-16", "2025-06-16", "2025-06-16"),
        ("2025-06-16T10:30:00", "2025-06-16", "2025-06-16"),
    ],
)
def test_a_text_names_days(text, first, last):
    assert [str(day) for day in days_of(text)] == [first, last]


@pytest.mark.parametrize(
    "text",
    ["", "x", "25", "2025-13", "2025-W54", "2023-W53", "2025-W5", "2025-Q5", "2025-Q0", "2025-M13", "2025-S3", "2025-D366",
     "2025-D000", "2025-02-30", "0025", "9999", "2025-06-16/P1M", "\uff12\uff10\uff12\uff15", "2025-6", " 2025"],
)  # fmt: skip
def test_what_is_no_period_is_refused(text):
    with pytest.raises(Malformed):
        days_of(text)


def test_a_year_means_the_mondays_in_it():
    """2025-W01 begins on 30 December 2024 and belongs to 2024 (decision 0030)."""
    times = between("2025", "2025", WEEKLY)
    assert not times.holds(date(2024, 12, 30))
    assert times.holds(date(2025, 1, 6))
    assert times.holds(date(2025, 12, 29))


def test_a_month_is_inside_when_a_day_of_it_is():
    times = between("2025-06-16", "2025-W31", MONTHLY)
    assert [month for month in range(1, 13) if times.holds(date(2025, month, 1))] == [6, 7, 8]


def test_a_stretch_that_ends_before_it_begins_is_refused():
    with pytest.raises(Malformed):
        between("2025", "2024", WEEKLY)


@pytest.mark.parametrize(
    ("texts", "weeks"),
    [
        (["2025-W20"], [20]),
        (["eq:2025-W20"], [20]),
        (["2025-W20,2025-W22"], [20, 22]),
        (["ge:2025-W20+le:2025-W22"], [20, 21, 22]),
        (["ge:2025-W20 le:2025-W22"], [20, 21, 22]),
        (["ge:2025-W20", "le:2025-W22"], [20, 21, 22]),
        (["gt:2025-W20+lt:2025-W23"], [21, 22]),
        (["ge:2025-W19+le:2025-W22+ne:2025-W20"], [19, 21, 22]),
        (["ge:2025-W23,lt:2025-W19"], [18, 23, 24]),
    ],
)
def test_filters_of_time(texts, weeks):
    times = filtered(texts, WEEKLY)
    held = [week for week in range(18, 25) if times.holds(date.fromisocalendar(2025, week, 1))]
    assert held == weeks


@pytest.mark.parametrize("text", ["ge:", "xx:2025", "ge:2025+", "2025,", "ge2025", "co:2025"])
def test_filters_that_say_nothing_are_refused(text):
    with pytest.raises(Malformed):
        filtered([text], WEEKLY)


def test_a_filter_has_only_so_many_conditions():
    """SQLite takes a thousand, and a question of one more would be a failure."""
    filtered(["2025,2024" for _ in range(50)], WEEKLY)
    for texts in ([",".join(["2025"] * 101)], ["ge:2025+le:2026"] * 51):
        with pytest.raises(Malformed):
            filtered(texts, WEEKLY)
