"""The content of a thing as plain values that JSON can hold: taken down, told apart, and read again.

A content has the fields that staff edit under their names: translated ones once per language, foreign keys as ids,
collections as lists of ids, moments and days in ISO format. Files are no part of it: an old one need not be there any more.
"""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256

from django.db import models
from modeltranslation.translator import NotRegistered, translator

TEXTS = ("CharField", "TextField", "SlugField", "URLField")


def content_fields(model):
    """Return the fields that make up a content."""
    try:
        translated = set(translator.get_options_for_model(model).all_fields)
    except NotRegistered:
        translated = set()
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return [
        field
        for field in fields
        if field.editable
        and not field.primary_key
        and not isinstance(field, models.FileField)
        and field.name not in translated
    ]


def content_of(thing, besides=()):
    """Return the content of a thing as it stands in memory, collections from the database; without the fields `besides`."""
    return {
        field.name: _plain(field, field.value_from_object(thing))
        for field in content_fields(type(thing))
        if field.name not in besides
    }


def values_of(model, content):
    """Return the values of a content as a model's form has them initially: {name: value}; unknown names are left out.

    Foreign keys may stand in the content under the name of their column.
    """
    values = {}
    for field in content_fields(model):
        name = field.name if field.name in content else getattr(field, "attname", field.name)
        if name in content:
            values[field.name] = _read(field, content[name])
    return values


def mark_of(content):
    """Return a word that is the same for equal contents and for no others."""
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]


def _read(field, value):
    if field.many_to_many:
        return value
    if value == "" and field.get_internal_type() not in TEXTS:
        return None
    return field.to_python(value)


def _plain(field, value):
    if field.many_to_many:
        return sorted(thing.pk for thing in value)
    if (
        value is None
        and field.empty_strings_allowed
        and field.get_internal_type() in ("CharField", "TextField")
    ):
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value.normalize()) if isinstance(value, Decimal) else value
