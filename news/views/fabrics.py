"""Popular fabrics: the sample book and single fabrics."""

from django.core.paginator import Paginator
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.readership.counting import page_of
from foundation.unread import Unread
from indexdata.series.newest import latest_of
from news.fabrics.filtering import FabricFilter
from news.fabrics.models import Fabric
from news.views.side import fabric_side

PER_PAGE = 30
SIMILAR_SHOWN = 4


@require_safe
def fabric_list(request):
    """Show the popular fabrics, chosen by season, weave and use."""
    book = Unread(lambda: SampleBook(request.GET))
    shown = book.open() if request.GET else None
    number = shown.page_obj.number if shown else 1
    is_set = bool(shown and shown.filter.is_set)
    return render(
        request,
        "news/fabrics.html",
        {
            "book": book,
            "is_set": is_set,
            "page_number": number,
            "canonical_query": f"page={number}" if number > 1 and not is_set else "",
            "breadcrumb": [(_("Popular Fabrics"), None)],
        },
    )


class SampleBook:
    """The popular fabrics that a query asks for: the filter, its facets, and one page of those that fit."""

    def __init__(self, query):
        self.filter = FabricFilter(query)
        self.facets = self.filter.facets()
        self.page_obj = Paginator(self.filter.fabrics(), PER_PAGE).get_page(query.get("page"))


@require_safe
def fabric(request, slug):
    """Show one fabric with its specification, the nearest class of the index and similar fabrics."""
    shown = get_object_or_404(
        Fabric.objects.published().for_list().select_related("index__parent__parent"), slug=slug
    )
    answer = render(request, "news/fabric.html", fabric_context(shown, shown.uses.all(), shown.tags.all()))
    return page_of(answer, "fabric", shown.pk)


def fabric_context(fabric, uses, tags):
    """Return everything the page of a fabric shows, with its uses and tags; the fabric may be one that exists in memory only."""
    return {
        **fabric_side(),
        "fabric": fabric,
        "latest": nearest_figure(fabric.index),
        "uses": uses,
        "tags": tags,
        "similar": similar_to(fabric),
        "shown_language": fabric.shown_language(get_language()),
        "content_languages": fabric.languages,
        "breadcrumb": [(_("Popular Fabrics"), reverse("news:fabrics")), (fabric.name, None)],
    }


def nearest_figure(index):
    """Return the newest figure (`indexdata.series.newest.Latest`) of a class or of the nearest one above it, or None."""
    line = []
    while index is not None:
        line.append(index)
        index = index.parent
    latest = latest_of(line)
    return next((latest[node.pk] for node in line if node.pk in latest), None)


def similar_to(fabric):
    """Return public fabrics of the same weave or the same class of the index, those that share both first."""
    same_class = Q(index=fabric.index_id) if fabric.index_id else Q(pk__in=[])
    shared = [
        Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
        for condition in (Q(weave=fabric.weave), same_class)
    ]
    return (
        Fabric.objects.published()
        .filter(Q(weave=fabric.weave) | same_class)
        .exclude(pk=fabric.pk)
        .annotate(same_weave=shared[0], same_class=shared[1])
        .select_related("picture")
        .order_by(-(F("same_weave") + F("same_class")), "order", "slug")[:SIMILAR_SHOWN]
    )
