"""Moments at which figures usually come out."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from indexdata.arithmetic.periods import next_period
from indexdata.enums import Frequency

ZONE = ZoneInfo(settings.TIME_ZONE)
WEEKLY_MOMENT = time(12)
MONTHLY_MOMENT = time(10)
MONTHLY_DAY = 5


def usual_moment(period, frequency):
    """Return when figures of a period usually come out: Monday at noon, or the 5th of the next month at ten."""
    if frequency == Frequency.WEEKLY:
        return datetime.combine(period, WEEKLY_MOMENT, ZONE)
    return datetime.combine(
        next_period(period, frequency) + timedelta(days=MONTHLY_DAY - 1), MONTHLY_MOMENT, ZONE
    )
