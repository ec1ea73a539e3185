"""One index: its newest figure, chart, table, components, commentary and downloads."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from foundation.former_slugs.leading import lead_to
from foundation.readership.counting import page_of
from foundation.unread import Unread
from indexdata.models import Index
from indexdata.series.parameters import DRAWN, read_parameters

from .index_reading import IndexReading
from .side import classification_side


def index(request, path):
    """Show one index."""
    line = line_to(path)
    if not line:
        raise Http404
    *ancestors, node = line
    parameters = read_parameters(request.GET, (*DRAWN, "all")).fitting(node.frequency)
    context = {
        "index": node,
        "family": node.family,
        "path": path,
        "reading": Unread(lambda: IndexReading(path, request.GET, parameters)),
        # The page says how old its figures are.
        "day": str(timezone.localdate()),
        "above": ancestors[-1].name if ancestors else "",
        "parameters": parameters,
        "breadcrumb": breadcrumb(ancestors, node),
        **classification_side(path),
    }
    return page_of(render(request, "indexdata/index.html", context), "index", node.pk)


def by_code(request, code):
    """Lead from the code of an index, which never changes, to its page."""
    return lead_to(request, get_object_or_404(Index, code=code).get_absolute_url())


def line_to(path):
    """Return the indices from the family down to the one at a path, in one query; none where there is none."""
    parts = path.split("/")
    line = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
    found = {node.path: node for node in Index.objects.filter(path__in=line).for_links()}
    if path not in found:
        return []
    return [found[above] for above in line if above in found]


def breadcrumb(ancestors, node):
    """Return the way from the classification down to an index."""
    above = [(ancestor.name, ancestor.get_absolute_url()) for ancestor in ancestors]
    return [(gettext("Index Classification"), reverse("indexdata:classification")), *above, (node.name, None)]
