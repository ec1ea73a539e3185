"""Jumps: values of another power of ten than the one before, and changes beyond what an index usually does. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median

from indexdata.enums import Frequency

from .changes import HUNDRED, HUNDREDTH, ObservedValue
from .periods import Period, shifted

#: A value that is so many times the one before, or so small a part of it, is asked about: a comma stands wrong.
JUMP = Decimal(5)
#: One deviation in so many, the largest, says nothing about what is usual.
LEFT_OUT = 20
#: A change over more issues may be as large as one over so many.
MOST_ISSUES = 13
#: With fewer changes an index says nothing about what is usual; those of its release together do.
ENOUGH = 8


def is_another_power(value: Decimal, before: Decimal) -> bool:
    """Tell whether a value is of another power of ten than the one before."""
    return not before / JUMP < value < before * JUMP


@dataclass(frozen=True)
class Span:
    """The changes in percent that are usual, and the number of changes they were learned from (0: from a setting)."""

    low: Decimal
    high: Decimal
    learned_from: int

    def holds(self, percent: Decimal) -> bool:
        return self.low <= percent <= self.high


def usual_span(
    own: Sequence[Decimal], together: Sequence[Decimal], times: Decimal, least: Decimal, unknown: Decimal
) -> Span:
    """Return the changes that are usual for an index: its median change, and so many `times` its usual deviation around it.

    The usual deviation is the mean of the absolute deviations from the median, the largest of every twenty left out. `own`
    are its changes of late, `together` those of all indices of the release, which count where it has few. Up to `least`
    percent around the median everything is usual; where nothing is known, up to `unknown` percent around none.
    """
    learned = own if len(own) >= ENOUGH else together
    if len(learned) < ENOUGH:
        return Span(-unknown, unknown, 0)
    middle = median(learned)
    deviations = sorted(abs(one - middle) for one in learned)
    kept = deviations[: len(deviations) - -(-len(deviations) // LEFT_OUT)]
    width = max(least, times * sum(kept, Decimal()) / len(kept))
    low, high = (side.quantize(HUNDREDTH) for side in (middle - width, middle + width))
    return Span(low, high, len(learned))


def widened(span: Span, issues: int) -> Span:
    """Return the span of a change over several issues: deviations grow with the root of their number, up to a quarter's."""
    if issues <= 1:
        return span
    factor = Decimal(min(issues, MOST_ISSUES)).sqrt()
    low, high = ((side * factor).quantize(HUNDREDTH) for side in (span.low, span.high))
    return Span(low, high, span.learned_from)


def changes_between(held: Mapping[Period, ObservedValue], before: Period) -> list[Decimal]:
    """Return the changes in percent from each held value to the next, of those held before a period; the oldest first."""
    values = [held[period].value for period in sorted(held) if period < before]
    return [percent_of(new, old) for old, new in pairwise(values)]


def percent_of(value: Decimal, base: Decimal) -> Decimal:
    """Return the change from base to value in percent, not rounded; the base is positive."""
    return (value - base) * HUNDRED / base


def issues_between(earlier: Period, later: Period, frequency: Frequency, no_issue: Iterable[Period]) -> int:
    """Return how many issues lie from one period to a later one, the later one among them; recorded gaps do not count."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    steps = (later - earlier).days // 7 if frequency == Frequency.WEEKLY else months
    return max(1, steps - sum(earlier < gap < later for gap in no_issue))


def skipped(earlier: Period, later: Period, frequency: Frequency, most: int) -> list[Period]:
    """Return the periods between two, at most so many, the earliest first."""
    found: list[Period] = []
    period = shifted(earlier, 1, frequency)
    while period < later and len(found) < most:
        found.append(period)
        period = shifted(period, 1, frequency)
    return found
