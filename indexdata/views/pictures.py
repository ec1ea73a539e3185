"""The chart of an index as a picture of its own: the same rows as its page."""

from csp.decorators import csp
from django.http import HttpResponse
from django.utils.translation import gettext

from indexdata.charts import LIGHT, draw_chart
from indexdata.charts.of_series import chart_of
from indexdata.charts.years import years_chart
from indexdata.exports.headers import open_to_all
from indexdata.pictures.asked import CHOICES, canonical, wrongly_chosen
from indexdata.pictures.charts import chart_png as drawn_png
from indexdata.pictures.sizes import CARD
from indexdata.series.events import events_of
from indexdata.series.parameters import DRAWN
from indexdata.wording.spans import span_sentence

from .downloads import asked
from .file_answers import Refused, plain

#: A picture loads nothing and carries no styles.
PICTURE_POLICY = {"default-src": ["'none'"], "frame-ancestors": ["'none'"]}


@csp(PICTURE_POLICY)  # type: ignore[arg-type]  # its types know views without parts of the address only
def chart_svg(request, path):
    """Answer the chart as SVG, in light colours or with `theme=dark` in dark ones."""
    try:
        chart, _query = chart_asked(request, path, ("theme",))
    except Refused as refused:
        return plain(refused)
    picture = draw_chart(chart, standalone=True, theme=request.GET.get("theme") or LIGHT)
    return open_to_all(HttpResponse(picture, content_type="image/svg+xml; charset=utf-8"))


@csp(PICTURE_POLICY)  # type: ignore[arg-type]  # as above
def chart_png(request, path):
    """Answer the chart as PNG of a named size. Only the one address of a picture is drawn."""
    try:
        chart, query = chart_asked(request, path, ("theme", "size"))
        refuse_other_words(request, query)
    except Refused as refused:
        return plain(refused)
    picture = drawn_png(chart, request.GET.get("size") or CARD, request.GET.get("theme") or LIGHT)
    return open_to_all(HttpResponse(picture, content_type="image/png"))


def chart_asked(request, path, choices):
    """Return the chart asked for and its canonical query, or raise `Refused`; `choices` names what there is to choose."""
    refuse_wrong_choices(request, choices)
    stored, span, parameters = asked(request, path, invented=True, names=DRAWN)
    query = canonical(request.GET, parameters, stored.frequency, choices)
    said = span_sentence(stored, span)
    if parameters.by_year:
        return years_chart(stored, span, said), query
    return chart_of(stored, span, said, events_of(stored, span)), query


def refuse_wrong_choices(request, names):
    """Raise `Refused` when one of these names is given a choice that there is not."""
    if wrong := wrongly_chosen(request.GET, names):
        offered = gettext("Choose one of: %(choices)s.") % {"choices": ", ".join(CHOICES[wrong])}
        raise Refused(400, f"{wrong}: {offered}")


def refuse_other_words(request, query):
    """Raise `Refused`, naming the right address, when the request has another query than this."""
    if request.GET.urlencode() != query:
        right = f"{request.path}?{query}" if query else request.path
        raise Refused(
            400,
            gettext("This picture has one address, and it is another: %(address)s") % {"address": right},
        )
