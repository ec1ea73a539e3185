"""Two people save the same thing: the second save is refused, with both versions shown and what was typed kept.

What the second one never touched takes what the first has saved, so that saving once more reverts nothing by accident. For
each field that differs the second one may take theirs; what only the first has changed is in the form already.
"""

from dataclasses import dataclass, replace

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import CheckboxInput, MultiWidget, Select, SelectMultiple
from django.utils.translation import gettext_lazy as _

#: A field whose name stands after this takes what was saved, when the form says `THEIRS`.
TAKE, THEIRS = "_take-", "theirs"


@dataclass
class Conflict:
    """The page of the second one: who saved when and with which note, and what differs from what is in the form."""

    author: object
    saved_at: object
    note: str
    changes: list
    #: What only the other has changed, by label: it is in the form.
    taken: list


class ConflictForm:
    """Goes before the classes of a model's form. The four questions below are answered by whoever keeps versions."""

    conflict: Conflict | None = None
    _is_behind = False

    def sent_key(self):
        """Return which state the form was opened with, None where it does not say."""
        raise NotImplementedError

    def present_key(self):
        """Return which state is the present one."""
        raise NotImplementedError

    def values_at(self, key):
        """Return the initial values of a form opened with a state, or {} where nobody knows it any more."""
        raise NotImplementedError

    def saved_meanwhile(self):
        """Return (author or None, moment or None, note) of the newest save."""
        raise NotImplementedError

    def changes_from_present(self):
        """Return the `FieldChange`s from what is saved to what is in the form, which has been cleaned."""
        raise NotImplementedError

    def differs_besides(self):
        """Tell whether somebody else has changed what belongs to the thing and stands in no field of the form."""
        return False

    # -- the form

    def full_clean(self):
        self.conflict, self._is_behind, self._stand_ins = None, False, {}
        self._taken, self._clashes = [], set()
        if self.is_bound and self.instance.pk:
            self._take_chosen()
            key = self.sent_key()
            if key is not None and key != self.present_key():
                self._is_behind = True
                self._take_untouched(self.values_at(key))
        super().full_clean()

    def _widget_data_value(self, widget, html_name):
        stand_ins = getattr(self, "_stand_ins", {})
        if html_name in stand_ins:
            return stand_ins[html_name]
        return super()._widget_data_value(widget, html_name)

    def _take_chosen(self):
        for name, bound in self._bound_items():
            if self.data.get(TAKE + name) == THEIRS and _can_stand_in(bound.field) and name in self.initial:
                self._stand_ins[bound.html_name] = as_sent(bound.field, self.initial[name])

    def _take_untouched(self, base):
        for name, bound in self._bound_items():
            if name not in base or name not in self.initial or not _can_stand_in(bound.field):
                continue
            sent = as_sent(bound.field, self.initial[name])
            they_changed = differs(bound.field, base[name], sent)
            if differs(bound.field, base[name], bound.data):
                if they_changed:
                    self._clashes.add(name)
            else:
                self._stand_ins[bound.html_name] = sent
                if they_changed:
                    self._taken.append(bound.label)

    def _post_clean(self):
        super()._post_clean()
        if not self._is_behind:
            return
        changes = [
            replace(change, clashes=change.name in self._clashes, can_take=change.name in self.fields)
            for change in self.changes_from_present()
        ]
        if not changes and not self.errors and not self.differs_besides():
            return
        author, saved_at, note = self.saved_meanwhile()
        self.conflict = Conflict(author, saved_at, note, changes, self._taken)
        sentence = _(
            "While you were writing, %(name)s saved this. Nothing is lost: your text is still in the form, theirs is"
            " shown beside it. Choose for each field that differs, and save again."
        )
        self.add_error(
            None, ValidationError(sentence, code="conflict", params={"name": author or _("somebody")})
        )


def differs(field, initial, sent):
    """Tell whether what a form sent for a field says anything else than an initial value; ends of lines say nothing.

    A field whose texts can differ without saying anything else has `says_otherwise(initial, sent)`.
    """
    if isinstance(initial, str) and isinstance(sent, str):
        initial, sent = initial.replace("\r\n", "\n"), sent.replace("\r\n", "\n")
    return getattr(field, "says_otherwise", field.has_changed)(initial, sent)


def as_sent(field, value):
    """Return a value of a field as its widget reads it from what a browser sends."""
    value, widget = field.prepare_value(value), getattr(field.widget, "widget", field.widget)
    if isinstance(widget, MultiWidget):
        values = zip(widget.widgets, widget.decompress(value), strict=True)
        return [one.format_value(part) for one, part in values]
    if isinstance(widget, SelectMultiple):
        return [str(one) for one in value or ()]
    if isinstance(widget, CheckboxInput):
        return bool(value)
    if isinstance(widget, Select):
        return "" if value is None else str(value)
    return widget.format_value(value) or ""


def _can_stand_in(field):
    return not field.disabled and not isinstance(field, forms.FileField)
