"""Template tags for the facts of a fabric (`news.fabrics.markup`)."""

from django import template

from news.fabrics.markup import colour_bar, colour_chip, colours, weight

register = template.Library()
register.filter("weight", weight)
register.filter("colours", colours)
register.simple_tag(colour_bar)
register.simple_tag(colour_chip)
