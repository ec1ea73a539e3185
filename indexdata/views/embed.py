"""The chart of an index to stand in pages of other sites: no navigation, no cookies, a picture that needs no script."""

from csp.decorators import csp_replace
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt

from foundation.unread import Unread
from indexdata.charts import LIGHT, THEMES
from indexdata.exports.headers import open_to_all
from indexdata.models import Index
from indexdata.series.parameters import DRAWN, read_parameters

from .index_reading import IndexReading


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]  # its types know views without parts of the address only
def embed(request, path):
    """Show the chart of an index with its newest figure, for a frame in a page of any site.

    It takes what the page of the index takes, and `theme`; what it does not understand it leaves out and says so.
    """
    node = get_object_or_404(Index.objects.for_links(), path=path)
    parameters = read_parameters(request.GET, (*DRAWN, "all")).fitting(node.frequency)
    asked = request.GET.get("theme", "")
    context = {
        "index": node,
        "path": path,
        "parameters": parameters,
        "theme": asked if asked in THEMES else LIGHT,
        "reading": Unread(lambda: IndexReading(path, request.GET, parameters)),
        "day": str(timezone.localdate()),
    }
    return open_to_all(render(request, "indexdata/embed.html", context))
