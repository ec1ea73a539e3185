"""Template tags for pages of the index beside figures (`indexdata.wording.series_markup`)."""

from django import template

from indexdata.wording.series_markup import (
    change_headings,
    chart_points,
    code,
    host,
    in_its_language,
    public_source,
)

register = template.Library()
register.filter("in_its_language", in_its_language)
register.filter("public_source", public_source)
register.filter("host", host)
register.filter("code", code)
register.simple_tag(change_headings)
register.simple_tag(chart_points)
