"""The closed lists of words that figures are described with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    """The interval at which figures of a family come out."""

    WEEKLY = "weekly", _("Weekly")
    MONTHLY = "monthly", _("Monthly")


class Family(models.TextChoices):
    """An index family: figures that are released together."""

    PRICE = "price", _("Price index")
    PROSPERITY = "prosperity", _("Prosperity index")
    FOREIGN_TRADE = "foreign-trade", _("Foreign trade index")
    ORDER = "order", _("Order index")

    @property
    def frequency(self):
        """Price comes out weekly, everything else monthly."""
        return Frequency.WEEKLY if self is Family.PRICE else Frequency.MONTHLY


class ObservationStatus(models.TextChoices):
    """Codes and meanings of SDMX CL_OBS_STATUS 2.1, as far as they can occur here.

    This is the one list of model, pages, files and API. A, B, E and P stand beside a value, H, L, M and O in place of one.
    The list has no code for "revised": a correction is a vintage of its own with who, when and why, and the
    corrected value is a normal one. Demonstration is a flag of its own, not a status.
    """

    NORMAL = "A", _("Normal value")
    BREAK = "B", _("Time series break")
    ESTIMATED = "E", _("Estimated value")
    PROVISIONAL = "P", _("Provisional value")
    HOLIDAY = "H", _("Missing value; holiday or weekend")
    NOT_COLLECTED = "L", _("Missing value; data exist but were not collected")
    CANNOT_EXIST = "M", _("Missing value; data cannot exist")
    MISSING = "O", _("Missing value")


#: Statuses of a period without an issue: the markets were closed, or there was nothing to tell.
GAP_STATUSES = (ObservationStatus.HOLIDAY, ObservationStatus.CANNOT_EXIST)
#: Statuses of an observation that has no value; the others have one.
MISSING_STATUSES = frozenset(
    {
        ObservationStatus.HOLIDAY,
        ObservationStatus.NOT_COLLECTED,
        ObservationStatus.CANNOT_EXIST,
        ObservationStatus.MISSING,
    }
)
VALUE_STATUSES = frozenset(ObservationStatus) - MISSING_STATUSES


class DateState(models.TextChoices):
    """The state of a release's date. Only a confirmed date has a moment at which something may appear."""

    PROVISIONAL = "provisional", _("Provisional")
    CONFIRMED = "confirmed", _("Confirmed")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")


class ContentState(models.TextChoices):
    """The state of a release's figures: nothing appears that was not approved."""

    DRAFT = "draft", _("Draft")
    CHECKED = "checked", _("Checked")
    APPROVED = "approved", _("Approved")


class Track(models.TextChoices):
    """The two things of a release that change on their own."""

    DATE = "date", _("Date")
    CONTENT = "content", _("Figures")


class Standing(models.TextChoices):
    """The one word that the public calendar says of a release."""

    PUBLIC = "public", _("Released")
    NO_ISSUE = "no-issue", _("No issue")
    CONFIRMED = "confirmed", _("Confirmed")
    DELAYED = "delayed", _("Delayed")
    PROVISIONAL = "provisional", _("Provisional")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")


class Transform(models.TextChoices):
    """The form in which a page, a file or the API shows a series."""

    LEVEL = "level", _("Level")
    POINTS = "points", _("Change in points")
    PREVIOUS = "previous", _("Change on the previous issue")
    YEAR_START = "year-start", _("Change since the start of the year")
    YEAR_AGO = "year-ago", _("Change on a year ago")
    REBASED = "rebased", _("Rebased to 100")

    @property
    def is_change(self):
        """True where the values are changes in percent."""
        return self in {Transform.PREVIOUS, Transform.YEAR_START, Transform.YEAR_AGO}

    @property
    def is_signed(self):
        """True where the values are changes, in percent or in points."""
        return self.is_change or self == Transform.POINTS


class Monthly(models.TextChoices):
    """The value that stands for a month of a weekly index."""

    AVERAGE = "average", _("Monthly average")
    LAST = "last", _("Last issue of the month")


class UnitKind(models.TextChoices):
    """The kind of business of a sample unit."""

    MERCHANT = "merchant", _("Merchant")
    MILL = "mill", _("Mill")
    EXPORTER = "exporter", _("Exporter")
