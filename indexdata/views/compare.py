"""Several indices in one chart."""

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext

from indexdata.arithmetic.ages import is_stale
from indexdata.arithmetic.periods import period_label
from indexdata.charts import Chart, Line, draw_both
from indexdata.enums import Family
from indexdata.models import Index, Observation
from indexdata.series.comparison import MOST
from indexdata.series.comparison import compare as put_together
from indexdata.series.parameters import read_parameters
from indexdata.series.rows import stored_series, years_before

from .side import classification_side

ROWS_PER_PAGE = 60
DEFAULT_YEARS = 5


def compare(request):
    """Show the indices named by `s`, rebased to 100 with `rebase=1`; without any, only the choice."""
    parameters = read_parameters(request.GET)
    offered = list(comparable_indices())
    wanted = list(dict.fromkeys(request.GET.getlist("s")))
    by_path = {index.path: index for index in offered}
    found = [by_path[path] for path in wanted if path in by_path]
    chosen = found[:MOST]
    stored = stored_series(chosen, parameters.at) if chosen else {}
    stored = {pk: parameters.chosen(one, invented=True) for pk, one in stored.items()}
    shown = [index for index in chosen if stored[index.pk].newest]
    series = [stored[index.pk] for index in shown]
    rebase = request.GET.get("rebase") == "1"
    first = parameters.first if parameters.spanned else default_start(series)
    comparison = put_together(series, first, parameters.last, rebase)
    context = {
        "families": [(family, [one for one in offered if one.family == family]) for family in Family],
        "chosen": chosen,
        "shown": shown,
        "absent": [index for index in chosen if index not in shown],
        "chips": [(index, without(request, chosen, index)) for index in chosen],
        "unknown": len(wanted) - len(found),
        "too_many": len(found) > MOST,
        "most": MOST,
        "rebase": rebase,
        "comparison": comparison,
        "different_scales": not comparison.base and len(shown) > 1,
        "parameters": parameters,
        "shown_from": parameters.typed["from"] or (first.isoformat() if first else ""),
        "breadcrumb": [
            (gettext("Index Classification"), reverse("indexdata:classification")),
            (gettext("Compare indices"), None),
        ],
        **classification_side(view="compare"),
    }
    if comparison.rows:
        context |= {
            "chart": draw_both(chart_of(comparison)),
            "points": [(period, values, any(marks)) for period, values, marks in comparison.rows],
            "names": [index.name for index in shown],
            "page_obj": Paginator(table_rows(comparison), ROWS_PER_PAGE).get_page(request.GET.get("page")),
            "holds_demonstration": any(any(marks) for _period, _values, marks in comparison.rows),
        }
    return render(request, "indexdata/compare.html", context)


def comparable_indices(at=None):
    """Return the indices that have public figures, in tree order."""
    figures = Observation.objects.public(at).with_values().filter(index=OuterRef("pk")).order_by()
    return Index.objects.filter(Exists(figures)).in_tree_order()


def default_start(series):
    """Return where the chart begins when no span is asked for: five years before the newest figure.

    Where no figure is that new any more, or hardly any, everything is shown.
    """
    newest = max((one.newest.period for one in series if one.newest), default=None)
    if newest is None or any(is_stale(one.newest.period, one.frequency) for one in series):
        return None
    return years_before(newest, DEFAULT_YEARS)


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


def without(request, chosen, index):
    """Return the query of this comparison without one index."""
    kept = [("s", one.path) for one in chosen if one != index]
    kept += [
        (name, request.GET[name])
        for name in ("rebase", "from", "to", "as_of", "demonstration")
        if request.GET.get(name)
    ]
    return f"?{urlencode(kept)}"
