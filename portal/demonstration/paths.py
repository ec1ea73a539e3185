"""Plausible values between and after the published ones. Pure, and the same on every machine.

Each step of each index has its own chance, drawn from its path and period: what has been drawn once is drawn again
when more periods are asked for later.
"""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Character:
    """The movement of an index: typical change from issue to issue (as a share), and how strongly it returns to its level."""

    volatility: float
    pull: float


def fill(
    path: str, periods: Sequence[date], held: Mapping[date, Decimal], level: Decimal, character: Character
) -> dict[date, Decimal]:
    """Return values for those of `periods` (in order) that are not `held`.

    Between two held values the values lead from one to the other; after the last they wander around `level`. Nothing
    is made up before the first held value.
    """
    anchors = [number for number, period in enumerate(periods) if period in held]
    made = {}
    for left, right in pairwise(anchors):
        between = periods[left + 1 : right]
        if between:
            ends = (held[periods[left]], held[periods[right]])
            made.update(_bridge(path, between, periods[right], ends, character))
    if anchors:
        last = anchors[-1]
        made.update(_onwards(path, periods[last + 1 :], held[periods[last]], level, character))
    return made


def _bridge(path, between, end, ends, character):
    """A bridge: a walk that starts and ends at zero, on top of the straight line between two logarithms."""
    walk, noise = 0.0, []
    for period in [*between, end]:
        walk += character.volatility * _chance(path, period) - character.pull * walk
        noise.append(walk)
    start, slope = math.log(ends[0]), math.log(ends[1] / ends[0])
    for number, period in enumerate(between, 1):
        share = number / len(noise)
        yield period, _rounded(math.exp(start + share * slope + noise[number - 1] - share * noise[-1]))


def _onwards(path, periods, value, level, character):
    """A walk from a value; each step starts from the rounded value before, so that a later run continues it exactly."""
    for period in periods:
        distance = math.log(level / value)
        value = _rounded(
            math.exp(
                math.log(value) + character.pull * distance + character.volatility * _chance(path, period)
            )
        )
        yield period, value


def _chance(path, period):
    return random.Random(f"{path} {period}").gauss(0, 1)


def _rounded(value):
    return Decimal(value).quantize(HUNDREDTH, ROUND_HALF_UP)
