"""Week and month arithmetic.

A `Period` is a date: the Monday of release for weekly families (the "issue"), the first day of the month for
monthly ones. Everything here is pure: dates and text in, dates and text out.
"""

import re
from datetime import date, timedelta
from typing import TypeAlias

from indexdata.enums import Frequency

#: The Monday of a weekly issue, or the first day of a month.
Period: TypeAlias = date
#: A `Frequency` or its value, as files and addresses write it.
FrequencyCode: TypeAlias = Frequency | str

WEEK = timedelta(days=7)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

#: Years outside this span are typing mistakes, and would run out of the calendar in arithmetic.
FIRST_YEAR, LAST_YEAR = 1900, 2100

# ASCII digits only: `\d` would let full width digits through, which `int` reads without complaint.
_WEEKLY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})|([0-9]{4})([0-9]{2})([0-9]{2})期?")
_MONTHLY = re.compile(r"([0-9]{4})-([0-9]{2})(-01)?|([0-9]{4})年([0-9]{1,2})月")
_BOUND = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def parse_period(text: str, frequency: FrequencyCode) -> Period:
    """Text → period.

    Weekly: "2025-06-16", "20250616", "20250616期"; the day must be a Monday (`issue_of_week_ending` is for
    stated weeks). Monthly: "2023-05", "2023-05-01", "2023年05月", "2023年5月".
    Anything else: ValueError with a sentence.
    """
    text = text.strip()
    if Frequency(frequency) == Frequency.WEEKLY:
        match = _WEEKLY.fullmatch(text)
        if not match:
            raise ValueError(f"A weekly issue is written YYYY-MM-DD, not {text[:40]!r}.")
        year, month, day = (int(part) for part in match.groups() if part)
        period = _day(year, month, day)
        if period.weekday():
            raise ValueError(f"A weekly issue is named by its Monday, and {period.isoformat()} is not one.")
        return period
    match = _MONTHLY.fullmatch(text)
    if not match:
        raise ValueError(f"A month is written YYYY-MM, not {text[:40]!r}.")
    return _day(int(match[1] or match[4]), int(match[2] or match[5]), 1)


def parse_bound(text: str | None, *, end: bool) -> date | None:
    """Text of a `from` or `to` parameter → the first or (`end=True`) the last day it means, both inclusive.

    Accepts YYYY-MM-DD, YYYY-MM and YYYY; empty or None means open and gives None. Anything else: ValueError
    with a sentence.
    """
    text = (text or "").strip(" ")
    if not text:
        return None
    match = _BOUND.fullmatch(text)
    if not match:
        raise ValueError(f"A date is written YYYY-MM-DD, YYYY-MM or YYYY, not {text[:40]!r}.")
    year, month, day = int(match[1]), match[2], match[3]
    if day:
        return _day(year, int(month), int(day))
    if month:
        first = _day(year, int(month), 1)
        return next_period(first, Frequency.MONTHLY) - timedelta(days=1) if end else first
    return _day(year, 12, 31) if end else _day(year, 1, 1)


def period_code(period: Period, frequency: FrequencyCode) -> str:
    """Period → its text in addresses, files and the API: "2025-06-16" or "2023-05"."""
    return period.isoformat() if frequency == Frequency.WEEKLY else period.isoformat()[:7]


def period_label(period: Period, frequency: FrequencyCode, language: str) -> str:
    """Period → what a reader sees: "16 June 2025" or "20250616期", "May 2023" or "2023年5月"."""
    weekly = frequency == Frequency.WEEKLY
    if language.startswith("zh"):
        return f"{period:%Y%m%d}期" if weekly else f"{period.year}年{period.month}月"
    month_and_year = f"{MONTHS[period.month - 1]} {period.year}"
    return f"{period.day} {month_and_year}" if weekly else month_and_year


def short_period_label(period: Period, frequency: FrequencyCode, language: str) -> str:
    """Period → what stands in narrow columns: "16 Jun 2025", "May 2023"; Chinese labels are short as they are."""
    if language.startswith("zh"):
        return period_label(period, frequency, language)
    month_and_year = f"{MONTHS[period.month - 1][:3]} {period.year}"
    return f"{period.day} {month_and_year}" if frequency == Frequency.WEEKLY else month_and_year


def legacy_round(period: Period, frequency: FrequencyCode) -> str:
    """Period → `round` of the old table address: "2023-06-12" or "2023年05月"."""
    weekly = Frequency(frequency) == Frequency.WEEKLY
    return period.isoformat() if weekly else f"{period.year:04}年{period.month:02}月"


def issue_of_week_ending(day: date) -> Period:
    """Last day of a stated week → the Monday of its issue: 2010-09-12 → 2010-09-13.

    Any day that is not a Monday goes to the Monday after it; a Monday is an issue already and stays itself.
    """
    return day + timedelta(days=-day.weekday() % 7)


def issue_of(day: date, frequency: FrequencyCode) -> Period:
    """Any day → the Monday of its week, or the first of its month."""
    if Frequency(frequency) == Frequency.WEEKLY:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1)


def previous_period(period: Period, frequency: FrequencyCode) -> Period:
    """The period one week or one month earlier, whether or not anything was issued."""
    return shifted(period, -1, frequency)


def next_period(period: Period, frequency: FrequencyCode) -> Period:
    """The period one week or one month later, whether or not anything was issued."""
    return shifted(period, 1, frequency)


def year_ago(period: Period, frequency: FrequencyCode) -> Period:
    """The same month a year earlier; weekly the issue 52 weeks (364 days) earlier."""
    return shifted(period, -52 if frequency == Frequency.WEEKLY else -12, frequency)


def shifted(period: Period, steps: int, frequency: FrequencyCode) -> Period:
    """The period so many weeks or months later (earlier when negative)."""
    if frequency == Frequency.WEEKLY:
        return period + steps * WEEK
    years, month = divmod(period.month - 1 + steps, 12)
    return date(period.year + years, month + 1, 1)


def last_period_of_year(year: int, frequency: FrequencyCode) -> Period:
    """The last Monday of the year, or its December."""
    if frequency == Frequency.MONTHLY:
        return date(year, 12, 1)
    last_day = date(year, 12, 31)
    return last_day - timedelta(days=last_day.weekday())


def periods_between(start: date, end: date, frequency: FrequencyCode) -> list[Period]:
    """All periods from start to end, both inclusive, as a list; the two may be any days."""
    if Frequency(frequency) == Frequency.WEEKLY:
        period = issue_of_week_ending(start)
    else:
        period = start if start.day == 1 else next_period(start, frequency)
    periods = []
    while period <= end:
        periods.append(period)
        period = next_period(period, frequency)
    return periods


def _day(year: int, month: int, day: int) -> date:
    """A day of the calendar within the years that make sense, or ValueError with a sentence."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"Years run from {FIRST_YEAR} to {LAST_YEAR}, and {year:04} is outside.")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"There is no day {year:04}-{month:02}-{day:02} in the calendar.") from None
