"""The links around the chart of an index: spans, the way it is drawn, nearer and further. They work without a script."""

from datetime import timedelta

from django.utils.http import urlencode
from django.utils.translation import gettext

from indexdata.enums import Frequency
from indexdata.series.rows import years_before

QUICK_YEARS = (1, 2, 5)
#: Weeks of the shortest span, which months are too few for.
QUARTER = 13
#: Nothing is drawn nearer than this.
NEAREST = {Frequency.WEEKLY: timedelta(weeks=8), Frequency.MONTHLY: timedelta(days=240)}
KEPT = ("transform", "base", "monthly", "view", "as_of", "demonstration")


class ChartLinks:
    """The links for one reading (`IndexReading`): what else was asked for is kept in all of them."""

    def __init__(self, reading):
        self.reading, self.parameters = reading, reading.parameters

    @property
    def spans(self):
        """Return (label, query, current) for spans one click away."""
        reading, asked = self.reading, self.parameters
        ranges, newest = [], reading.stored.newest.period
        starts = [
            (
                gettext("%(count)d years") % {"count": years} if years > 1 else gettext("1 year"),
                years_before(newest, years) + timedelta(days=1),
            )
            for years in QUICK_YEARS
        ]
        if reading.index.frequency == Frequency.WEEKLY:
            starts.insert(0, (gettext("3 months"), newest - timedelta(weeks=QUARTER)))
        for label, start in starts:
            first = (
                asked.first
                if asked.spanned
                else reading.span.first and reading.span.first + timedelta(days=1)
            )
            ranges.append(
                (label, self._query({"from": start.isoformat()}), first == start and asked.last is None)
            )
        whole = asked.spanned and asked.first is None and asked.last is None
        return [*ranges, (gettext("All"), self._query({"all": "1"}), whole)]

    @property
    def moves(self):
        """Return (key, sign, label, query) of the ways through time, the query empty where one leads nowhere."""
        found = self._moved()
        said = {
            "earlier": ("←", gettext("Earlier")),
            "out": ("−", gettext("Zoom out")),
            "in": ("+", gettext("Zoom in")),
            "later": ("→", gettext("Later")),
        }
        return [(key, *said[key], found.get(key, "")) for key in said]

    def _moved(self):
        held = [row.period for row in self.reading.span.rows if row.held]
        if not held or self.parameters.by_year:
            return {}
        first, last = held[0], held[-1]
        oldest, newest = self.reading.extent
        half, quarter = (last - first) / 2, (last - first) / 4
        found = {}
        if last - first >= 2 * NEAREST[self.reading.drawn.frequency]:
            found["in"] = self._between(first + quarter, last - quarter)
        if oldest is None or first > oldest:
            start = first - half if oldest is None else max(oldest, first - half)
            found["earlier"] = self._between(start, last - (first - start))
        if last < newest:
            end = min(newest, last + half)
            found["later"] = self._between(first + (end - last), end)
        if "earlier" in found or "later" in found:
            start = first - half if oldest is None else max(oldest, first - half)
            found["out"] = self._between(start, min(newest, last + half))
        return found

    def _between(self, first, last):
        oldest, newest = self.reading.extent
        if first == oldest and last == newest:
            return self._query({"all": "1"})
        return self._query({"from": first.isoformat()} | ({"to": last.isoformat()} if last < newest else {}))

    @property
    def views(self):
        """Return (label, query, current) for the two ways to draw the series."""
        query = self.reading.query.copy()
        for name in ("view", "page", "rows"):
            query.pop(name, None)
        line = f"?{query.urlencode()}" if query else self.reading.index.get_absolute_url()
        query["view"] = "years"
        by_year = self.parameters.by_year
        return [
            (gettext("One line"), line, not by_year),
            (gettext("Years over one another"), f"?{query.urlencode()}", by_year),
        ]

    def _query(self, span):
        typed = self.parameters.typed
        return "?" + urlencode(span | {name: typed[name] for name in KEPT if typed.get(name)})
