"""Rows of the admin's forms, for the template that writes them in place of the theme's (unfold/helpers/fieldset_row.html).

The theme asks for its whole configuration at each label, for mistakes twice at each field, and makes the fields of each row twice:
at thirty fields that is a tenth of what an edit page costs.
"""

from django import template
from django.utils.html import conditional_escape
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
    names_field = f' for="{conditional_escape(shown_for)}"' if shown_for else ""
    classes = f"{LABEL} required" if required else LABEL
    text = f"{conditional_escape(bound.label)}{REQUIRED if required else ''}"
    return mark_safe(f'<label{names_field} class="{classes}">{text}</label>')  # all but constants is escaped


@register.filter
def field_errors(field):
    """Return the list of mistakes of a field of a form, empty for one that is only read.

    The admin's own `errors` draws the list of each field by a template, also where there is none.
    """
    return () if getattr(field, "is_readonly", False) else field.field.errors


@register.filter
def row_classes(line):
    """Return the classes of a row of a form that is no inline: as many columns as it has fields, hidden where all of them are."""
    number = len(line.fields)
    columns = f" grid lg:grid-cols-{number}" if number > 1 else ""
    return f"form-row field-row group/row{columns}{'' if line.has_visible_field else ' hidden'}"
