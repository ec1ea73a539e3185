"""Forms for figures: entered before the release, corrected afterwards."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldBooleanSwitchWidget

from foundation.admin.languages import TranslatedForm
from indexdata.arithmetic.periods import issue_of
from indexdata.enums import Family
from indexdata.models import Index, Observation, Release
from indexdata.permissions import user_can_enter_figures

from .step_forms import ReasonsForm


class FigureForm(forms.ModelForm):
    """A figure of an unreleased release; its period is the release's. `user` is set by the admin."""

    user = None

    class Meta:
        model = Observation
        fields = (
            "index",
            "release",
            "value",
            "status",
            "stated_previous",
            "stated_year_start",
            "stated_year_ago",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        index = self.fields.get("index")
        if isinstance(index, forms.ModelChoiceField):
            index.queryset = Index.objects.filter(is_grouping=False)

    def clean(self):
        data = super().clean() or {}
        release = data.get("release") or getattr(self.instance, "release", None)
        index = data.get("index") or getattr(self.instance, "index", None)
        if not (release and index) or not self.has_changed():
            return data
        self.instance.period = release.period
        if not user_can_enter_figures(self.user, release):
            raise forms.ValidationError(
                _("This release is public already. Correct its figures instead."), code="public"
            )
        if index.family != release.family:
            self.add_error("index", _("This index belongs to another family than the release."))
        others = (
            Observation.objects.current()
            .filter(index=index, period=release.period, demonstration=False)
            .exclude(pk=self.instance.pk)
        )
        if others.exists():
            self.add_error("index", _("There is a figure of this index in this period already."))
        coming = Release.objects.next_of(release.family)
        if coming and release.period > coming.period:
            self.add_error(
                None,
                _("The next release of this family is %(release)s; figures after it are not entered yet.")
                % {"release": coming},
            )
        if data.get("value") is not None and data["value"] <= 0:
            self.add_error("value", _("A figure is a positive number. Leave a missing one out."))
        return data


class ReleaseForm(TranslatedForm):
    """A release: its period is one of the family, and a new one is still to come."""

    def clean(self):
        data = super().clean() or {}
        family, period, moment = data.get("family"), data.get("period"), data.get("released_at")
        if family and period and (issue := issue_of(period, Family(family).frequency)) != period:
            self.add_error(
                "period",
                _(
                    "A weekly issue is named by its Monday, a monthly one by the first day of the month: %(day)s?"
                )
                % {"day": issue.isoformat()},
            )
        if (
            self.instance.pk is None
            and not moment
            and (data.get("no_issue") or not data.get("expected_month"))
        ):
            self.add_error(
                "released_at", _("Name the moment, or the month of a day that is to be announced.")
            )
        if data.get("expected_month"):
            data["expected_month"] = data["expected_month"].replace(day=1)
        if self.instance.pk is None and moment and moment <= timezone.now() and not data.get("no_issue"):
            self.add_error(
                "released_at",
                _(
                    "This moment has passed: the release would be public and empty, and no figure could be entered."
                ),
            )
        return data


class FigureFormSet(forms.BaseInlineFormSet):
    """The figures of one release; each index once."""

    def clean(self):
        super().clean()
        seen = set()
        for form in self.forms:
            index = form.cleaned_data.get("index") if hasattr(form, "cleaned_data") else None
            if index and index in seen:
                form.add_error("index", _("This index is named twice."))
            seen.add(index)


class CorrectionForm(ReasonsForm):
    """The corrected value and why, in every language."""

    value = forms.DecimalField(
        label=_("Corrected value"),
        required=False,
        max_digits=12,
        decimal_places=2,
        min_value=0,
        widget=UnfoldAdminDecimalFieldWidget,
    )
    withdraw = forms.BooleanField(
        label=_("Withdraw the figure: it was published by mistake"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
    )

    def clean(self):
        data = super().clean() or {}
        if data.get("value") is None and not data.get("withdraw") and "value" not in self.errors:
            self.add_error("value", _("Give the corrected value, or withdraw the figure."))
        return data
