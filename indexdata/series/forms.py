"""The form in which one series is asked for: by issues or by months, and what cannot be had in it."""

from django.utils.translation import gettext

from indexdata.enums import Frequency, Transform

from .monthly import monthly_of
from .rows import SeriesAsOf, SeriesWindow


def formed(stored: SeriesAsOf, parameters) -> SeriesAsOf:
    """Return a series by months where parameters ask for them and it comes out weekly, else as it is."""
    if parameters.monthly and stored.frequency == Frequency.WEEKLY:
        return monthly_of(stored, parameters.monthly)
    return stored


def objections(stored: SeriesAsOf, span: SeriesWindow, parameters) -> dict[str, str]:
    """Return what was asked for and cannot be had, by the names of the parameters: a sentence each. `stored` is as `formed`."""
    found = {}
    if parameters.monthly and not stored.is_derived:
        found["monthly"] = gettext("This index comes out monthly as it is.")
    if parameters.base and parameters.transform != Transform.REBASED:
        found["base"] = gettext("A base is for transform=rebased alone.")
    elif parameters.base and span.base is None:
        found["base"] = gettext("No figure that could be 100 is held on or before this day.")
    return found
