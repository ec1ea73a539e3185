"""News by year and month."""

from collections import Counter
from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news.articles.listing import kind_list
from news.articles.models import Section
from news.articles.months import month_bounds, year_bounds
from news.enums import SectionKind
from news.views.listing import list_page
from news.views.side import news_side


@require_safe
def years(request):
    """List the years that hold news, with the number of articles in each."""
    counted: Counter[int] = Counter()
    for month, number in kind_list(SectionKind.NEWS).numbers(timezone.now()).items():
        counted[month // 100] += number
    return render(
        request,
        "news/archive.html",
        {
            **news_side(Section.objects.news(), here="archive"),
            "years": [{"year": year, "number": number} for year, number in counted.items()],
            "breadcrumb": [(_("News"), reverse("news:news")), (_("Archive"), None)],
        },
    )


@require_safe
def year(request, year):
    """List the months of a year that hold news."""
    _or_404(year_bounds, year)
    numbers = kind_list(SectionKind.NEWS).in_year(year).numbers(timezone.now())
    months = [
        {"month": month % 100, "number": number, "first": date(year, month % 100, 1)}
        for month, number in reversed(numbers.items())
    ]
    if not months:
        raise Http404
    return render(
        request,
        "news/archive_year.html",
        {
            **news_side(Section.objects.news(), above="archive"),
            "unlisted": True,
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
    start, _end = _or_404(month_bounds, year, month)
    context = list_page(request, kind_list(SectionKind.NEWS).in_month(year, month))
    if not context["page_obj"].open().object_list:
        raise Http404
    label = date_format(start, "YEAR_MONTH_FORMAT")
    return render(
        request,
        "news/archive_month.html",
        {
            **context,
            **news_side(Section.objects.news(), above="archive"),
            "unlisted": True,
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


def _or_404(bounds, *parts):
    try:
        return bounds(*parts)
    except ValueError:
        raise Http404 from None
