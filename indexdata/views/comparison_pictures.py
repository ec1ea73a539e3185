"""A comparison as a picture: what its page shows, drawn for one address alone."""

from csp.decorators import csp
from django.http import HttpResponse

from indexdata.charts import LIGHT
from indexdata.exports.headers import open_to_all
from indexdata.pictures.addresses import comparison_query
from indexdata.pictures.asked import CHOICES
from indexdata.pictures.charts import chart_png
from indexdata.pictures.sizes import CARD

from .compare import chart_of
from .comparison_files import asked
from .file_answers import Refused, plain
from .pictures import PICTURE_POLICY, refuse_other_words, refuse_wrong_choices


@csp(PICTURE_POLICY)
def compare_png(request):
    """Answer a comparison as PNG of a named size."""
    try:
        refuse_wrong_choices(request, tuple(CHOICES))
        reading, parameters = asked(request, invented=True)
        refuse_other_words(request, comparison_query(reading, parameters, request.GET))
    except Refused as refused:
        return plain(refused)
    chart = chart_of(reading.comparison)
    picture = chart_png(chart, request.GET.get("size") or CARD, request.GET.get("theme") or LIGHT)
    return open_to_all(HttpResponse(picture, content_type="image/png"))
