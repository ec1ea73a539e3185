"""Parameters of a series in an address: `from`, `to`, `all`, `transform`, `as_of`, `demonstration`; of one series `base`, `monthly`.

The same for pages, files and the API. Files and the API give published figures alone unless `demonstration=include` asks for
the invented ones; pages and pictures show both, marked, unless `demonstration=exclude` leaves them out.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext

from indexdata.arithmetic.periods import parse_bound
from indexdata.enums import Frequency, Monthly, Transform

#: Years before the first are no moments of the index, and no database can calculate with the earliest.
_MOMENT = re.compile(
    r"((?:19|20)\d\d-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)([Zz]|[+ -]\d\d:?\d\d)?", re.ASCII
)
NAMES = ("from", "to", "transform", "as_of", "demonstration")
#: What the page, the files and the pictures of one series take besides.
ONE_SERIES = (*NAMES, "base", "monthly")
#: What its page and its pictures take: `view=years` lays its years over one another.
DRAWN = (*ONE_SERIES, "view")
VIEWS = ("years",)
#: What `demonstration` may say: whether invented figures are asked for, None where nothing is said.
DEMONSTRATION = {"": None, "include": True, "exclude": False}


@dataclass(frozen=True)
class Parameters:
    """The question, understood. What could not be understood is left out and has a sentence in `errors`.

    `spanned` tells whether a span of time was asked for; without one each door has its own default. `as_of` is the day whose
    figures are asked for, `moment` the moment of it where one was named, `demonstration` whether invented figures are asked for
    (None: nothing was said). `base` is the day at which a rebased series is 100, `monthly` what stands for a month of a weekly one,
    `by_year` whether its years lie over one another.
    """

    first: date | None = None
    last: date | None = None
    transform: Transform = Transform.LEVEL
    base: date | None = None
    monthly: Monthly | None = None
    by_year: bool = False
    as_of: date | None = None
    moment: datetime | None = None
    demonstration: bool | None = None
    spanned: bool = False
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def at(self) -> datetime | None:
        """Return the moment whose figures are asked for; None means now. Never later than now: embargo."""
        if self.as_of is None:
            return None
        return min(self.moment or end_of_day(self.as_of), timezone.now())

    @property
    def as_of_text(self) -> str:
        """Return what was asked for as an address holds it: a day, or a moment with its offset; "" for now."""
        if self.moment:
            return timezone.localtime(self.moment).isoformat(timespec="auto")
        return self.as_of.isoformat() if self.as_of else ""

    @property
    def asks_for_today(self) -> bool:
        """Tell whether the day asked for is still going on: its figures are those of now."""
        return self.moment is None and self.as_of == timezone.localdate()

    @property
    def published(self) -> bool:
        """Tell whether published figures alone were asked for."""
        return self.demonstration is False

    def fitting(self, frequency):
        """Return the parameters without what has no meaning for an index that comes out at this frequency."""
        return replace(self, monthly=None) if frequency == Frequency.MONTHLY and self.monthly else self

    @property
    def sentence(self) -> str:
        """Return what is wrong in one line, empty when nothing is."""
        return " ".join(f"{name}: {sentence}" for name, sentence in self.errors.items())

    def chosen(self, stored, *, invented: bool):
        """Return a series (`SeriesAsOf`) with its demonstration figures or without them, as was asked; else as `invented` says."""
        wanted = invented if self.demonstration is None else self.demonstration
        return stored if wanted else stored.published_only()


def read_parameters(query, names=(*NAMES, "all")) -> Parameters:
    """Read the parameters from a query (`request.GET` or any mapping of texts); `names` are those that the address takes."""
    query = {name: query.get(name) for name in names}
    typed = {name: (query.get(name) or "").strip() for name in (DRAWN if "base" in names else NAMES)}
    errors, read = {}, {}
    moment = parse_moment(typed["as_of"])
    for name, end in (("from", False), ("to", True), ("as_of", True), ("base", True)):
        try:
            is_moment = name == "as_of" and moment is not None
            read[name] = timezone.localdate(moment) if is_moment else parse_bound(typed.get(name), end=end)
        except ValueError:
            errors[name] = (
                gettext("Write a day as YYYY-MM-DD, or a moment of Shanghai as YYYY-MM-DDThh:mm.")
                if name == "as_of"
                else gettext("Write a date that exists as YYYY-MM-DD or YYYY-MM, for example 2025-06.")
            )
    if (read.get("as_of") or date.min) > timezone.localdate() or (moment and moment > timezone.now()):
        del read["as_of"]
        errors["as_of"] = (
            gettext("This moment has not come yet.") if moment else gettext("This day has not come yet.")
        )
    first, last = read.get("from"), read.get("to")
    if first and last and first > last:
        errors["to"] = gettext("The span ends before it begins.")
    for name, choices in (("transform", Transform.values), ("monthly", Monthly.values), ("view", VIEWS)):
        if typed.get(name) and typed[name] not in choices:
            errors[name] = gettext("Choose one of: %(choices)s.") % {"choices": ", ".join(choices)}
    demonstration = None
    try:
        demonstration = asks_for_demonstration(typed["demonstration"])
    except ValueError as error:
        errors["demonstration"] = str(error)
    span_is_wrong = bool({"from", "to"} & errors.keys())
    asked = query.get("all") or query.get("from") is not None or query.get("to") is not None
    return Parameters(
        first=None if span_is_wrong or query.get("all") else first,
        last=None if span_is_wrong or query.get("all") else last,
        transform=Transform.LEVEL
        if "transform" in errors
        else Transform(typed["transform"] or Transform.LEVEL),
        base=read.get("base"),
        monthly=Monthly(typed["monthly"]) if typed.get("monthly") and "monthly" not in errors else None,
        by_year=typed.get("view") in VIEWS,
        as_of=read.get("as_of"),
        moment=moment if read.get("as_of") else None,
        demonstration=demonstration,
        spanned=bool(asked) and not span_is_wrong,
        typed=typed,
        errors=errors,
    )


def asks_for_demonstration(text) -> bool | None:
    """Tell whether a text asks for invented figures; None where it says nothing, ValueError where it says something else."""
    try:
        return DEMONSTRATION[text.strip()]
    except KeyError:
        raise ValueError(gettext("Write include or exclude, or leave it out.")) from None


def parse_moment(text) -> datetime | None:
    """Return the moment that a text names, None for what is no moment. Without an offset it is one of the portal's time zone.

    A plus sign that an address did not escape arrives as a space.
    """
    match = _MOMENT.fullmatch(text)
    if not match:
        return None
    day, clock, zone = match.groups()
    zone = (zone or "").replace(" ", "+").replace("z", "Z")
    try:
        found = datetime.fromisoformat(f"{day}T{clock}{zone}")
        return found if found.tzinfo else timezone.make_aware(found)
    except ValueError:
        return None


def end_of_day(day) -> datetime:
    """Return the last moment of a day in the portal's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min)) + timedelta(days=1, microseconds=-1)
