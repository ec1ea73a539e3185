"""A field that takes several things by their keys, and refuses a key that no database holds instead of failing on it."""

from django import forms
from django.core.exceptions import ValidationError

LARGEST = 2**63 - 1


class ManyKeysField(forms.ModelMultipleChoiceField):
    """Several things; a number beyond what a key can be is no choice, as any other that does not exist."""

    def _check_values(self, value):
        for key in value if isinstance(value, (list, tuple)) else ():
            if not could_be_held(key):
                raise ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": str(key)[:30]},
                )
        return super()._check_values(value)  # type: ignore[misc]  # the stubs lack it

    def bound_data(self, data, initial):
        """Return what was sent as the field shows it again."""
        return [key for key in data if self._is_key(key)] if isinstance(data, list) else data

    def _is_key(self, key):
        if not could_be_held(key):
            return False
        assert self.queryset is not None
        meta = self.queryset.model._meta
        try:
            meta.get_field(self.to_field_name or meta.pk.name).to_python(key)
        except ValidationError:
            return False
        return True


def could_be_held(key):
    """Tell whether a key is no number, or one that a database holds."""
    try:
        return abs(int(key)) <= LARGEST
    except (TypeError, ValueError):
        return True
