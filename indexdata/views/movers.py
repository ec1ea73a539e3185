"""The page of movements: what rose and fell most in the newest issue of a family, and how its indices moved over time."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, pgettext

from indexdata.arithmetic.periods import period_label
from indexdata.charts.sparklines import sparkline
from indexdata.enums import Family, Frequency
from indexdata.series.movers import LEVELS, at_level, movements_of
from indexdata.series.parameters import read_parameters

from .side import classification_side

MOST_MOVERS = 10
#: How many issues the heat map may show, the first by default.
ISSUES = {Frequency.WEEKLY: (13, 26, 52), Frequency.MONTHLY: (12, 24, 36)}


def movers(request):
    """Show which indices of a family rose and fell most, and a table of their changes coloured by size.

    Takes `family` (price by default), `level` (classes, lower), `issues` (how many), `as_of` and `demonstration`; what it does
    not understand counts as not said.
    """
    parameters = read_parameters(request.GET)
    family = request.GET.get("family", "")
    family = Family(family) if family in Family.values else Family.PRICE
    level = request.GET.get("level", "")
    level = level if level in LEVELS else ""
    spans = ISSUES[family.frequency]
    issues = next((one for one in spans if str(one) == request.GET.get("issues")), spans[0])
    found = movements_of(family, issues, at_level(level), parameters.at, published=parameters.published)
    label = period_label(found.issue, family.frequency, get_language()) if found.issue else ""
    context = {
        "movements": found,
        "family": family,
        "families": [one for one in Family if one != Family.ORDER],
        "level": level,
        "levels": [
            ("", pgettext("levels of the tree", "All")),
            ("classes", gettext("Classes")),
            ("lower", gettext("Lower classes")),
        ],
        "issues": issues,
        "spans": spans,
        "label": label,
        "title": gettext("What moved most"),
        "risen": [(row, _line(row, found)) for row in found.risen(MOST_MOVERS)],
        "fallen": [(row, _line(row, found)) for row in found.fallen(MOST_MOVERS)],
        "parameters": parameters,
        "canonical_query": f"family={family}" if family != Family.PRICE else "",
        "breadcrumb": [
            (gettext("Index Classification"), reverse("indexdata:classification")),
            (gettext("What moved most"), None),
        ],
        **classification_side(view="movers"),
    }
    return render(request, "indexdata/movers.html", context)


def _line(row, movements):
    """Draw the levels of an index over the issues that are shown."""
    points = [
        (period, held.value if held else None, bool(held and held.demonstration))
        for period in movements.periods
        for held in [row.held.get(period)]
    ]
    return sparkline(points, movements.family.frequency, movements.gaps, width=96, height=28)
