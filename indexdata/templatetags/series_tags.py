"""Template tags for pages of the index beside figures (`indexdata.wording.series_markup`)."""

from django import template
from django.urls import reverse

from indexdata.wording.citations import bibtex, citation
from indexdata.wording.series_markup import (
    change_headings,
    chart_points,
    code,
    heading,
    host,
    in_its_language,
    public_source,
)
from indexdata.wording.years_markup import years_points, years_table

register = template.Library()
register.simple_tag(years_table)
register.simple_tag(years_points)
register.filter("in_its_language", in_its_language)
register.filter("heading", heading)
register.filter("public_source", public_source)
register.filter("host", host)
register.filter("code", code)
register.simple_tag(change_headings)
register.simple_tag(chart_points)


@register.simple_tag(name="citation")
def citation_tag(index, held, request):
    """Write the sentence that cites a figure, with the permanent address of its index."""
    return citation(index, held, _permanent(index, request))


@register.simple_tag(name="bibtex")
def bibtex_tag(index, held, request):
    """Write the same as an entry of BibTeX."""
    return bibtex(index, held, _permanent(index, request))


def _permanent(index, request):
    return request.build_absolute_uri(reverse("indexdata:index-code", args=[index.code]))
