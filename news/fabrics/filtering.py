"""Choosing among the popular fabrics: by season, weave and use, together or alone."""

from collections import Counter
from dataclasses import dataclass

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from foundation.former_slugs.finding import named_before
from news.enums import Season, Weave

from .models import Fabric, FabricUse

PARAMETERS = ("season", "weave", "use")
#: A facet with more choices shows the most frequent ones at once and the rest when asked.
SHOWN_AT_ONCE = 16


@dataclass(frozen=True)
class Choice:
    """One value of a facet: its label, the fabrics it leads to together with the other facets, and its address."""

    value: str
    label: str
    number: int
    query: str
    current: bool


@dataclass(frozen=True)
class Facet:
    """One way to choose: its parameter and heading, the choices, and the query without it."""

    name: str
    heading: str
    choices: list[Choice]
    query_without: str

    @property
    def chosen(self):
        """Return the choice that is set, or None."""
        return next((choice for choice in self.choices if choice.current), None)

    @property
    def first(self):
        """Return the choices shown at once."""
        return self.choices[:SHOWN_AT_ONCE]

    @property
    def more(self):
        """Return the choices shown when asked for."""
        return self.choices[SHOWN_AT_ONCE:]

    @property
    def chosen_is_in_more(self):
        """Tell whether the choice that is set is one of those shown when asked for."""
        return self.chosen in self.more


class FabricFilter:
    """The choices that were made among fabrics, and those that can be made next.

    Only values that public fabrics really have are offered and understood; anything else counts as not set. Two
    queries, whatever the number of fabrics.
    """

    def __init__(self, query):
        self._fabrics: dict[int, dict[str, set[str]]] = {}
        rows = Fabric.objects.published().order_by().values_list("pk", "season", "weave", "uses__slug")
        for pk, season, weave, use in rows:
            kept = self._fabrics.setdefault(pk, {"season": {season}, "weave": {weave}, "use": set()})
            if use:
                kept["use"].add(use)
        self._labels: dict[str, dict[str, str]] = {
            "season": {value: str(label) for value, label in Season.choices},
            "weave": {value: str(label) for value, label in Weave.choices},
            "use": {use.slug: str(use) for use in FabricUse.objects.all()},
        }
        self.chosen = {name: self._understood(name, query.get(name)) for name in PARAMETERS}

    @property
    def is_set(self):
        """Tell whether anything is chosen."""
        return any(self.chosen.values())

    def fabrics(self):
        """Return the public fabrics that fit."""
        fabrics = Fabric.objects.published().for_list()
        names = {"season": "season", "weave": "weave", "use": "uses__slug"}
        return fabrics.filter(**{names[name]: value for name, value in self.chosen.items() if value})

    def facets(self):
        """Return the three facets with their choices."""
        headings = {"season": _("Season"), "weave": _("Weave"), "use": _("Use")}
        return [
            Facet(name, headings[name], self._choices(name), self._query(**{name: ""})) for name in PARAMETERS
        ]

    def _choices(self, name):
        numbers = self._numbers(name)
        held = Counter(value for kept in self._fabrics.values() for value in kept[name])
        offered = [value for value in self._labels[name] if value in held]
        if name == "use":
            offered.sort(key=lambda value: (-held[value], self._labels["use"][value].casefold()))
        chosen = self.chosen[name]
        return [
            Choice(
                value,
                self._labels[name][value],
                numbers[value],
                self._query(**{name: value}),
                value == chosen,
            )
            for value in offered
        ]

    def _numbers(self, name):
        """Count the fabrics behind each value of a facet, under what the other facets have chosen."""
        others = [(other, value) for other, value in self.chosen.items() if value and other != name]
        fitting = (
            kept for kept in self._fabrics.values() if all(value in kept[other] for other, value in others)
        )
        return Counter(value for kept in fitting for value in kept[name])

    def _values(self, name):
        return set().union(*(kept[name] for kept in self._fabrics.values()))

    def _understood(self, name, value):
        values = self._values(name)
        if name == "use" and value and value not in values:
            use = named_before(FabricUse.objects.all(), value)
            value = use and use.slug
        return value if value in values else ""

    def _query(self, **changes):
        asked = {name: value for name, value in {**self.chosen, **changes}.items() if value}
        return f"?{urlencode(asked)}" if asked else ""
