"""Fields that take things by their keys: a text that no key can be is no choice, when it is checked and when it is shown again."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db.models import Model

LARGEST = 2**63 - 1


class OneKeyField(forms.ModelChoiceField):
    """One thing; what was typed in place of a key is refused, and shown as nothing chosen."""

    def prepare_value(self, value):
        """Return the key that is shown as chosen: asking a database for another kind of text fails."""
        key = super().prepare_value(value)
        return key if is_key(self.queryset, key) else None


class ManyKeysField(forms.ModelMultipleChoiceField):
    """Several things; what no key can be is no choice, as any key of nothing."""

    def clean(self, value):
        """Return the things; refuse what no key can be before anybody asks for it."""
        for key in value if isinstance(value, (list, tuple)) else ():
            if not isinstance(key, Model) and not is_key(self.queryset, key):
                said = {"value": str(key)[:30]}
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", said)
        return super().clean(value)

    def bound_data(self, data, initial):
        """Return what was sent as the field shows it again."""
        return self._keys(data) if isinstance(data, list) else data

    def prepare_value(self, value):
        """Return the keys that are shown as chosen."""
        shown = super().prepare_value(value)
        return self._keys(shown) if isinstance(shown, list) else shown

    def _keys(self, values):
        return [one for one in values if isinstance(one, Model) or is_key(self.queryset, one)]


class FilledAutocompleteMixin(AutocompleteMixin):
    """Asks no database where nothing is chosen: to find that out, Django makes a question of nothing first."""

    def optgroups(self, name, value, attr=None):
        """Return the chosen things as options, in one group."""
        if any(str(one) not in self.choices.field.empty_values for one in value):
            return super().optgroups(name, value, attr)
        takes_nothing = not self.is_required and not self.allow_multiple_selected  # type: ignore[attr-defined]  # the select has it
        return [(None, [self.create_option(name, "", "", False, 0)] if takes_nothing else [], 0)]  # type: ignore[attr-defined]  # the same


class AutocompleteOne(FilledAutocompleteMixin, AutocompleteSelect):
    """A field that finds one thing while somebody types."""


class AutocompleteMany(FilledAutocompleteMixin, AutocompleteSelectMultiple):
    """A field that finds several things while somebody types."""


class KeysMixin:
    """For model admins and inlines: things are chosen by fields that take any text."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs = self._with_widget(AutocompleteOne, db_field, request, {"form_class": OneKeyField, **kwargs})
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]  # the admin has it

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs = self._with_widget(
            AutocompleteMany, db_field, request, {"form_class": ManyKeysField, **kwargs}
        )
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]  # the admin has it

    def _with_widget(self, widget, db_field, request, kwargs):
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]  # the admin has it
            return {"widget": widget(db_field, self.admin_site), **kwargs}  # type: ignore[attr-defined]  # the same
        return kwargs


def is_key(things: Any, value: Any) -> bool:
    """Tell whether a value can be asked for as the key of one of some things (a queryset); nothing at all can."""
    if things is None or value in (None, ""):
        return True
    try:
        key = things.model._meta.pk.to_python(value)
    except (ValidationError, TypeError, ValueError):
        return False
    return not isinstance(key, int) or could_be_held(key)


def could_be_held(key: Any) -> bool:
    """Tell whether a key is no number, or one that a database holds."""
    try:
        return abs(int(key)) <= LARGEST
    except (TypeError, ValueError):
        return True
