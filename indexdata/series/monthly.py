"""A weekly series by months: the average of a month's issues, or the last of them.

A month is complete when every Monday of it is held or recorded as having no issue. What is not complete is left out and said.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import ClassVar

from indexdata.arithmetic.changes import Gap, Gaps, ObservedValue, rounded
from indexdata.arithmetic.periods import next_period, periods_between
from indexdata.enums import GAP_STATUSES, Frequency, Monthly, ObservationStatus

from .rows import PLAIN_MARKS, SeriesAsOf

ONE_DAY = date.resolution


@dataclass(frozen=True)
class MonthlySeries(SeriesAsOf):
    """A series of months made from weekly issues; `left_out` are months that hold figures and are not complete."""

    how: Monthly = Monthly.AVERAGE
    left_out: tuple[date, ...] = ()
    is_derived: ClassVar[bool] = True

    @cached_property
    def frequency(self) -> Frequency:
        return Frequency.MONTHLY

    def left_out_between(self, first: date | None, last: date | None) -> list[date]:
        """Return the months left out between two days, oldest first; None is open."""
        first = first and first.replace(day=1)
        return [
            month
            for month in self.left_out
            if (first is None or month >= first) and (last is None or month <= last)
        ]


def monthly_of(stored: SeriesAsOf, how: Monthly) -> MonthlySeries:
    """Return a weekly series by months.

    A month that is complete with published issues alone is made from them; one that needs an invented issue, or an invented
    pause, is invented itself.
    """
    months: defaultdict[date, list[date]] = defaultdict(list)
    for period in stored.held:
        months[period.replace(day=1)].append(period)
    held, marks, left_out = {}, {}, []
    closed = {
        period
        for period, mark in stored.marks.items()
        if period not in stored.held and mark.status in GAP_STATUSES
    }
    published = {period for period, one in stored.held.items() if not one.demonstration}
    for month in sorted(months):
        mondays = _mondays(month)
        pauses = [closed, stored.gaps]
        if not all(day in stored.held or any(day in kind for kind in pauses) for day in mondays):
            left_out.append(month)
            continue
        own_pauses = [closed, stored.gaps.published]
        invented = not all(day in published or any(day in kind for kind in own_pauses) for day in mondays)
        issues = [
            stored.held[day] for day in mondays if day in stored.held and (invented or day in published)
        ]
        if not issues:
            continue
        held[month] = ObservedValue(month, _value(issues, how), invented)
        marks[month] = PLAIN_MARKS[_status(stored, issues)]
    return MonthlySeries(stored.index, held, marks, _gaps(stored), how, tuple(left_out))


def _mondays(month):
    return periods_between(month, next_period(month, Frequency.MONTHLY) - ONE_DAY, Frequency.WEEKLY)


def _value(issues, how):
    if how == Monthly.LAST:
        return issues[-1].value
    return rounded(sum((issue.value for issue in issues), Decimal(0)) / len(issues))


def _status(stored, issues):
    """Return the status of a month: that of its first issue that is not a normal value."""
    of_issues = (stored.marks[issue.period].status for issue in issues)
    return next(
        (status for status in of_issues if status != ObservationStatus.NORMAL), ObservationStatus.NORMAL
    )


def _gaps(stored):
    """Return the months in which no Monday has an issue."""
    found = Gaps()
    for month in {period.replace(day=1) for period in stored.gaps}:
        of_month = [stored.gaps.get(day) for day in _mondays(month)]
        if all(of_month):
            found[month] = Gap(of_month[0].status, any(gap.demonstration for gap in of_month))
    return found
