"""Periods that the demonstration layer fills and announces, and those without an issue. Pure."""

from datetime import date, datetime

from indexdata.arithmetic.periods import next_period, periods_between
from indexdata.enums import Frequency
from indexdata.releases.usual_moments import ZONE, usual_moment

#: First day of each Spring Festival.
_FIRST_DAYS = (
    "2007-02-18", "2008-02-07", "2009-01-26", "2010-02-14", "2011-02-03", "2012-01-23",
    "2013-02-10", "2014-01-31", "2015-02-19", "2016-02-08", "2017-01-28", "2018-02-16",
    "2019-02-05", "2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10",
    "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26",
)  # fmt: skip
SPRING_FESTIVALS = tuple(map(date.fromisoformat, _FIRST_DAYS))
#: The markets are closed from this many days before the first day to this many after it: one or two Mondays.
CLOSED_BEFORE, CLOSED_AFTER = 2, 8
#: How many coming issues have figures already, under embargo, and how many are announced.
EMBARGOED = {Frequency.WEEKLY: 2, Frequency.MONTHLY: 1}
ANNOUNCED = {Frequency.WEEKLY: 12, Frequency.MONTHLY: 4}


def markets_closed(period: date, frequency: Frequency) -> bool:
    """Tell whether a weekly issue falls into the Spring Festival; monthly figures do not pause for it."""
    if frequency != Frequency.WEEKLY:
        return False
    return any(-CLOSED_BEFORE <= (period - first_day).days <= CLOSED_AFTER for first_day in SPRING_FESTIVALS)


def past_periods(first: date, at: datetime, frequency: Frequency) -> list[date]:
    """Return every period from `first` whose usual release moment has passed at `at`."""
    periods = periods_between(first, at.astimezone(ZONE).date(), frequency)
    return [period for period in periods if usual_moment(period, frequency) <= at]


def coming_issues(after: date, frequency: Frequency, count: int, closed) -> list[date]:
    """Return periods after `after` until `count` of them have an issue; those without (`closed(period)`) are among them."""
    periods, issues, period = [], 0, after
    while issues < count:
        period = next_period(period, frequency)
        periods.append(period)
        issues += not closed(period)
    return periods
