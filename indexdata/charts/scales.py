"""From values and days to pixels, and the ticks of both axes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from indexdata.arithmetic.periods import MONTHS, FrequencyCode

from ..enums import Frequency


@dataclass(frozen=True)
class Frame:
    """The plot area in pixels, and the dates and values at its edges."""

    left: float
    right: float
    top: float
    bottom: float
    t0: date
    t1: date
    v0: Decimal
    v1: Decimal
    inset: float = 8

    @property
    def x0(self) -> float:
        return self.left + self.inset

    @property
    def x1(self) -> float:
        return self.right - self.inset

    def x(self, day: date) -> float:
        return self.x0 + (self.x1 - self.x0) * (day - self.t0).days / max(1, (self.t1 - self.t0).days)

    def y(self, value: Decimal | int) -> float:
        return self.bottom - (self.bottom - self.top) * float((value - self.v0) / (self.v1 - self.v0))


def value_ticks(low: Decimal, high: Decimal, most: int) -> list[Decimal]:
    """At most about `most` round values at even steps, from at or below `low` to at or above `high`."""
    if low == high:
        margin = max(abs(low) / 200, Decimal("0.5"))
        low, high = low - margin, high + margin
    rough = (high - low) / (most - 1)
    power = Decimal(1).scaleb(rough.adjusted())
    for factor in ("1", "2", "2.5", "5", "10", "20"):
        step = power * Decimal(factor)
        first, last = math.floor(low / step), math.ceil(high / step)
        if last - first < most:
            break
    return [step * number for number in range(first, last + 1)]


class Tick(NamedTuple):
    """A day of the time axis with its label, and what stands under that."""

    day: date
    label: str = ""
    under: str = ""


def time_ticks(t0: date, t1: date, pixels: float, frequency: FrequencyCode, language: str) -> list[Tick]:
    """Ticks of a time axis so many pixels wide: weeks, months or years, as many as can be labelled.

    A tick without a label is a short one (the years between two labelled years).
    """
    chinese = language.startswith("zh")
    days = max(1, (t1 - t0).days)
    room = pixels / days
    weekly = Frequency(frequency) == Frequency.WEEKLY
    if weekly:
        mondays = [date.fromordinal(n) for n in range(t0.toordinal(), t1.toordinal() + 1) if n % 7 == 1]
        for weeks in (1, 2):
            if weeks * 7 * room >= 58 and len(mondays) > 1:
                return _with_years(mondays[::weeks], room, chinese, by_day=True)
    for months, pixels_wanted in ((1, 38), (3, 38), (6, 42)):
        if months * 30.4 * room >= pixels_wanted:
            firsts = [
                date(year, month, 1) for year in range(t0.year, t1.year + 1) for month in range(1, 13, months)
            ]
            shown = [day for day in firsts if t0 <= day <= t1]
            if len(shown) > 1:
                return _with_years(shown, room, chinese)
    if weekly and len(mondays) < 9:
        return _with_years(mondays[:: max(1, math.ceil(58 / (7 * room)))] or [t0], room, chinese, by_day=True)
    januaries = [date(year, 1, 1) for year in range(t0.year, t1.year + 1) if t0 <= date(year, 1, 1) <= t1]
    if not januaries:
        return _with_years([t0], room, chinese, by_day=weekly)
    step = next(years for years in (1, 2, 5, 10, 20, 50, 100) if years * 365.25 * room >= 46 or years == 100)
    labelled = [day for day in januaries if day.year % step == 0] or januaries[:1]
    return [
        Tick(day, f"{day.year}年" if chinese else f"{day.year}") if day in labelled else Tick(day)
        for day in januaries
    ]


def _with_years(days: Sequence[date], room: float, chinese: bool, by_day: bool = False) -> list[Tick]:
    """Ticks labelled with day or month; the year stands under the first of each year."""
    ticks: list[Tick] = []
    year = None
    for day in days:
        if chinese:
            label = f"{day.month}月{day.day}日" if by_day else f"{day.month}月"
        else:
            month = MONTHS[day.month - 1][:3]
            label = f"{day.day} {month}" if by_day else month
        under = "" if day.year == year else f"{day.year}年" if chinese else f"{day.year}"
        ticks.append(Tick(day, label, under))
        year = day.year
    second = next((tick for tick in ticks[1:] if tick.under), None)
    if second and (second.day - ticks[0].day).days * room < 50:
        ticks[0] = ticks[0]._replace(under="")
    return ticks
