"""Rows of the admin's forms, for the template that writes them in place of the theme's (unfold/helpers/fieldset_row.html).

The theme asks for its whole configuration at each label and for mistakes twice at each field: at thirty fields that is a tenth
of what an edit page costs.
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from unfold.widgets import LABEL_CLASSES

register = template.Library()

LABEL = " ".join(LABEL_CLASSES)
REQUIRED = mark_safe('<span class="text-red-600 dark:text-red-500">*</span>')  # a constant


@register.filter
def field_label(field):
    """Return the label of a field of a form as the theme writes it; `field` is the admin's, editable or only read."""
    if getattr(field, "is_readonly", False):
        return field.label_tag()
    bound = field.field
    required = bound.field.required
    shown_for = bound.id_for_label
    return format_html(
        '<label{} class="{}{}">{}{}</label>',
        format_html(' for="{}"', shown_for) if shown_for else "",
        LABEL,
        " required" if required else "",
        bound.label,
        REQUIRED if required else "",
    )
