"""Claims beside the figures: those that contradict them, those that agree, and those nobody can check."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum, auto

from indexdata.arithmetic.changes import Change

from .claim import Claim, Fact, KnownFigures, Measure, Number, Reference, Unit

#: A movement below this is still called steady.
STEADY = Decimal("0.10")
HUNDRED = Decimal(100)


class Why(Enum):
    """The part of a claim that is wrong."""

    DIRECTION = auto()
    SIZE = auto()
    BOTH = auto()
    UNIT = auto()


@dataclass(frozen=True)
class Contradiction:
    """A claim that the figures deny: about which index, in what, and what is right."""

    claim: Claim
    path: str
    why: Why
    right: Decimal
    #: The measure of the same index that does have the number that was written.
    other: Measure | None = None


@dataclass(frozen=True)
class Compared:
    """The claims of a text: how many agree, which contradict, which stay unchecked."""

    agreeing: int
    contradictions: tuple[Contradiction, ...]
    unchecked: tuple[Claim, ...]


def compare(claims: list[Claim], facts: KnownFigures) -> Compared:
    """Compare claims with what is held. A word of direction alone about what is not held is no claim to list."""
    agreeing, wrong, unchecked = 0, [], []
    for claim in claims:
        verdicts = [_verdict(claim, path, facts) for path in claim.subjects]
        known = [verdict for verdict in verdicts if verdict is not None]
        found = [verdict for verdict in known if isinstance(verdict, Contradiction)]
        if found and (claim.each or len(found) == len(verdicts)):
            wrong.append(min(found, key=_distance))
        elif True in known and (not claim.each or (len(known) == len(verdicts) and not found)):
            agreeing += 1
        elif claim.number is not None:
            unchecked.append(claim)
    return Compared(agreeing, tuple(wrong), tuple(unchecked))


def _distance(found: Contradiction) -> Decimal:
    """Return how far what is right lies from what was written: of several indices that may be meant the nearest is told."""
    number = found.claim.number
    return Decimal(0) if number is None else abs(number.size - abs(found.right))


def _verdict(claim: Claim, path: str, facts: KnownFigures) -> Contradiction | bool | None:
    """Return the contradiction of a claim with what is held of an index, True where they agree, None where nothing is held."""
    fact = facts.of(path, claim.period)
    if fact is None:
        return None
    if claim.measure is Measure.LEVEL:
        return _of_level(claim, path, fact)
    verdict = None
    for measure in (claim.measure, claim.or_else):
        change = None if measure is None else change_of(fact, measure)
        if change is None or change.percent is None:
            continue
        found = _of_change(claim, path, fact, change.percent)
        if found is True:
            return True
        verdict = verdict or found
    return verdict


def change_of(fact: Fact, measure: Reference) -> Change | None:
    """Return the change that a claim is about, None where it is told against an issue that none of them looks at."""
    changes = fact.changes
    match measure:
        case Measure.PREVIOUS:
            return changes.previous
        case Measure.YEAR_START:
            return changes.year_start
        case Measure.YEAR_AGO:
            return changes.year_ago
        case Measure.LEVEL:
            return None
    against = (changes.previous, changes.year_start, changes.year_ago)
    return next((change for change in against if change.compared_with == measure), None)


def _of_level(claim: Claim, path: str, fact: Fact) -> Contradiction | bool:
    number = claim.number
    if number is None:
        return True
    if not _is_size(number, fact.value):
        return Contradiction(claim, path, Why.SIZE, fact.value)
    if number.unit in (Unit.PERCENT, Unit.PERCENTAGE_POINTS):
        return Contradiction(claim, path, Why.UNIT, fact.value)
    return True


def _of_change(claim: Claim, path: str, fact: Fact, percent: Decimal) -> Contradiction | bool | None:
    wrong_way = not _goes(claim, percent)
    number = claim.number
    if number is None:
        return Contradiction(claim, path, Why.DIRECTION, percent) if wrong_way else True
    if number.unit is Unit.POINTS:
        moved = _points(fact.value, percent)
        if _is_size(number, moved, _error_of(fact.value)):
            return Contradiction(claim, path, Why.DIRECTION, percent) if wrong_way else True
        return Contradiction(claim, path, Why.BOTH if wrong_way else Why.UNIT, percent)
    if number.unit is Unit.PERCENTAGE_POINTS:
        if not _is_size(number, percent):
            return None
        return Contradiction(claim, path, Why.BOTH if wrong_way else Why.UNIT, percent)
    is_flat = claim.move is not None and claim.move.direction == 0
    wrong_size = not is_flat and not _is_size(number, percent)
    if not (wrong_way or wrong_size):
        return True
    why = Why.BOTH if wrong_way and wrong_size else Why.DIRECTION if wrong_way else Why.SIZE
    return Contradiction(claim, path, why, percent, _elsewhere(claim, fact) if wrong_size else None)


def _goes(claim: Claim, percent: Decimal) -> bool:
    """Tell whether what a claim says of the direction is so; a word and a sign that deny one another never are."""
    way = (percent > 0) - (percent < 0)
    sign = claim.number.sign if claim.number is not None else 0
    move = claim.move
    if move is None:
        return sign in (0, way) or (way == 0 and claim.number is not None and claim.number.size == 0)
    if sign and move.direction and sign != move.direction:
        return False
    steady = STEADY if move.loose else Decimal(0)
    agrees = way == move.direction if move.direction else abs(percent) <= steady
    return not agrees if move.negated else agrees


def _is_size(number: Number, right: Decimal, error: Decimal = Decimal(0)) -> bool:
    """Tell whether a number is another one, without its sign, rounded to as many decimals as it has."""
    size = abs(right)
    if number.bound:
        return size >= number.size if number.bound > 0 else size <= number.size
    return abs(number.size - size) <= Decimal(5).scaleb(-number.decimals - 1) + error


def _points(value: Decimal, percent: Decimal) -> Decimal:
    """Return by how many points a value moved that changed by so many per cent."""
    before = value / (1 + percent / HUNDRED)
    return (value - before).quantize(Decimal("0.001"), ROUND_HALF_UP)


def _error_of(value: Decimal) -> Decimal:
    """Return how far off `_points` may be: a change is known to a hundredth of a per cent."""
    return value * Decimal("0.00005") + Decimal("0.0005")


def _elsewhere(claim: Claim, fact: Fact) -> Measure | None:
    """Return the other change of the same index that has the number that was written."""
    number, changes = claim.number, fact.changes
    if number is None:
        return None
    held = (
        (Measure.PREVIOUS, changes.previous),
        (Measure.YEAR_START, changes.year_start),
        (Measure.YEAR_AGO, changes.year_ago),
    )
    for measure, change in held:
        if measure is not claim.measure and change.percent is not None and _is_size(number, change.percent):
            return measure
    return None
