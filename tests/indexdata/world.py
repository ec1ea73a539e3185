"""Small worlds for the pages' tests: a price family with weekly figures up to now, and releases still to come."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from indexdata.arithmetic.periods import issue_of
from indexdata.enums import Family
from tests.factories.indexdata import CHINA, IndexFactory, ObservationFactory, ReleaseFactory

SECRET = Decimal("987.65")


def last_monday():
    """Return the Monday whose noon has passed."""
    today = timezone.localdate() - timedelta(days=1)
    return today - timedelta(days=today.weekday())


def weekly(path="price", count=3, start=Decimal("100.00"), last=None, **kwargs):
    """Make so many weekly figures up to the newest issue, each a tenth above the one before; oldest first."""
    index = IndexFactory(path=path)
    last = last or last_monday()
    periods = [last - timedelta(weeks=back) for back in reversed(range(count))]
    return [
        ObservationFactory(index=index, period=period, value=start + Decimal(n) / 10, **kwargs)
        for n, period in enumerate(periods)
    ]


def monthly(path="prosperity", months=("2023-01", "2023-02", "2023-03"), start=Decimal("1100.00"), **kwargs):
    """Make monthly figures of these months."""
    index = IndexFactory(path=path)
    return [
        ObservationFactory(index=index, period=date.fromisoformat(f"{month}-01"), value=start + n, **kwargs)
        for n, month in enumerate(months)
    ]


def embargoed(path="price", value=SECRET):
    """Make a figure of a release that is still to come."""
    index = IndexFactory(path=path)
    period = issue_of(last_monday() + timedelta(weeks=2), Family(index.family).frequency)
    moment = timezone.now() + timedelta(days=10)
    release = ReleaseFactory(family=index.family, period=period, released_at=moment)
    return ObservationFactory(index=index, period=period, release=release, value=value)


def noon(period):
    """Return noon of a day in Shanghai."""
    return datetime(period.year, period.month, period.day, 12, tzinfo=CHINA)
