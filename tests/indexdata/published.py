"""The published values that the starter content brings, by path and period."""

import csv
from datetime import date, timedelta
from decimal import Decimal

from tests.server import BASE


def published_values():
    """Return {(path, period): value} of the starter file; a week named by its Sunday is the issue of the Monday after it."""
    found = {}
    with (BASE / "portal" / "starter_content" / "published_values.csv").open() as file:
        for row in csv.DictReader(file):
            period = row["period"]
            if len(period) > len("2023-06"):
                day = date.fromisoformat(period)
                period = (day + timedelta(days=-day.weekday() % 7)).isoformat()
            found[row["level_path"], period] = Decimal(row["value"])
    assert len(found) == 179
    return found
