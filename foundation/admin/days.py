"""A filter of a list by days: both ends are whole days of the office."""

from datetime import UTC, datetime, time, timedelta

from django.utils.timezone import make_aware
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.utils import parse_date_str


class DaysFilter(RangeDateFilter):
    """Filter a list by days: from the first day's midnight to the end of the last, by the clock of the current time zone.

    `<field>_from` and `<field>_to` are dates as the language writes them; what is no date limits nothing.
    """

    def queryset(self, request, queryset):
        first, last = (
            parse_date_str(self.used_parameters.get(f"{self.parameter_name}_{end}")) for end in ("from", "to")
        )
        limits = {"gte": first and midnight(first), "lt": last and midnight(last, 1)}
        known = {f"{self.parameter_name}__{kind}": moment for kind, moment in limits.items() if moment}
        return queryset.filter(**known)


def midnight(day, later=0):
    """Return the moment in UTC at which a day, or the one so many days later, begins; None beyond what a calendar holds."""
    try:
        return make_aware(datetime.combine(day + timedelta(days=later), time.min)).astimezone(UTC)
    except OverflowError:
        return None
