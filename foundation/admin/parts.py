"""Rows of an inline that are part of what a thing says: compared, taken from somebody else, restored."""

from foundation.versions.contents import content_of, values_of

from .conflicts import as_sent


def key_to(inline, model):
    """Return the name of the foreign key of an inline's model to the model it belongs to."""
    return next(field.name for field in inline.model._meta.concrete_fields if field.related_model is model)


def contents_of_part(thing, inline):
    """Return the contents of the rows of a part, in their order."""
    key = key_to(inline, type(thing))
    rows = inline.model._default_manager.filter(**{key: thing}).order_by("pk")
    return [content_of(row, besides={key}) for row in rows]


def rows_in(formset):
    """Return the contents of the rows that a formset holds when it is saved."""
    return [
        content_of(row.instance, besides={formset.fk.name})
        for row in formset.forms
        if row not in formset.deleted_forms and (row.instance.pk or row.has_changed())
    ]


def is_touched(base, formset):
    """Tell whether a formset holds other rows than the form was opened with; what nobody knows counts as touched."""
    return base is None or not formset.is_valid() or rows_in(formset) != base


def formset_as_sent(formset):
    """Return what a browser sends of a formset in which nothing is typed."""
    sent = {f"{formset.prefix}-{name}": value for name, value in formset.management_form.initial.items()}
    for row in formset.initial_forms:
        for name, field in row.fields.items():
            value = row.get_initial_for_field(field, name)
            sent[row.add_prefix(name)] = as_sent(field, getattr(value, "pk", value))
    sent[formset.management_form.add_prefix("TOTAL_FORMS")] = len(formset.initial_forms)
    return sent


def restore_part(thing, inline, contents):
    """Replace the rows of a part by those an old version had."""
    if contents_of_part(thing, inline) == contents:
        return
    key = key_to(inline, type(thing))
    inline.model._default_manager.filter(**{key: thing}).delete()
    for content in contents:
        inline.model(**{key: thing}, **values_of(inline.model, content)).save()
