"""The door that all others lead to: whatever is saved, its texts hold only characters that can be stored.

Rich text, pasted text, workbooks, saved pages and comments are looked at where they come in, so that people see what is kept.
What comes another way (a form, a program, an account, JSON of what was typed) is looked at when its row is saved.
"""

from typing import Any

from django.db.models import CharField, JSONField, Model, TextField
from django.db.models.signals import pre_save

from foundation.characters import storable, storable_line, storable_within


def watch_models() -> None:
    """Have every text of every model made storable when it is saved."""
    pre_save.connect(_make_storable, dispatch_uid="storable-characters")


def _make_storable(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    held = instance.__dict__
    for field in sender._meta.concrete_fields:
        value = held.get(field.attname)
        if isinstance(value, str) and isinstance(field, CharField | TextField):
            made = storable_line(value) if isinstance(field, CharField) else storable(value)
            if made != value:  # else the value stays: it may be a string of a kind that says more
                held[field.attname] = made
        elif isinstance(field, JSONField) and value:
            held[field.attname] = storable_within(value)
