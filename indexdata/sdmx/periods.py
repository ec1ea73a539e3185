"""Periods of the standard: as this service writes them, and every calendar unit as readers may ask for it. Pure.

A text names a stretch of days. What lies in it is decided by the Monday of a weekly issue; a month lies in it when one of its
days does.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from indexdata.arithmetic.periods import FIRST_YEAR, LAST_YEAR
from indexdata.enums import Frequency

from .errors import Malformed

_FORM = re.compile(
    r"([0-9]{4})(?:-(?:([0-9]{2})(?:-([0-9]{2})(?:T[0-9:.]{5,15}(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?)?|([AQSTMWD])([0-9]{1,3})))?"
)
#: Months of the parts of a year: halves, terms, quarters.
_MONTHS = {"A": 12, "S": 6, "T": 4, "Q": 3, "M": 1}
_DIGITS = {"A": 1, "S": 1, "T": 1, "Q": 1, "M": 2, "W": 2, "D": 3}
#: Of so many conditions a filter is made at most: a database takes only so many.
MOST_CONDITIONS = 100
OPERATORS = ("eq", "ne", "ge", "gt", "le", "lt")


def time_period(period: date, frequency: str) -> str:
    """Return an issue or a month as the standard writes it: "2025-W25", "2025-06"."""
    if frequency == Frequency.WEEKLY:
        year, week, _day = period.isocalendar()
        return f"{year:04}-W{week:02}"
    return f"{period:%Y-%m}"


def days_of(text: str) -> tuple[date, date]:
    """Return the first and the last day that a text of the standard names, or raise `Malformed`."""
    match = _FORM.fullmatch(text)
    if not match:
        raise Malformed(
            f"A period is written 2025, 2025-06, 2025-W25, 2025-Q2 or 2025-06-16, not {text[:40]!r}."
        )
    year = int(match[1])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Malformed(f"Years run from {FIRST_YEAR} to {LAST_YEAR}, and {year:04} is outside.")
    try:
        return _days(year, match)
    except ValueError:
        raise Malformed(f"There is no period {text[:40]!r} in the calendar.") from None


def _days(year, match):
    month, day, unit, number = match[2], match[3], match[4], match[5]
    if day:
        only = date(year, int(month), int(day))
        return only, only
    if month:
        return date(year, int(month), 1), _last_of_month(year, int(month))
    if not unit:
        return date(year, 1, 1), date(year, 12, 31)
    if len(number) != _DIGITS[unit]:
        raise ValueError(number)
    if unit == "W":
        monday = date.fromisocalendar(year, int(number), 1)
        return monday, monday + timedelta(days=6)
    if unit == "D":
        only = date(year, 1, 1) + timedelta(days=int(number) - 1)
        if only.year != year or number == "000":
            raise ValueError(number)
        return only, only
    length = _MONTHS[unit]
    last = int(number) * length
    return date(year, last - length + 1, 1), _last_of_month(year, last)


def _last_of_month(year, month):
    return date(year, month, monthrange(year, month)[1])


@dataclass(frozen=True)
class Stretch:
    """Issues from a first to a last day, both inclusive and None where open; the other way round outside of them."""

    first: date | None = None
    last: date | None = None
    outside: bool = False

    def holds(self, period: date) -> bool:
        """Tell whether an issue or a month lies in the stretch."""
        inside = (self.first is None or period >= self.first) and (self.last is None or period <= self.last)
        return inside != self.outside


class Times:
    """The times asked for: every condition holds, and of each one of its alternatives, which are stretches that all hold."""

    def __init__(self, conditions: list[list[list[Stretch]]] | None = None):
        self.conditions = conditions or []

    def holds(self, period: date) -> bool:
        """Tell whether an issue or a month was asked for."""
        return all(
            any(all(stretch.holds(period) for stretch in together) for together in alternatives)
            for alternatives in self.conditions
        )


def between(start: str, end: str, frequency: str) -> Times:
    """Return the times from one period to another, both inclusive, each "" where open."""
    first = _bound(days_of(start)[0], frequency) if start else None
    last = days_of(end)[1] if end else None
    if first and last and first > last:
        raise Malformed("startPeriod lies after endPeriod.")
    return Times([[[Stretch(first, last)]]]) if first or last else Times()


def filtered(texts: list[str], frequency: str) -> Times:
    """Return the times of filters such as "ge:2025-W20+le:2025-W30" or "2025-05,2025-06"; all of them hold."""
    if sum(len(re.split("[+ ,]", text)) for text in texts) > MOST_CONDITIONS:
        raise Malformed(
            f"A filter of time has {MOST_CONDITIONS} conditions at most; ge: and le: name a span."
        )
    return Times(
        [
            [[_stretch(one, frequency) for one in re.split("[+ ]", part)] for part in text.split(",")]
            for text in texts
        ]
    )


def _stretch(text, frequency):
    operator, colon, period = text.partition(":")
    if not colon or operator.isdigit() or "-" in operator:
        operator, period = "eq", text
    if operator not in OPERATORS:
        raise Malformed(
            f"Times are compared with {', '.join(OPERATORS)}, not with {operator[:20]!r}: ge:2025-W20."
        )
    first, last = days_of(period)
    first = _bound(first, frequency)
    makes: dict[str, Callable[[], Stretch]] = {
        "eq": lambda: Stretch(first, last),
        "ne": lambda: Stretch(first, last, outside=True),
        "ge": lambda: Stretch(first, None),
        "gt": lambda: Stretch(last + timedelta(days=1), None),
        "le": lambda: Stretch(None, last),
        "lt": lambda: Stretch(None, first - timedelta(days=1)),
    }
    return makes[operator]()


def _bound(day, frequency):
    return day.replace(day=1) if frequency == Frequency.MONTHLY else day
