"""Errors that readers report in figures, in the admin: read and answered by index officers."""

from django.contrib import admin, messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display

from foundation.admin.badges import GOOD, PLAIN, WAITING, badge
from foundation.admin.large_list import LargeListMixin
from indexdata.admin.step_forms import RemarkForm, WhyForm
from indexdata.wording.numbers import figure
from news.comments.figure_reports import FigureReportUndecided, decide, public_figure
from news.comments.models import FigureReport
from news.permissions import user_can_answer_figure_reports

State = FigureReport.State
TONES = {State.NEW: WAITING, State.ANSWERED: PLAIN, State.DISMISSED: PLAIN, State.CORRECTED: GOOD}


def _dialog(title, description, form):
    return {"title": title, "description": description, "form_class": form, "form_submit_text": title}


@admin.register(FigureReport)
class FigureReportAdmin(LargeListMixin, ModelAdmin):
    """Reports of readers, the newest first; they are read and answered, never changed."""

    empty_sentence = _("No reader has reported an error, or none fits the filters.")
    list_display = ("index", "issue", "reported_value", "beginning", "created_at", "state_shown")
    list_filter = (("state", ChoicesDropdownFilter),)
    list_filter_submit = True
    list_select_related = ("index", "release")
    actions_detail = ("answered", "led_to_correction", "dismissed")
    fields = readonly_fields = (
        "index", "issue", "reported_value", "present", "text", "email", "language", "created_at", "state_shown",
        "decided_by", "decided_at", "remark",
    )  # fmt: skip

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_answer_permission(self, request, obj=None):
        return user_can_answer_figure_reports(request.user)

    def get_actions_detail(self, request, object_id):
        """Offer the answers to what nobody has answered."""
        obj = self.get_object(request, object_id)
        is_new = obj and obj.state == State.NEW
        return super().get_actions_detail(request, object_id) if is_new else []

    @action(
        description=_("Answered"), icon="reply", permissions=["answer"], url_path="answered",
        dialog=_dialog(_("Answered"), _("The reader has an answer, or needs none. The figure stays."), RemarkForm),
    )  # fmt: skip
    def answered(self, request, form, object_id):
        return self._decide(request, object_id, State.ANSWERED, form)

    @action(
        description=_("Led to a correction"), icon="rule", permissions=["answer"], url_path="corrected",
        dialog=_dialog(
            _("Led to a correction"),
            _("The correction itself is written down on the page of the figure, and published by a second person."),
            RemarkForm,
        ),
    )  # fmt: skip
    def led_to_correction(self, request, form, object_id):
        return self._decide(request, object_id, State.CORRECTED, form)

    @action(
        description=_("Dismiss"), icon="block", permissions=["answer"], url_path="dismissed",
        dialog=_dialog(_("Dismiss"), _("There is nothing to answer or to correct."), WhyForm),
    )  # fmt: skip
    def dismissed(self, request, form, object_id):
        return self._decide(request, object_id, State.DISMISSED, form)

    def _decide(self, request, object_id, state, form):
        report = self.get_object(request, object_id)
        if report is None:
            raise Http404
        try:
            decide(report, state, request.user, form.cleaned_data["remark"])
        except FigureReportUndecided as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, report.get_state_display())
        return HttpResponse(
            headers={"HX-Redirect": reverse("admin:news_figurereport_change", args=[object_id])}
        )

    @display(description=_("issue"), ordering="release__period")
    def issue(self, obj):
        return obj.release.label(get_language())

    @display(description=_("value when reported"), ordering="value")
    def reported_value(self, obj):
        return format_html('<span class="figure">{}</span>', figure(obj.value))

    @display(description=_("value now"))
    def present(self, obj):
        found = public_figure(obj.index, obj.release)
        if found is None:
            return figure(None)
        address = reverse("admin:indexdata_observation_change", args=[found.pk])
        return format_html('<a class="figure" href="{}">{}</a>', address, figure(found.value))

    @display(description=_("what is wrong"))
    def beginning(self, obj):
        return obj.text if len(obj.text) <= 80 else f"{obj.text[:80]}…"

    @display(description=_("state"), ordering="state")
    def state_shown(self, obj):
        return badge(obj.get_state_display(), TONES[State(obj.state)])
