"""Texts typed into a form, with only the characters that can be stored: nobody is refused for one that cannot be seen."""

from typing import Any

from django.forms import BaseForm, Textarea

from foundation.characters import storable, storable_line


def storable_data(form: BaseForm) -> Any:
    """Return the data of a form with its texts storable; the same object where they are."""
    sent: Any = form.data  # a QueryDict, or a dictionary from a program
    changed = {}
    for name, field in form.fields.items():
        key = form.add_prefix(name)
        value = sent.get(key)
        if isinstance(value, str):
            made = storable(value) if isinstance(field.widget, Textarea) else storable_line(value)
            if made != value:
                changed[key] = made
    if not changed:
        return sent
    data = sent.copy()
    for key, made in changed.items():
        data[key] = made
    return data
