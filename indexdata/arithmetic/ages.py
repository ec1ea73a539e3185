"""The age of a newest figure, and the age from which a page says so."""

from datetime import date

from django.utils import timezone
from django.utils.translation import ngettext

from indexdata.enums import Frequency

from .periods import FrequencyCode, Period

#: From this age on the page says "as of" first: six weeks for weekly indices, three months for monthly ones.
STALE_DAYS = 42
STALE_MONTHS = 3


def months_old(period: Period, today: date | None = None) -> int:
    """Return the whole months between a period and today."""
    today = today or timezone.localdate()
    return (today.year - period.year) * 12 + today.month - period.month - (today.day < period.day)


def is_stale(period: Period, frequency: FrequencyCode, today: date | None = None) -> bool:
    """Tell whether a newest figure is too old to be shown as the present state."""
    today = today or timezone.localdate()
    if Frequency(frequency) == Frequency.WEEKLY:
        return (today - period).days > STALE_DAYS
    return months_old(period, today) > STALE_MONTHS


def age_in_words(period: Period, today: date | None = None) -> str:
    """Return an age as readers say it: “7 weeks old”, “17 months old”, “3 years old”."""
    today = today or timezone.localdate()
    months = months_old(period, today)
    if months >= 24:
        return ngettext("%(count)d year old", "%(count)d years old", months // 12) % {"count": months // 12}
    if months >= 2:
        return ngettext("%(count)d month old", "%(count)d months old", months) % {"count": months}
    weeks = (today - period).days // 7
    return ngettext("%(count)d week old", "%(count)d weeks old", weeks) % {"count": weeks}
