"""Attributes of a field's tag, written in one go: a form of thirty fields would loop over them in two hundred nodes."""

from operator import itemgetter

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

register = template.Library()


@register.filter
def attributes(values):
    """Return a dictionary as attributes, each with a space before it: true ones bare and last, false and missing ones left out.

    The same as Django's `flatatt`, which formats each attribute apart and takes four times as long.
    """
    with_value = [
        f' {name}="{conditional_escape(value)}"'
        for name, value in sorted(values.items(), key=itemgetter(0))
        if value is not None and not isinstance(value, bool)
    ]
    bare = [f" {name}" for name in sorted(name for name, value in values.items() if value is True)]
    return mark_safe("".join(with_value + bare))  # values are escaped, names stand in the code
