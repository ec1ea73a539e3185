"""Parameters of a series in an address: `from`, `to`, `all`, `transform`, `as_of`. The same for pages, files and the API."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext

from indexdata.arithmetic.periods import parse_bound
from indexdata.enums import Transform

NAMES = ("from", "to", "transform", "as_of")


@dataclass(frozen=True)
class Parameters:
    """The question, understood. What could not be understood is left out and has a sentence in `errors`.

    `spanned` tells whether a span of time was asked for; without one each door has its own default.
    """

    first: date | None = None
    last: date | None = None
    transform: Transform = Transform.LEVEL
    as_of: date | None = None
    spanned: bool = False
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def at(self) -> datetime | None:
        """Return the moment whose figures are asked for; None means now. Never later than now: embargo."""
        return None if self.as_of is None else min(end_of_day(self.as_of), timezone.now())

    @property
    def sentence(self) -> str:
        """Return what is wrong in one line, empty when nothing is."""
        return " ".join(f"{name}: {sentence}" for name, sentence in self.errors.items())


def read_parameters(query) -> Parameters:
    """Read the parameters from a query (`request.GET` or any mapping of texts)."""
    typed = {name: (query.get(name) or "").strip() for name in NAMES}
    errors, read = {}, {}
    for name, end in (("from", False), ("to", True), ("as_of", True)):
        try:
            read[name] = parse_bound(typed[name], end=end)
        except ValueError:
            errors[name] = gettext("Write a date that exists as YYYY-MM-DD or YYYY-MM, for example 2025-06.")
    if (read.get("as_of") or date.min) > timezone.localdate():
        del read["as_of"]
        errors["as_of"] = gettext("This day has not come yet.")
    first, last = read.get("from"), read.get("to")
    if first and last and first > last:
        errors["to"] = gettext("The span ends before it begins.")
    if typed["transform"] and typed["transform"] not in Transform.values:
        errors["transform"] = gettext("Choose one of: %(choices)s.") % {
            "choices": ", ".join(Transform.values)
        }
    span_is_wrong = bool({"from", "to"} & errors.keys())
    asked = query.get("all") or query.get("from") is not None or query.get("to") is not None
    return Parameters(
        first=None if span_is_wrong or query.get("all") else first,
        last=None if span_is_wrong or query.get("all") else last,
        transform=Transform.LEVEL
        if "transform" in errors
        else Transform(typed["transform"] or Transform.LEVEL),
        as_of=read.get("as_of"),
        spanned=bool(asked) and not span_is_wrong,
        typed=typed,
        errors=errors,
    )


def end_of_day(day) -> datetime:
    """Return the last moment of a day in the portal's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min)) + timedelta(days=1, microseconds=-1)
