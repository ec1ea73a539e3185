"""Joining points by lines: points become runs without a gap, and stretches of one kind."""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from indexdata.arithmetic.periods import FrequencyCode, Period, next_period
from indexdata.enums import Frequency

from .model import Point, Reading, Run

WEEK = timedelta(weeks=1)
#: So many points a chart shows of one line, and of all its lines together; more nobody sees.
MOST_DRAWN, MOST_OF_ALL = 1200, 3600
#: Of more lines than these, a slice of time is wider than a pixel: where they come in and go out of it says nothing then.
FEW_LINES = 3


def runs_of(
    points: Iterable[Reading], frequency: FrequencyCode, no_issue: Collection[Period] = frozenset()
) -> list[Run]:
    """Points in any order → runs that may be joined; a lone point is a run, a missing value is in none."""
    runs: list[Run] = []
    frequency = Frequency(frequency)
    for period, value, demonstration in sorted(points, key=lambda point: point[0]):
        if value is None or not value.is_finite():
            continue
        if not runs or not _adjoins(runs[-1][-1].period, period, frequency, no_issue):
            runs.append([])
        runs[-1].append(Point(period, value, demonstration))
    return runs


def _adjoins(earlier: Period, later: Period, frequency: Frequency, no_issue: Collection[Period]) -> bool:
    step = _following(earlier, frequency)
    while step < later and step in no_issue:
        step = _following(step, frequency)
    return step == later


def _following(period: Period, frequency: Frequency) -> Period:
    return period + WEEK if frequency is Frequency.WEEKLY else next_period(period, frequency)


def stretches_of(run: Run) -> list[tuple[bool, Run]]:
    """A run → stretches (demonstration, points) to stroke; neighbours share their end point.

    A step from or to a demonstration point is demonstration. A published point between two such steps comes
    as a published stretch of one point, and so does any lone point.
    """
    if len(run) == 1:
        return [(run[0].demonstration, run)]
    stretches: list[tuple[bool, Run]] = []
    for earlier, later in pairwise(run):
        demonstration = earlier.demonstration or later.demonstration
        if stretches and stretches[-1][0] == demonstration:
            stretches[-1][1].append(later)
        else:
            stretches.append((demonstration, [earlier, later]))
    joined = {point.period for demonstration, points in stretches if not demonstration for point in points}
    alone = [point for point in run if not point.demonstration and point.period not in joined]
    return stretches + [(False, [point]) for point in alone]


def parts_of(stretch: Run, estimated: Collection[Period]) -> list[tuple[bool, Run]]:
    """A stretch → parts (estimated, points) to stroke; neighbours share their end point.

    A step from or to an estimate is estimated. A point that is none between two such steps is a part of its own.
    """
    if not estimated or len(stretch) == 1:
        return [(stretch[0].period in estimated, stretch)]
    parts: list[tuple[bool, Run]] = []
    for earlier, later in pairwise(stretch):
        is_estimate = earlier.period in estimated or later.period in estimated
        if parts and parts[-1][0] == is_estimate:
            parts[-1][1].append(later)
        else:
            parts.append((is_estimate, [earlier, later]))
    joined = {point.period for is_estimate, points in parts if not is_estimate for point in points}
    alone = [point for point in stretch if point.period not in estimated and point.period not in joined]
    return parts + [(False, [point]) for point in alone]


def thinned(runs: list[Run], limit: int, ends: bool = True) -> list[Run]:
    """Runs with at most `limit` points in all: first, lowest, highest and last of each slice of time stay.

    Without `ends` lowest and highest alone stay, and where runs begin and end: half the points and two thirds of the ink.
    Published and demonstration points are thinned apart, so that neither hides the other. Gaps stay gaps.
    """
    points = [point for run in runs for point in run]
    if len(points) <= limit:
        return runs
    kinds = len({point.demonstration for point in points})
    first, last = points[0].period, points[-1].period
    slices = max(1, limit // (4 * kinds))
    width = ((last - first).days + 1) / slices
    buckets: dict[tuple[bool, int], Run] = {}
    for point in points:
        buckets.setdefault((point.demonstration, int((point.period - first).days / width)), []).append(point)
    kept: set[Period] = {first, last}
    if not ends and len(runs) <= slices:  # gaps are as wide as they are
        kept |= {run[at].period for run in runs for at in (0, -1)}
    for bucket in buckets.values():
        lowest, highest = min(bucket, key=lambda p: p.value), max(bucket, key=lambda p: p.value)
        kept |= {lowest.period, highest.period}
        if ends:
            kept |= {bucket[0].period, bucket[-1].period}
    thin = ([point for point in run if point.period in kept] for run in runs)
    return [run for run in thin if run]


def thinned_periods(lines: Sequence[Sequence[Reading]], limit: int = MOST_DRAWN) -> set[Period]:
    """At most `limit` of the periods of some lines, as a set: of each slice of time the first, the last, and where the
    lines are lowest and highest.
    """
    periods = sorted({point[0] for line in lines for point in line})
    if len(periods) <= limit:
        return set(periods)
    slices = max(1, limit // (2 + 2 * len(lines)))
    size = -(-len(periods) // slices)
    kept = {*periods[::size], *periods[size - 1 :: size], periods[-1]}
    number_of = {period: number // size for number, period in enumerate(periods)}
    for line in lines:
        lowest: dict[int, tuple[Decimal, Period]] = {}
        highest: dict[int, tuple[Decimal, Period]] = {}
        for period, value, _demonstration in line:
            if value is None:
                continue
            number = number_of[period]
            if number not in lowest or value < lowest[number][0]:
                lowest[number] = value, period
            if number not in highest or value > highest[number][0]:
                highest[number] = value, period
        kept |= {period for _value, period in (*lowest.values(), *highest.values())}
    return kept
