"""One cell as people write it: numbers, issues, what is missing. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from indexdata.arithmetic.periods import FIRST_YEAR, LAST_YEAR, Period
from indexdata.enums import Frequency

HUNDREDTH = Decimal("0.01")
#: Spreadsheets keep 104.3 as 104.2999999999999972: so far a number may be from two decimals.
NOISE = Decimal("0.000001")
LARGEST = Decimal(10) ** 10
MISSING = frozenset({"", "-", "--", "—", "——", "–", "−", "…", "……", "...", "n/a"})
FAULTS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_DAY = re.compile(
    r"([0-9]{4})([-./年])([0-9]{1,2})[-./月]([0-9]{1,2})日?期?(?: 00:00(?::00)?)?|([0-9]{4})([0-9]{2})([0-9]{2})期?"
)
_MONTH = re.compile(r"([0-9]{4})[-./年]([0-9]{1,2})月?份?|([0-9]{4})([0-9]{2})")
#: Days as a spreadsheet counts them, from 1927 to 2119: a number of these in the column of issues is a day.
SERIALS = range(10_000, 80_000)
EPOCH = datetime(1899, 12, 30)


@dataclass(frozen=True)
class Fault:
    """A cell that has no value though it should: an error of the spreadsheet, or a formula nobody has computed."""

    text: str

    @property
    def sentence(self) -> str:
        if self.text.startswith("="):
            return _("This formula has no stored result: open the file in Excel and save it.")
        return _("%(error)s is an error of the spreadsheet, not a missing value.") % {"error": self.text}


def plain(value) -> str:
    """Return a cell as text in ordinary width, without spaces around it."""
    return unicodedata.normalize("NFKC", "" if value is None else str(value)).replace("−", "-").strip()


def is_missing(value) -> bool:
    """Tell whether a cell says that there is no value."""
    if value is None:
        return True
    if not isinstance(value, str):
        return False
    return value.strip().lower() in MISSING or plain(value).lower() in MISSING


def looks_like_number(value) -> bool:
    """Tell whether a cell holds something that is meant as a number."""
    if isinstance(value, bool) or value is None:
        return False
    return isinstance(value, int | float | Decimal) or bool(_NUMBER.fullmatch(plain(value).removesuffix("%")))


def number_in(value) -> Decimal:
    """Return the number of a cell with two decimals; raise ValueError with a sentence where there is none."""
    if isinstance(value, Fault):
        raise ValueError(value.sentence)
    text = plain(value)
    if isinstance(value, bool | date) or not (
        isinstance(value, int | float | Decimal) or _NUMBER.fullmatch(text)
    ):
        if "," in text and _NUMBER.fullmatch(text.replace(",", "")):
            raise ValueError(
                _("“%(text)s” is no number: a comma is a thousands mark only before three digits.")
                % {"text": text[:40]}
            )
        raise ValueError(_("“%(text)s” is no number.") % {"text": text[:40]})
    number = Decimal(text.replace(",", "") if isinstance(value, str) else str(value))
    if not number.is_finite() or abs(number) >= LARGEST:
        raise ValueError(_("“%(text)s” is too large a number.") % {"text": text[:40]})
    rounded = number.quantize(HUNDREDTH)
    if abs(number - rounded) > NOISE:
        raise ValueError(_("“%(text)s” has more than two decimals.") % {"text": text[:40]})
    return rounded


def figure_in(value) -> Decimal:
    """Return the value of an index: a positive number."""
    number = number_in(value)
    if number <= 0:
        raise ValueError(_("%(number)s is not positive.") % {"number": number.normalize() + 0})
    return number


def percent_in(value) -> Decimal | None:
    """Return a stated change in percent, with or without its sign; None where there is none."""
    if is_missing(value):
        return None
    if isinstance(value, str) and plain(value).endswith("%"):
        value = plain(value)[:-1].rstrip()
    number = number_in(value)
    if abs(number) >= 10**6:
        raise ValueError(_("“%(text)s” is too large a number.") % {"text": number})
    return number


def day_in(value, epoch=EPOCH) -> tuple[int, int, int | None] | None:
    """Return (year, month, day or None for a month) that a cell names, whether or not the calendar has it; None for none."""
    if isinstance(value, datetime | date):
        return value.year, value.month, value.day
    if isinstance(value, bool) or value is None or isinstance(value, Fault):
        return None
    if isinstance(value, float | Decimal) and value == int(value):
        value = int(value)
    if isinstance(value, int) and value in SERIALS:
        from openpyxl.utils.datetime import from_excel  # heavy: for those who bring in workbooks

        day = from_excel(value, epoch)
        return day.year, day.month, day.day
    text = plain(value)
    if match := _DAY.fullmatch(text):
        year, month, day = (match[1], match[3], match[4]) if match[1] else (match[5], match[6], match[7])
        return int(year), int(month), int(day)
    if match := _MONTH.fullmatch(text):
        year, month = (match[1], match[2]) if match[1] else (match[3], match[4])
        return int(year), int(month), None
    return None


def period_in(value, frequency: Frequency, epoch=EPOCH) -> Period:
    """Return the issue that a cell names; raise ValueError with a sentence where it names none of this frequency."""
    named = day_in(value, epoch)
    weekly = frequency == Frequency.WEEKLY
    if named is None:
        form = "20250616期, 2025-06-16" if weekly else "2025年06月, 2025-06"
        shown = value.text if isinstance(value, Fault) else plain(value)
        raise ValueError(
            _("“%(text)s” names no issue; write it as %(form)s.") % {"text": shown[:40], "form": form}
        )
    year, month, day = named
    if not 1 <= month <= 12:
        raise ValueError(_("There is no month %(month)s.") % {"month": month})
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(_("The year %(year)s is outside the calendar of the index.") % {"year": year})
    if day is None:
        if weekly:
            raise ValueError(_("A weekly issue is named by a day, and this is a month."))
        return date(year, month, 1)
    try:
        found = date(year, month, day)
    except ValueError:
        raise ValueError(
            _("There is no day %(day)s in the calendar.") % {"day": f"{year}-{month:02}-{day:02}"}
        ) from None
    if weekly and found.weekday():
        raise ValueError(
            _("%(day)s is a %(weekday)s; a weekly issue is named by its Monday.")
            % {"day": found.isoformat(), "weekday": WEEKDAYS[found.weekday()]}
        )
    if not weekly and found.day != 1:
        raise ValueError(_("%(day)s is no month: write 2025-06.") % {"day": found.isoformat()})
    return found
