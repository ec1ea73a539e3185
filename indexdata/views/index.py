"""One index: its newest figure, chart, table, components, commentary and downloads."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from indexdata.ages import age_in_words, is_stale
from indexdata.charts import draw_both
from indexdata.enums import Transform
from indexdata.latest import Latest, with_changes
from indexdata.models import Index
from indexdata.parameters import read_parameters
from indexdata.sentences import figure_sentence
from indexdata.series import span_of, stored_with_newest, years_before
from indexdata.series_chart import chart_of, chart_title, points_of, unit_of

from .side import classification_side

ROWS_PER_PAGE = 60
QUICK_YEARS = (1, 5, 10)


def index(request, path):
    """Show one index."""
    parameters = read_parameters(request.GET)
    node, ancestors, children = relatives(path)
    stored, newest, gaps = stored_with_newest(node, children, parameters.at)
    components = with_changes(children, newest, parameters.at, gaps)
    context = {
        "index": node,
        "components": [(child, components.get(child.pk)) for child in children],
        "parameters": parameters,
        "breadcrumb": breadcrumb(ancestors, node),
        **classification_side(path),
    }
    if stored.newest is None:
        return render(request, "indexdata/index_without_series.html", context)
    span = span_of(stored, parameters)
    newest = latest(stored, stored.newest)
    page = Paginator(span.rows[::-1], ROWS_PER_PAGE).get_page(request.GET.get("page"))
    sentence = figure_sentence(newest)
    context |= {
        "newest": newest,
        "published": None if stored.newest_published is stored.newest else stored.newest_published,
        "stale": is_stale(stored.newest.period, stored.frequency),
        "age": age_in_words(stored.newest.period),
        "sentence": sentence,
        "span": span,
        "chart": draw_both(chart_of(stored, span, sentence)),
        "chart_unit": unit_of(span.transform, span.rows),
        "chart_title": chart_title(node.name, span.transform),
        "chart_names": [node.name],
        "points": [
            (period, (value,), demonstration) for period, value, demonstration in points_of(span.rows)
        ],
        "page_obj": page,
        "holds_demonstration": any(row.demonstration for row in span.rows),
        "transforms": Transform.choices,
        "rebased": span.transform == Transform.REBASED,
        "quick_ranges": quick_ranges(stored, parameters),
        "shown_from": parameters.typed["from"] or (span.first.isoformat() if span.first else ""),
        "file_query": file_query(request.GET, parameters),
    }
    if context["published"]:
        context["published_age"] = age_in_words(context["published"].period)
    return render(request, "indexdata/index.html", context)


def relatives(path):
    """Return the index at a path, the indices above it (family first) and right below it, in one query."""
    parts = path.split("/")
    line = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
    found = list(Index.objects.filter(Q(path__in=line) | Q(parent__path=path)).in_tree_order())
    on_line = {node.path: node for node in found if node.path in line}
    if path not in on_line:
        raise Http404
    ancestors = [on_line[above] for above in line[:-1] if above in on_line]
    return on_line[path], ancestors, [node for node in found if node.path not in line]


def breadcrumb(ancestors, node):
    """Return the way from the classification down to an index."""
    above = [(ancestor.name, ancestor.get_absolute_url()) for ancestor in ancestors]
    return [(gettext("Index Classification"), reverse("indexdata:classification")), *above, (node.name, None)]


def latest(stored, held):
    """Return a figure of a series with its changes."""
    return Latest(stored.index, held, stored.changes(held.period), stored.frequency)


def quick_ranges(stored, parameters):
    """Return (label, query, current) for spans one click away; what else was asked for is kept."""
    kept = {name: parameters.typed[name] for name in ("transform", "as_of") if parameters.typed[name]}
    last, ranges = stored.newest.period, []
    for years in QUICK_YEARS:
        start = years_before(last, years) + timedelta(days=1)
        label = gettext("%(count)d years") % {"count": years} if years > 1 else gettext("1 year")
        current = parameters.spanned and parameters.first == start and parameters.last is None
        ranges.append((label, "?" + urlencode({"from": start.isoformat(), **kept}), current))
    whole = parameters.spanned and parameters.first is None and parameters.last is None
    ranges.append((gettext("All"), "?" + urlencode({"all": 1, **kept}), whole))
    return ranges


def file_query(query, parameters):
    """Return the page's query for the files, which have no pages and refuse what could not be understood."""
    query = query.copy()
    for name in ("page", *parameters.errors):
        query.pop(name, None)
    return f"?{query.urlencode()}" if query else ""
