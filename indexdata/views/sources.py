"""Collecting sources: the markets where prices are taken."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from indexdata.models import CollectingSource, SampleUnit

from .side import sources_side

UNITS_SHOWN = 12
#: So many markets give prices, as the office has said; it has published no list of them.
STATED_MARKETS = 15


def source_list(request):
    """Show all collecting sources."""
    sources = list(CollectingSource.objects.for_list().prefetch_related("classes"))
    context = {
        "sources": sources,
        "stated": STATED_MARKETS if 0 < len(sources) < STATED_MARKETS else None,
        "breadcrumb": [(gettext("Collecting Sources"), None)],
        **sources_side(sources),
    }
    return render(request, "indexdata/sources.html", context)


def source(request, slug):
    """Show one collecting source with its facts, classes and sample units."""
    sources = list(CollectingSource.objects.for_list())
    shown = next((one for one in sources if one.slug == slug), None)
    if shown is None:
        raise Http404
    units = SampleUnit.objects.for_visitors().filter(source=shown)[:UNITS_SHOWN]
    context = {
        "source": shown,
        "facts": list(shown.facts.all()),
        "classes": list(shown.classes.all()),
        "units": list(units),
        "breadcrumb": [(gettext("Collecting Sources"), reverse("indexdata:sources")), (shown.name, None)],
        **sources_side(sources, shown.pk),
    }
    return render(request, "indexdata/source.html", context)
