"""The hidden field that names the window of a form (`foundation.windows`)."""

from django import template
from django.utils.html import format_html

from foundation.windows import FIELD, name_for

register = template.Library()


@register.simple_tag(takes_context=True)
def window_field(context):
    """Return the hidden field for a form of this page."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, name_for(context["request"]))
