"""Years and months as spans of time: those of China Standard Time, as the database counts them (`news.visibility`)."""

from datetime import datetime, timedelta, timezone

from foundation.calendar import FIRST_YEAR, LAST_YEAR
from news.visibility.definition import HOURS_AHEAD

STANDARD_TIME = timezone(timedelta(hours=HOURS_AHEAD))


def year_bounds(year):
    """Return the first moment of a year and of the next; raise ValueError outside 1900 to 2100."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{year} is not a year of the archive.")
    return _moment(year, 1), _moment(year + 1, 1)


def month_bounds(year, month):
    """Return the first moment of a month and of the next; raise ValueError for what is not a month."""
    year_bounds(year)
    if not 1 <= month <= 12:
        raise ValueError(f"{month} is not a month.")
    return _moment(year, month), _moment(year + month // 12, month % 12 + 1)


def _moment(year, month):
    return datetime(year, month, 1, tzinfo=STANDARD_TIME)
