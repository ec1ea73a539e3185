"""Attributes of a field's tag, written in one go: a form of thirty fields would loop over them in two hundred nodes."""

from django import template
from django.forms.utils import flatatt

register = template.Library()


@register.filter
def attributes(values):
    """Return a dictionary as attributes, each with a space before it: true ones bare, false ones left out."""
    return flatatt(values)
