"""Differences between two contents of a thing, field by field, in words that its editors know."""

from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import DateField, DateTimeField
from django.utils.dateparse import parse_datetime
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.fields import TranslationField

from foundation.admin.keys import could_be_held
from foundation.admin.languages import LANGUAGES, short_moment
from foundation.comparing import CHANGED, SAME, Row, compare_texts
from foundation.versions.contents import TEXTS


@dataclass(frozen=True)
class FieldChange:
    """One field that differs: what it is called, its language ("" for fields without one), the rows of the comparison.

    `name` is the field; in a conflict `clashes` tells that both have changed it, `can_take` that the form has it.
    """

    name: str
    label: str
    language: str
    rows: list[Row]
    clashes: bool = False
    can_take: bool = False

    @property
    def language_name(self):
        return LANGUAGES.get(self.language, "")


def changes_between(model, old, new, rich=None, parts=None):
    """Return the `FieldChange`s from one content of a model to another: texts language by language, then the rest.

    Contents name foreign keys by the field or by its column. `rich` maps translated fields to how they are compared,
    `parts` names of a content that are lists of contents to the models of those.
    """
    rich, parts = rich or {}, parts or {}
    changes = []
    for name in {**old, **new}:
        before, after = old.get(name), new.get(name)
        if before == after or (_is_empty(before) and _is_empty(after)):
            continue
        if name in parts:
            changes.append(_change_of_parts(name, parts[name], before or [], after or []))
        elif change := _change(model, name, before, after, rich):
            changes.append(change)
    languages = [*LANGUAGES, ""]
    places = {described.name: place for place, described in enumerate(model._meta.get_fields())}
    return sorted(
        changes,
        key=lambda change: (languages.index(change.language), places.get(change.name, len(places))),
    )


def change_of_moment(name, label, before, after):
    """Return the `FieldChange` of a moment that stands in contents and in no field of the model; empty for none."""
    words = (short_moment(parse_datetime(moment)) if moment else "–" for moment in (before, after))
    return FieldChange(name, label, "", [_row(*words)])


def _change(model, name, before, after, rich):
    try:
        described = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    language, verbose = "", described.verbose_name
    compare = rich.get(name)
    if isinstance(described, TranslationField):
        language = described.language
        verbose = described.translated_field.verbose_name
        compare = rich.get(described.translated_field.name)
    if compare or (described.get_internal_type() in TEXTS and not described.choices):
        rows = (compare or compare_texts)(before or "", after or "")
        if all(row.kind == SAME for row in rows):
            rows = [_row(_("(other formatting)"), _("(other formatting)"))]
    else:
        rows = [_row(in_words(described, before), in_words(described, after))]
    return FieldChange(described.name, capfirst(verbose), language, rows)


def _change_of_parts(name, model, before, after):
    label = capfirst(model._meta.verbose_name_plural)
    lines = ["\n".join(_part_in_words(model, part) for part in side) for side in (before, after)]
    return FieldChange(name, label, "", compare_texts(*lines))


def _part_in_words(model, part):
    said = (in_words(model._meta.get_field(name), value) for name, value in part.items() if value)
    return " · ".join(said)


def _is_empty(value):
    return value is None or value is False or value in ("", [])


def _row(old, new):
    return Row(CHANGED, "p", escape(old), escape(new))


def in_words(described, value):
    """Return a value of a content as people read it."""
    if value is None or value in ("", []):
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(described, DateTimeField):
        return short_moment(moment) if (moment := parse_datetime(str(value))) else str(value)
    if isinstance(described, DateField):
        return str(value)
    if described.is_relation:
        return ", ".join(_named(described.related_model, value if isinstance(value, list) else [value]))
    if described.choices:
        return str(dict(described.flatchoices).get(value, value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _named(model, keys):
    """Yield the name of the thing of each key; what was typed and can be no key is shown as it is."""
    known = {key: _as_key(model, key) for key in keys}
    found = model._default_manager.in_bulk([key for key in known.values() if key is not None])
    for key in keys:
        yield str(key) if known[key] is None else str(found.get(known[key], _("(deleted)")))


def _as_key(model, value):
    """Return a value as a key of a model; None where it can be none."""
    try:
        key = model._meta.pk.to_python(value)
    except ValidationError:
        return None
    return key if could_be_held(key) else None
