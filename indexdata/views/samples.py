"""Sample units: the enterprises and merchants that report. Their contact details never leave the admin."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from foundation.former_slugs.finding import named_before
from indexdata.models import CollectingSource, Index, SampleUnit

UNITS_PER_PAGE = 24


def sample_list(request):
    """Show sample units, by collecting source and class; a filter that names nothing is ignored."""
    sources = list(CollectingSource.objects.for_list())
    classes = list(reporting_classes())
    asked = request.GET.get("source")
    source = next((one for one in sources if one.slug == asked), None)
    source = source or named_before(CollectingSource.objects.for_list(), asked)
    index = next((one for one in classes if one.path == request.GET.get("class")), None)
    units = SampleUnit.objects.for_visitors()
    if source:
        units = units.filter(source=source)
    if index:
        units = units.filter(classes=index)
    page = Paginator(units, UNITS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "sources": sources,
        "classes": classes,
        "source": source,
        "index": index,
        "canonical_query": f"page={page.number}" if page.number > 1 else "",
        "breadcrumb": [(gettext("Sample Units"), None)],
        **samples_side(sources, source, whole=not source and not index),
    }
    return render(request, "indexdata/samples.html", context)


def sample(request, slug):
    """Show one sample unit."""
    unit = SampleUnit.objects.for_visitors().filter(slug=slug).first()
    if unit is None:
        raise Http404
    context = {
        "unit": unit,
        "classes": list(unit.classes.all()),
        "unlisted": unit.demonstration,
        "breadcrumb": [(gettext("Sample Units"), reverse("indexdata:samples")), (unit.name, None)],
        **samples_side(CollectingSource.objects.all()),
    }
    return render(request, "indexdata/sample.html", context)


def reporting_classes():
    """Return the classes that sample units report for, with their number as `unit_count`."""
    active = Count("sample_units", filter=Q(sample_units__active=True))
    return Index.objects.annotate(unit_count=active).filter(unit_count__gt=0).in_tree_order()


def samples_side(sources, shown=None, *, whole=False):
    """Return title and links of the section Sample Units: its parts are the collecting sources."""
    address = reverse("indexdata:samples")
    links = [(gettext("All sample units"), address, whole)]
    links += [(source.name, f"{address}?source={source.slug}", source == shown) for source in sources]
    return {"side_title": gettext("Sample Units"), "side_links": links}
