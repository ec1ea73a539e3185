"""The years that the portal knows: what lies outside is a slip of the pen, and no zone or database can calculate with the last ones.

Whatever a form takes is looked at by `guard_forms`; what comes another way asks `check_day` itself.
"""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.forms import DateField, DateTimeField
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1900, 2100


def is_known(day: date | datetime) -> bool:
    """Tell whether a day or a moment lies in the years the portal knows."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def check_day(day: date | datetime) -> None:
    """Refuse a day or a moment outside those years with a sentence (`ValidationError`)."""
    if not is_known(day):
        raise ValidationError(
            _("Give a year from %(first)s to %(last)s."),
            code="beyond_calendar",
            params={"first": FIRST_YEAR, "last": LAST_YEAR},
        )


def guard_forms() -> None:
    """Have every form of the site refuse days and moments outside those years, at the field; called before forms are made."""
    for field in (DateField, DateTimeField):
        field.default_validators = [check_day]
