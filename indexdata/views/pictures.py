"""The chart of an index as a picture of its own: the same rows as its page."""

from csp.decorators import csp
from django.http import HttpResponse
from django.utils.translation import gettext

from indexdata.charts import LIGHT, THEMES, draw_chart
from indexdata.charts.of_series import chart_of
from indexdata.exports.headers import open_to_all
from indexdata.wording.spans import span_sentence

from .downloads import asked
from .file_answers import Refused, plain

#: A picture loads nothing and carries no styles.
PICTURE_POLICY = {"default-src": ["'none'"], "frame-ancestors": ["'none'"]}


@csp(PICTURE_POLICY)  # type: ignore[arg-type]  # its types know views without parts of the address only
def chart_svg(request, path):
    """Answer the chart as SVG, in light colours or with `theme=dark` in dark ones."""
    try:
        theme = theme_asked(request)
        stored, span, _parameters = asked(request, path, invented=True)
    except Refused as refused:
        return plain(refused)
    picture = draw_chart(chart_of(stored, span, span_sentence(stored, span)), standalone=True, theme=theme)
    return open_to_all(HttpResponse(picture, content_type="image/svg+xml; charset=utf-8"))


def theme_asked(request):
    """Return the theme asked for, light if none is, or raise `Refused`."""
    theme = request.GET.get("theme") or LIGHT
    if theme not in THEMES:
        choices = gettext("Choose one of: %(choices)s.") % {"choices": ", ".join(THEMES)}
        raise Refused(400, f"theme: {choices}")
    return theme
