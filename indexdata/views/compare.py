"""Several indices in one chart."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext

from indexdata.arithmetic.periods import period_label
from indexdata.charts import Chart, Line, draw_both
from indexdata.enums import Family
from indexdata.pictures.addresses import comparison_query, picture_of_comparison
from indexdata.series.comparison import MOST, Scale
from indexdata.series.parameters import read_parameters

from .comparison_reading import read_comparison
from .side import classification_side

ROWS_PER_PAGE = 60
#: So many words that name no index are shown, and of each so much.
MOST_NAMED, LONGEST_NAME = 5, 60


def compare(request):
    """Show the indices named by `s`, rebased to 100 with `rebase=1`; without any, only the choice."""
    parameters = read_parameters(request.GET)
    reading = read_comparison(request.GET, parameters, invented=True, scale=Scale.AUTO)
    chosen, shown, comparison = reading.chosen, reading.shown, reading.comparison
    start = parameters.first or reading.first
    context = {
        "families": [(family, [one for one in reading.offered if one.family == family]) for family in Family],
        "chosen": chosen,
        "shown": shown,
        "absent": reading.absent,
        "chips": [(index, without(request, chosen, index)) for index in chosen],
        "unknown": [path[:LONGEST_NAME] for path in reading.unknown[:MOST_NAMED]],
        "unknown_more": len(reading.unknown[MOST_NAMED:]),
        "left_out": reading.found[MOST:],
        "most": MOST,
        "scale": reading.scale,
        "scales": Scale,
        "comparison": comparison,
        "different_scales": not comparison.base and len(shown) > 1,
        "parameters": parameters,
        "shown_from": start.isoformat() if start else "",
        "breadcrumb": [
            (gettext("Index Classification"), reverse("indexdata:classification")),
            (gettext("Compare indices"), None),
        ],
        **classification_side(view="compare"),
        "file_query": file_query(request, parameters, chosen, comparison),
    }
    if comparison.rows:
        context |= {
            "picture": picture_of_comparison(reading, parameters),
            "extent": reading.extent,
            "share_query": comparison_query(reading, parameters, {}),
            "chart": draw_both(chart_of(comparison)),
            "points": [(period, values, any(marks)) for period, values, marks in comparison.rows],
            "names": [index.name for index in shown],
            "page_obj": Paginator(table_rows(comparison), ROWS_PER_PAGE).get_page(request.GET.get("page")),
            "holds_demonstration": any(any(marks) for _period, _values, marks in comparison.rows),
        }
    return render(request, "indexdata/compare.html", context)


def chart_of(comparison):
    """Return the chart of a comparison in the language of the page."""
    language = get_language()
    unit = gettext("Index points")
    if comparison.base:
        base = period_label(comparison.base, comparison.frequency, language)
        unit = gettext("%(period)s = 100") % {"period": base}
    return Chart(
        lines=[
            Line(one.index.name, comparison.points(number), one.index.path)
            for number, one in enumerate(comparison.series)
        ],
        frequency=comparison.frequency,
        language=language,
        title=" · ".join(one.index.name for one in comparison.series),
        unit=unit,
        no_issue=comparison.gaps,
    )


def table_rows(comparison):
    """Return the rows of the table, newest first: (period, [(value, demonstration), …])."""
    return [
        (period, list(zip(values, marks, strict=True))) for period, values, marks in comparison.rows[::-1]
    ]


def file_query(request, parameters, chosen, comparison):
    """Return the query with which files hold what the page shows: invented figures too where it shows some."""
    kept = [("s", one.path) for one in chosen]
    kept += [
        (name, request.GET[name])
        for name in ("from", "to", "all", "as_of")
        if request.GET.get(name) and name not in parameters.errors
    ]
    if comparison.base:
        kept.append(("rebase", "1"))
    if any(any(marks) for _period, _values, marks in comparison.rows):
        kept.append(("demonstration", "include"))
    return f"?{urlencode(kept)}"


def without(request, chosen, index):
    """Return the query of this comparison without one index."""
    kept = [("s", one.path) for one in chosen if one != index]
    kept += [
        (name, request.GET[name])
        for name in ("rebase", "from", "to", "as_of", "demonstration")
        if request.GET.get(name)
    ]
    return f"?{urlencode(kept)}"
