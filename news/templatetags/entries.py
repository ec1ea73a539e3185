"""Articles and fabrics in lists (`news.articles.markup`)."""

from django import template

from news.articles.markup import brief_entries, entries, lead_of

register = template.Library()
register.filter("lead_of", lead_of)
register.simple_tag(entries)
register.simple_tag(brief_entries)
