"""Dialogs of the steps of a release."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from unfold.forms import BaseDialogForm
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextareaWidget,
)

from foundation.languages import field_suffix


def _lines():
    return UnfoldAdminTextareaWidget(attrs={"rows": 3})


def _moment():
    return forms.SplitDateTimeField(
        label=_("New release moment (Beijing time)"), widget=UnfoldAdminSplitDateTimeWidget
    )


class ReasonsForm(BaseDialogForm):
    """The reason of a change in every language: readers see it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, language in settings.LANGUAGES:
            self.fields[f"reason_{field_suffix(code)}"] = forms.CharField(
                label=_("Reason for readers, %(language)s") % {"language": language}, widget=_lines()
            )

    @property
    def reasons(self):
        """Return the reason as `{"en": …, "zh_hans": …}`."""
        names = (field_suffix(code) for code, _language in settings.LANGUAGES)
        return {name: self.cleaned_data.get(f"reason_{name}", "") for name in names}


class MoveForm(ReasonsForm):
    """Another moment, and why."""

    at = _moment()


class PostponeForm(ReasonsForm):
    """The month of the new day where it is known, and why."""

    month = forms.DateField(
        label=_("New month, where it is known (any day of it)"),
        required=False,
        widget=UnfoldAdminDateWidget,
    )


class AnnounceForm(BaseDialogForm):
    """The moment of a release that had none."""

    at = _moment()


class ExpectForm(BaseDialogForm):
    """The month of a release whose day is to be announced."""

    month = forms.DateField(label=_("Month (any day of it)"), widget=UnfoldAdminDateWidget)


class RemarkForm(BaseDialogForm):
    """A remark for the log, where there is one to make."""

    remark = forms.CharField(label=_("Remark for the log"), required=False, widget=_lines())


class WhyForm(BaseDialogForm):
    """The reason for the log."""

    remark = forms.CharField(label=_("Why"), widget=_lines())
