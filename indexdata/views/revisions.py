"""Revisions in the open: a log of all of them, and the first against the latest values of one index."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext

from foundation.large_lists import AtLeast, CappedPaginator
from indexdata.enums import Family
from indexdata.models import Observation, Revision
from indexdata.series.revisions import first_and_latest, revised_figures

from .index import breadcrumb, line_to
from .side import classification_side

PER_PAGE = 30


class RevisionPaginator(CappedPaginator):
    """Pages of the log; rows come with the figures before and after."""

    def whole(self):
        return Revision.objects.with_figures()


def log(request):
    """Show every revision of a year, the newest first, of all families or of one."""
    now = timezone.now()
    family = request.GET.get("family", "")
    family = Family(family) if family in Family.values else None
    of_family = {"family": family} if family else {}
    revisions = Revision.objects.public(now).filter(**of_family)
    years = years_of(Revision.objects.public_anywhere(now).filter(**of_family))
    asked = request.GET.get("year", "")
    year = next((one for one in years if str(one) == asked), years[0] if years else None)
    pages = RevisionPaginator(revisions.filter(at__year=year).newest_first(), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "is_capped": isinstance(pages.count, AtLeast),
        "year": year,
        "years": years,
        "family": family,
        "families": Family,
        "canonical_query": f"page={page.number}" if page.number > 1 else "",
        "breadcrumb": [
            (gettext("Index Classification"), reverse("indexdata:classification")),
            (gettext("Release calendar"), reverse("indexdata:releases")),
            (pgettext("of figures", "Revisions"), None),
        ],
        **classification_side(view="revisions"),
    }
    return render(request, "indexdata/revisions.html", context)


def years_of(revisions):
    """Return the years from the newest revision back to the first; the two ends are read from an index.

    A page of each is asked for: for a single row SQLite would sort all of them.
    """
    moments = revisions.values_list("at", flat=True)
    ends = [next(iter(moments.order_by(*order)[:PER_PAGE]), None) for order in (("-at", "-pk"), ("at", "pk"))]
    if None in ends:
        return []
    last, first = (timezone.localtime(end).year for end in ends)
    return list(range(last, first - 1, -1))


def of_index(request, path):
    """Show the first against the latest values of one index, with every revision between them."""
    line = line_to(path)
    if not line:
        raise Http404
    *ancestors, index = line
    now = timezone.now()
    pages = Paginator(revised_figures(index, now), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    *above, (name, _none) = breadcrumb(ancestors, index)
    context = {
        "index": index,
        "page_obj": page,
        "revised": first_and_latest(index, page.object_list, now),
        "count": pages.count,
        "all_count": Observation.objects.public(now).filter(index=index, demonstration=False).count(),
        "canonical_query": f"page={page.number}" if page.number > 1 else "",
        "unlisted": True,
        "breadcrumb": [*above, (name, index.get_absolute_url()), (pgettext("of figures", "Revisions"), None)],
        **classification_side(path),
    }
    return render(request, "indexdata/index_revisions.html", context)
