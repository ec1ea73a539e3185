"""The three changes beside every figure: on the previous issue, since the start of the year, on a year ago.

A change that the source stated is shown as stated. Else it is computed from published levels, and only
against an issue that is really held; the archive has holes, so an issue that is neither held nor recorded as
"no issue" ends the search. Demonstration figures are never mixed into a computed change of a published one.
Pure: no database here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import NamedTuple, TypeAlias

from indexdata.enums import Frequency, ObservationStatus

from .periods import Period, last_period_of_year, shifted, year_ago

HUNDREDTH = Decimal("0.01")
HUNDRED = Decimal(100)

#: How far a search goes back over recorded no-issue periods: the longest pause is the Spring Festival.
STEPS_BACK = {Frequency.WEEKLY: 6, Frequency.MONTHLY: 3}
#: Where the period a year ago is looked for, in this order: periods from 52 weeks or 12 months ago.
YEAR_AGO_SHIFTS = {Frequency.WEEKLY: (0, -1, 1, -2, 2), Frequency.MONTHLY: (0,)}
#: A stated change belongs to a base when the levels give the same figure; some sources state one decimal.
STATED_TOLERANCE = Decimal("0.05")


class ObservedValue(NamedTuple):
    """A value that is held, with the changes its source stated (percent); a page makes a thousand of them."""

    period: Period
    value: Decimal
    demonstration: bool = False
    stated_previous: Decimal | None = None
    stated_year_start: Decimal | None = None
    stated_year_ago: Decimal | None = None


#: What is held of one index.
Held: TypeAlias = dict[Period, ObservedValue]


class Gap(NamedTuple):
    """A period recorded as having no issue: why (H or M), and whether that is invented."""

    status: str = ObservationStatus.CANNOT_EXIST
    demonstration: bool = False


class Gaps(dict[Period, Gap]):
    """The periods of a family recorded as having no issue."""

    @cached_property
    def published(self) -> "Gaps":
        """Return those that are not invented."""
        return Gaps({period: gap for period, gap in self.items() if not gap.demonstration})


@dataclass(frozen=True)
class Change:
    """A change in percent with the issue it compares with; `percent` None means not available."""

    percent: Decimal | None = None
    compared_with: Period | None = None
    stated: bool = False

    @property
    def available(self) -> bool:
        return self.percent is not None

    @property
    def direction(self) -> int | None:
        """1 up, -1 down, 0 unchanged, None when not available."""
        return None if self.percent is None else (self.percent > 0) - (self.percent < 0)


NOT_AVAILABLE = Change()


@dataclass(frozen=True)
class Changes:
    previous: Change = NOT_AVAILABLE
    year_start: Change = NOT_AVAILABLE
    year_ago: Change = NOT_AVAILABLE

    @property
    def complete(self) -> bool:
        """Tell whether all three are available and name the issue they compare with: more history changes nothing."""
        return all(
            one.available and one.compared_with for one in (self.previous, self.year_start, self.year_ago)
        )


def changes_of(
    held: ObservedValue,
    history: Mapping[Period, ObservedValue],
    no_issue: Collection[Period],
    frequency: Frequency,
) -> Changes:
    """The three changes of one value.

    `history` maps periods to what is held of the same index, `no_issue` names the periods recorded as
    without an issue; of both only what `candidate_periods` names is looked at. An invented gap (`Gaps`) is no reason to look
    over a period for a published value.
    """
    if isinstance(no_issue, Gaps) and not held.demonstration:
        no_issue = no_issue.published

    def change(stated: Decimal | None, candidates: Iterable[Period]) -> Change:
        return _change(stated, candidates, held, history, no_issue)

    return Changes(
        previous=change(held.stated_previous, _previous(held.period, frequency)),
        year_start=change(held.stated_year_start, _year_start(held.period, frequency)),
        year_ago=change(held.stated_year_ago, _year_ago(held.period, frequency)),
    )


def previous_change(
    held: ObservedValue,
    history: Mapping[Period, ObservedValue],
    no_issue: Collection[Period],
    frequency: Frequency,
) -> Change:
    """The change on the previous issue alone; the arguments are those of `changes_of`."""
    if isinstance(no_issue, Gaps) and not held.demonstration:
        no_issue = no_issue.published
    return _change(held.stated_previous, _previous(held.period, frequency), held, history, no_issue)


def points_change(
    held: ObservedValue,
    history: Mapping[Period, ObservedValue],
    no_issue: Collection[Period],
    frequency: Frequency,
) -> Decimal | None:
    """The change on the previous issue in points, None where that issue is not held; the arguments are those of `changes_of`."""
    if isinstance(no_issue, Gaps) and not held.demonstration:
        no_issue = no_issue.published
    base = _first_held(_previous(held.period, frequency), held, history, no_issue)
    return None if base is None else held.value - base.value


def candidate_periods(period: Period, frequency: Frequency) -> set[Period]:
    """Every period `changes_of` may look at for this one: at most 17 weeks or 7 months."""
    return {
        *_previous(period, frequency),
        *_year_start(period, frequency),
        *_year_ago(period, frequency),
    }


def stated_bases(
    held: ObservedValue,
    history: Mapping[Period, ObservedValue],
    no_issue: Collection[Period],
    frequency: Frequency,
) -> dict[str, list[ObservedValue]]:
    """The values that the three stated changes of a value may be compared with, by the names of their fields.

    A source may take another week for the one a year ago: each that is held counts.
    """
    if isinstance(no_issue, Gaps) and not held.demonstration:
        no_issue = no_issue.published
    first = (
        _first_held(candidates, held, history, no_issue)
        for candidates in (_previous(held.period, frequency), _year_start(held.period, frequency))
    )
    previous, year_start = ([] if base is None else [base] for base in first)
    year_ago = [
        history[period]
        for period in _year_ago(held.period, frequency)
        if period in history and (held.demonstration or not history[period].demonstration)
    ]
    return {"stated_previous": previous, "stated_year_start": year_start, "stated_year_ago": year_ago}


def percent_change(value: Decimal, base: Decimal) -> Decimal | None:
    """The change from base to value in percent, two decimals, half up; None when the base is not positive."""
    if base <= 0:
        return None
    return rounded((value - base) * HUNDRED / base)


def _change(
    stated: Decimal | None,
    candidates: Iterable[Period],
    held: ObservedValue,
    history: Mapping[Period, ObservedValue],
    no_issue: Collection[Period],
) -> Change:
    """The change as stated, else on the first candidate that is held."""
    base = _first_held(candidates, held, history, no_issue)
    compared_with = None if base is None else base.period
    computed = None if base is None else percent_change(held.value, base.value)
    if stated is not None:
        agrees = computed is not None and abs(stated - computed) <= STATED_TOLERANCE
        return Change(stated, compared_with if agrees else None, stated=True)
    return NOT_AVAILABLE if computed is None else Change(computed, compared_with)


def _first_held(
    candidates: Iterable[Period],
    held: ObservedValue,
    history: Mapping[Period, ObservedValue],
    no_issue: Collection[Period],
) -> ObservedValue | None:
    """The first candidate that is held; a hole in the archive before it ends the search with None."""
    for period in candidates:
        base = history.get(period)
        if base is not None and (held.demonstration or not base.demonstration):
            return base
        if period not in no_issue:
            return None
    return None


def _previous(period: Period, frequency: Frequency) -> Iterator[Period]:
    return (shifted(period, -step, frequency) for step in range(1, STEPS_BACK[frequency] + 1))


def _year_start(period: Period, frequency: Frequency) -> Iterator[Period]:
    last = last_period_of_year(period.year - 1, frequency)
    return (shifted(last, -step, frequency) for step in range(STEPS_BACK[frequency]))


def _year_ago(period: Period, frequency: Frequency) -> Iterator[Period]:
    same = year_ago(period, frequency)
    return (shifted(same, shift, frequency) for shift in YEAR_AGO_SHIFTS[frequency])


def rounded(number: Decimal) -> Decimal:
    """A number with two decimals, half up, as every computed figure has."""
    return number.quantize(HUNDREDTH, ROUND_HALF_UP) + 0  # + 0 makes -0.00 plain zero
