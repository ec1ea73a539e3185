"""Values as a database gives them back to a question in SQL."""

from datetime import date
from decimal import Decimal

from .cells import HUNDREDTH


def stored(value) -> Decimal:
    """Return a value with its two decimals: SQLite keeps numbers without them."""
    return Decimal(str(value)).quantize(HUNDREDTH)


def as_stored(value) -> Decimal | None:
    """Return a value with its two decimals, or None where there is none."""
    return None if value is None else stored(value)


def as_day(value) -> date:
    """Return a day: SQLite keeps it as text."""
    return value if isinstance(value, date) else date.fromisoformat(value)
