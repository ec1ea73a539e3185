"""News by year and month."""

from datetime import date

from django.db.models import Count
from django.db.models.functions import ExtractMonth, ExtractYear
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news.models import Article, Section
from news.months import month_bounds, year_bounds
from news.views.listing import one_page
from news.views.side import news_side


@require_safe
def years(request):
    """List the years that hold news, with the number of articles in each."""
    counted = (
        Article.objects.published()
        .news()
        .order_by()
        .annotate(year=ExtractYear("published_at"))
        .values("year")
        .annotate(number=Count("pk"))
        .order_by("-year")
    )
    return render(
        request,
        "news/archive.html",
        {
            **news_side(Section.objects.news(), here="archive"),
            "years": counted,
            "breadcrumb": [(_("News"), reverse("news:news")), (_("Archive"), None)],
        },
    )


@require_safe
def year(request, year):
    """List the months of a year that hold news."""
    start, end = _bounds(year_bounds, year)
    counted = (
        Article.objects.published()
        .news()
        .filter(published_at__gte=start, published_at__lt=end)
        .order_by()
        .annotate(month=ExtractMonth("published_at"))
        .values("month")
        .annotate(number=Count("pk"))
        .order_by("month")
    )
    months = [{"first": date(year, row["month"], 1), **row} for row in counted]
    if not months:
        raise Http404
    return render(
        request,
        "news/archive_year.html",
        {
            **news_side(Section.objects.news(), above="archive"),
            "year": year,
            "months": months,
            "breadcrumb": [
                (_("News"), reverse("news:news")),
                (_("Archive"), reverse("news:archive")),
                (str(year), None),
            ],
        },
    )


@require_safe
def month(request, year, month):
    """List the news of a month."""
    start, end = _bounds(month_bounds, year, month)
    articles = (
        Article.objects.published().news().filter(published_at__gte=start, published_at__lt=end).for_list()
    )
    context = one_page(request, articles)
    if not context["page_obj"].object_list:
        raise Http404
    label = date_format(start, "YEAR_MONTH_FORMAT")
    return render(
        request,
        "news/archive_month.html",
        {
            **context,
            **news_side(Section.objects.news(), above="archive"),
            "label": label,
            "year": year,
            "breadcrumb": [
                (_("News"), reverse("news:news")),
                (_("Archive"), reverse("news:archive")),
                (str(year), reverse("news:archive-year", args=[year])),
                (label, None),
            ],
        },
    )


def _bounds(bounds, *parts):
    try:
        return bounds(*parts)
    except ValueError:
        raise Http404 from None
