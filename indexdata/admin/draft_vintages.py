"""Corrections on their way in the admin: read, published by a second person, or rejected."""

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
from foundation.languages import in_languages
from indexdata.models import DraftVintage
from indexdata.permissions import user_can_release_figures
from indexdata.releases import correcting
from indexdata.releases.states import ReleasingError
from indexdata.wording.numbers import figure

from .step_forms import RemarkForm, WhyForm

TONES = {"": WAITING, DraftVintage.Outcome.PUBLISHED: GOOD, DraftVintage.Outcome.REJECTED: PLAIN}


@admin.register(DraftVintage)
class DraftVintageAdmin(ModelAdmin):
    """Corrections, those that wait first in time."""

    empty_sentence = _(
        "No correction is on its way. One is begun on the page of the figure: open it under Figures and choose “Correct this figure”."
    )
    list_display = ("index", "issue", "change", "prepared_by", "prepared_at", "state")
    list_filter = (("outcome", ChoicesDropdownFilter),)
    list_filter_submit = True
    list_select_related = ("index", "release", "observation", "prepared_by")
    actions_detail = ("publish_correction", "reject_correction")
    fields = readonly_fields = (
        "index", "issue", "change", "status", *in_languages("reason"), "prepared_by", "prepared_at", "state", "decided_by",
        "decided_at", "remark",
    )  # fmt: skip

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_actions_detail(self, request, object_id):
        """Offer what may be done: publishing only to a second person."""
        obj = self.get_object(request, object_id)
        if obj is None or obj.outcome:
            return []
        offered = super().get_actions_detail(request, object_id)
        if correcting.may_decide(obj, request.user):
            return offered
        return [one for one in offered if "publish" not in one.action_name]

    def has_release_permission(self, request, obj=None):
        return user_can_release_figures(request.user)

    @action(
        description=_("Publish the correction"), icon="verified", permissions=["release"], url_path="publish",
        dialog={"title": _("Publish the correction"), "description": _("Readers see the old value, the new one and the reason."),
                "form_class": RemarkForm, "form_submit_text": _("Publish the correction")},
    )  # fmt: skip
    def publish_correction(self, request, form, object_id):
        return self._decide(request, object_id, correcting.publish, _("The correction is public now."))

    @action(
        description=_("Reject"), icon="block", permissions=["release"], url_path="reject",
        dialog={"title": _("Reject"), "description": _("The figure stays as it is."),
                "form_class": WhyForm, "form_submit_text": _("Reject")},
    )  # fmt: skip
    def reject_correction(self, request, form, object_id):
        return self._decide(
            request,
            object_id,
            correcting.reject,
            _("The correction is rejected."),
            form.cleaned_data["remark"],
        )

    def _decide(self, request, object_id, verb, done, *words):
        draft = self.get_object(request, object_id)
        if draft is None:
            raise Http404
        try:
            verb(draft, request.user, *words)
        except ReleasingError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return HttpResponse(
            headers={"HX-Redirect": reverse("admin:indexdata_draftvintage_change", args=[object_id])}
        )

    @display(description=_("issue"), ordering="release__period")
    def issue(self, obj):
        return obj.release.label(get_language())

    @display(description=_("correction"))
    def change(self, obj):
        old = figure(obj.observation.value) if obj.observation else "–"
        return format_html('<span class="figure">{} → {}</span>', old, figure(obj.value))

    @display(description=_("state"), ordering="outcome")
    def state(self, obj):
        return badge(obj.get_outcome_display() or _("Waits for a second person"), TONES[obj.outcome])
