"""The forms in which a series is shown: as it is, as changes, divided by one of its values. Pure: no database here."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from indexdata.enums import Transform

from .changes import HUNDRED, Changes, ObservedValue, rounded
from .periods import Period


def base_at(held: Mapping[Period, ObservedValue], day: date) -> ObservedValue | None:
    """The value that is 100 when a series is rebased at a day: the last one up to it; None where there is none.

    A published figure is never divided by an invented one: where published values are held, the base is one of them.
    """
    positive = [one for one in held.values() if one.value > 0]
    published = [one for one in positive if not one.demonstration]
    return max((one for one in published or positive if one.period <= day), key=_period, default=None)


def rebased_at(values: Iterable[Decimal | None], base: Decimal) -> list[Decimal | None]:
    """Values with `base` = 100.00."""
    return [None if value is None else rounded(value * HUNDRED / base) for value in values]


def transformed(
    rows: Iterable[tuple[ObservedValue | None, Changes]], transform: Transform
) -> list[Decimal | None]:
    """Rows of (held, changes), oldest first → the values to show, in the same order; missing stays None.

    "level" gives the values, the three changes their percents, "rebased" what `rebased` makes of the values.
    """
    rows = list(rows)
    match Transform(transform):
        case Transform.LEVEL:
            return [held.value if held else None for held, _ in rows]
        case Transform.REBASED:
            values = [held.value if held else None for held, _ in rows]
            return rebased(values, [bool(held and held.demonstration) for held, _ in rows])
        case Transform.PREVIOUS:
            return [changes.previous.percent if held else None for held, changes in rows]
        case Transform.YEAR_START:
            return [changes.year_start.percent if held else None for held, changes in rows]
        case Transform.YEAR_AGO:
            return [changes.year_ago.percent if held else None for held, changes in rows]
        case Transform.POINTS:
            raise ValueError("Changes in points need the history: see `points_change`.")


def rebased(values: Iterable[Decimal | None], demonstration: Iterable[bool] = ()) -> list[Decimal | None]:
    """Values with the first positive one = 100.00; what cannot be rebased is None.

    `demonstration` says of each value whether it is one; without it all are published. Where published values
    are held, the base is one of them, however late it comes: a published figure is never divided by an
    invented one. Only what is demonstration throughout has a demonstration base.
    """
    values = list(values)
    flags = list(demonstration) or [False] * len(values)
    held = [(value, flag) for value, flag in zip(values, flags, strict=True) if value is not None]
    invented = all(flag for _, flag in held)
    base = next((value for value, flag in held if value > 0 and flag == invented), None)
    return [None for _value in values] if base is None else rebased_at(values, base)


def _period(held: ObservedValue) -> Period:
    return held.period
