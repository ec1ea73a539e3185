"""Targets of references in rich text: `ref:<kind>/<key>` in links, pictures by key. Where each leads today, in one query.

A reference survives a changed address. What is gone or not public has no target; its words stay.
"""

import re
from collections import defaultdict

from django.db.models import CharField, DateField, F, FileField, Value
from django.db.models.functions import Cast, JSONObject

from foundation.kinds import every, named

REFERENCE = re.compile(
    r"ref:(?P<kind>[a-z]+)/(?P<key>[1-9][0-9]{0,17})(?P<fragment>#[\w-]{1,100})?\Z", re.ASCII
)


def parse_reference(address):
    """Return (kind, key, fragment) of a `ref:` address, or None for anything else."""
    match = REFERENCE.match(address or "")
    if match is None or named(match["kind"]) is None:
        return None
    return match["kind"], int(match["key"]), match["fragment"] or ""


def targets_of(references):
    """Return `{(kind, key): thing}` of the (kind, key) pairs that visitors can open; one query for all of them."""
    wanted = defaultdict(set)
    for kind, key in references:
        wanted[kind].add(key)
    asked = {kind.key: kind for kind in every() if kind.key in wanted}
    parts = [
        kind.public()
        .filter(pk__in=wanted[kind.key])
        .order_by()
        .values_list(
            Value(kind.key, output_field=CharField()),
            "pk",
            JSONObject(**{name: _plain(kind.model, name) for name in kind.address_fields}),
        )
        for kind in asked.values()
    ]
    if not parts:
        return {}
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return {(key, pk): _thing(asked[key].model, pk, data) for key, pk, data in rows}


def _thing(model, pk, data):
    """Return a thing with just enough in it to tell its address; `a__b` is a field of what it belongs to."""
    thing = model(
        pk=pk, **{name: _value(model, name, value) for name, value in data.items() if "__" not in name}
    )
    above: defaultdict[str, dict[str, object]] = defaultdict(dict)
    for name, value in data.items():
        relation, _, field = name.partition("__")
        if field:
            above[relation][field] = value
    for relation, values in above.items():
        setattr(thing, relation, model._meta.get_field(relation).related_model(**values))
    return thing


def _value(model, name, value):
    field = model._meta.get_field(name)
    return value if isinstance(field, FileField) else field.to_python(value)


def _plain(model, name):
    """Return a field as JSON can hold it on every database: dates and files as text."""
    own = None if "__" in name else model._meta.get_field(name)
    return Cast(name, CharField()) if isinstance(own, (DateField, FileField)) else F(name)
