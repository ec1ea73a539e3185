"""The form in which a reader asks for letters about figures."""

import unicodedata
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from indexdata.enums import Family
from indexdata.models import Index
from news.comments.forms import AddressField, ReaderForm

from .models import LEAST_PERCENT, MOST_PERCENT, Rhythm

ABOUT = "follow-figures"


class TypedNumber(forms.DecimalField):
    """A number as a Chinese keyboard types it too: full-width digits and point."""

    def to_python(self, value):
        return super().to_python(unicodedata.normalize("NFKC", value) if isinstance(value, str) else value)


class AlertForm(ReaderForm):
    """Takes in the thing somebody wants letters about, from which change on, when, and the address they go to."""

    what = forms.ChoiceField(
        label=_("What do you want to follow?"),
        error_messages={
            "required": _("Please choose a family or an index."),
            "invalid_choice": _("There is no such family or index. Please choose one of the list."),
        },
    )
    threshold = TypedNumber(
        label=_("Only when it changes by at least … % (optional)"),
        required=False,
        max_digits=4,
        decimal_places=2,
        min_value=LEAST_PERCENT,
        max_value=MOST_PERCENT,
        help_text=_(
            "Up or down, against the issue before. Of a family its main index counts. Empty: after each release."
        ),
        error_messages={"invalid": _("Please write a number, such as 1 or 0.5.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    rhythm = forms.ChoiceField(label=_("When?"), choices=Rhythm.choices, initial=Rhythm.RELEASE)
    email = AddressField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We first send a letter that asks whether it is yours. Used for these letters alone."),
        error_messages={"required": _("Without an e-mail address nobody can write to you.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, data=None, at=None, what=""):
        """`what` is a family or the code of an index to begin with; `at` is the present as a Unix time, for tests."""
        super().__init__(ABOUT, data, at, auto_id="follow-%s")
        nodes = Index.objects.filter(is_grouping=False).in_tree_order()
        self.indices = {index.code: index for index in nodes}
        by_family: dict[str, list[Index]] = {family: [] for family in Family.values}
        for index in self.indices.values():
            by_family[index.family].append(index)
        what_field = cast(forms.ChoiceField, self.fields["what"])
        what_field.choices = [
            (
                Family(family).label,
                [
                    (family, _("%(family)s: everything") % {"family": Family(family).label}),
                    *((index.code, index.name) for index in held),
                ],
            )
            for family, held in by_family.items()
        ]
        if what in self.indices or what in Family.values:
            self.initial["what"] = what

    def wanted(self):
        """Return what is wanted as the fields of an alert; of a valid form."""
        said = self.cleaned_data
        index = self.indices.get(said["what"])
        return {
            "family": index.family if index else said["what"],
            "index": index,
            "threshold": said["threshold"],
            "rhythm": said["rhythm"],
        }
