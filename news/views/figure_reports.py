"""The form with which a reader reports an error in a figure: kept by no cache, and without JavaScript."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indexdata.arithmetic.periods import parse_period
from indexdata.models import Index, Release
from news.comments.figure_reports import FigureReportRefused, public_figure, take_in
from news.comments.forms import FigureReportForm
from news.comments.networks import origin_of

STATUS = {"banned": 403, "too_many": 429}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_figure(request, path, code):
    """Take in what a reader says is wrong with the public figure of an index in an issue."""
    index = get_object_or_404(Index, path=path)
    figure, release = _figure(index, code)
    context = {"index": index, "release": release, "figure": figure}
    if request.method != "POST":
        return _page(
            request, {**context, "form": None if "sent" in request.GET else FigureReportForm(figure)}
        )
    form = FigureReportForm(figure, request.POST)
    status = 400
    if form.is_valid():
        said = form.cleaned_data
        try:
            take_in(figure, said["text"], said["email"], get_language(), origin_of(request))
        except FigureReportRefused as refused:
            form.add_error(None, refused)
            status = STATUS.get(refused.code or "", 400)
        else:
            return redirect(f"{reverse('news:report-figure', args=[path, code])}?sent")
    return _page(request, {**context, "form": form}, status)


def _figure(index, code):
    """Return (figure, release) of an index in an issue that are public; what is not is as if it did not exist."""
    try:
        period = parse_period(code, index.frequency)
    except ValueError:
        raise Http404 from None
    release = Release.objects.public().filter(family=index.family, period=period).first()
    figure = release and release.code == code and public_figure(index, release)
    if not figure:
        raise Http404
    return figure, release


def _page(request, context, status=200):
    index, release = context["index"], context["release"]
    label = release.label(get_language())
    context |= {
        "breadcrumb": [
            (_("Index Classification"), reverse("indexdata:classification")),
            (index.name, index.get_absolute_url()),
            (label, release.get_absolute_url()),
            (_("Report an error"), None),
        ],
    }
    response = render(request, "news/figure_report.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
