"""The search page."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foundation.searching.text import LONGEST_QUERY, query_terms
from portal.search.filters import offered, read_filters
from portal.search.issues import issues_named
from portal.search.meaning import meant
from portal.search.ranking import COUNTED, find
from portal.search.results import results_of
from portal.search.suggestions import suggestions
from portal.search.tabs import BY_KEY, TABS

PER_PAGE = 20
PER_GROUP = 4
PER_LARGE_GROUP = 6
LAST_PAGE = COUNTED // PER_PAGE


def search(request):
    """Answer `?q=`: the best of each kind, or with `kind=` all of one kind in pages (`page=`).

    `section`, `year`, `tag` and `lang` narrow the results to articles (a tag also to fabrics) that have them.
    """
    asked = " ".join(request.GET.get("q", "")[:LONGEST_QUERY].replace("\x00", " ").split())
    query = query_terms(asked)
    kind = BY_KEY.get(request.GET.get("kind", ""))
    number = page_number(request.GET.get("page", ""))
    wanted = {each.key: PER_LARGE_GROUP if each.walks else PER_GROUP for each in TABS}
    if kind:
        wanted = {kind.key: number * PER_PAGE}
    options = offered()
    narrowing = read_filters(request.GET, options)
    narrowed = [one for one in narrowing if one.value]
    found = find(query, TABS, wanted, narrowed)
    issues = [] if kind or narrowed else issues_named(asked)
    context = {
        "asked": asked,
        "understood": bool(query),
        "kind": kind,
        "filters": filters(found, kind),
        "narrowing": narrowing,
        "narrowed": narrowed,
        "issues": issues,
        "total": len(issues) + sum(result.count for result in found.values()),
        "total_is_more": any(result.more for result in found.values()),
        "breadcrumb": [(_("Search"), None)],
    }
    if kind:
        context |= one_kind(kind, found[kind.key], number, query)
    else:
        context["groups"] = groups(found, wanted, query)
    if query and not narrowed and not context["total_is_more"]:
        context["meant"] = meant(asked, context["total"])
    if not context["total"] or (kind and not found[kind.key].count):
        context["suggestions"] = suggestions(options)
    return render(request, "portal/search.html", context)


def page_number(text):
    """Return the page asked for, between the first and the last one answered; anything else is the first."""
    number = int(text[:9]) if text.isascii() and text.isdigit() else 1
    return max(1, min(number, LAST_PAGE))


def filters(found, current):
    """Return the kinds that hold something as dicts: `kind` (None for everything), `count`, `more`, `current`."""
    rows: list[dict[str, object]] = [{"kind": None, "current": current is None}]
    for kind in TABS:
        result = found[kind.key]
        if result.count or kind is current:
            rows.append(
                {"kind": kind, "count": result.count, "more": result.more, "current": kind is current}
            )
    return rows


def groups(found, wanted, query):
    """Return the best results of each kind as dicts: `kind`, `results`, `count`, `more`, `rest` (are there others)."""
    keys = {kind.key: found[kind.key].keys[: wanted[kind.key]] for kind in TABS}
    made = results_of(TABS, keys, query, get_language())
    return [
        {
            "kind": kind,
            "results": made[kind.key],
            "count": found[kind.key].count,
            "more": found[kind.key].more,
            "rest": found[kind.key].more or found[kind.key].count > len(made[kind.key]),
        }
        for kind in TABS
        if made[kind.key]
    ]


def one_kind(kind, result, number, query):
    """Return one page of the results of one kind for the template: `page_obj` and `results`."""
    page = Paginator(range(result.count), PER_PAGE).get_page(number)
    keys = result.keys[page.start_index() - 1 : page.end_index()] if result.count else []
    return {
        "page_obj": page,
        "results": results_of([kind], {kind.key: keys}, query, get_language())[kind.key],
    }
