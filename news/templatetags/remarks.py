"""Reader comments as a page shows them (`news.comments.markup`)."""

from django import template

from news.comments.markup import remark

register = template.Library()
register.simple_tag(remark)
