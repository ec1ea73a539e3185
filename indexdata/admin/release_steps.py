"""Buttons of the steps of a release: its date and its figures, each with the dialog it needs."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action

from indexdata.enums import Track
from indexdata.permissions import user_can_release_figures
from indexdata.releases import approving, dating
from indexdata.releases.states import ReleasingError, steps_from

from .step_forms import AnnounceForm, ExpectForm, MoveForm, PostponeForm, ReasonsForm, RemarkForm, WhyForm

#: The button of each step.
BUTTONS = {
    "announce_release": "announce",
    "expect_release": "expect",
    "reschedule_release": "move",
    "postpone_release": "postpone",
    "cancel_release": "cancel",
    "check_release": "check",
    "approve_release": "approve",
    "take_back_release": "take_back",
}


def _dialog(title, description, form):
    return {"title": title, "description": description, "form_class": form, "form_submit_text": title}


class ReleaseStepsMixin(ModelAdmin):
    """The steps that lead on from where a release stands, as buttons of its page."""

    actions_detail = tuple(BUTTONS)

    def get_actions_detail(self, request, object_id):
        """Offer the steps that lead on; none once the release is public."""
        obj = self.get_object(request, object_id)
        if obj is None:
            return []
        offered = {*steps_from(obj, Track.DATE), *steps_from(obj, Track.CONTENT)}
        if not approving.may_approve(obj, request.user):
            offered.discard("approve")
        return [
            one for one in super().get_actions_detail(request, object_id)
            if any(one.action_name.endswith(name) and verb in offered for name, verb in BUTTONS.items())
        ]  # fmt: skip

    def has_release_permission(self, request, obj=None):
        return user_can_release_figures(request.user)

    @action(
        description=_("Approve"), icon="verified", permissions=["release"], url_path="approve",
        dialog=_dialog(
            _("Approve the figures"),
            _("They are public at the moment of the release, or at once when that has passed."), RemarkForm,
        ),
    )  # fmt: skip
    def approve_release(self, request, form, object_id):
        return self._take(request, object_id, approving.approve, form.cleaned_data["remark"])

    @action(
        description=_("Checked"), icon="fact_check", permissions=["release"], url_path="check",
        dialog=_dialog(_("The figures are checked"), _("A second person approves them."), RemarkForm),
    )  # fmt: skip
    def check_release(self, request, form, object_id):
        return self._take(request, object_id, approving.check, form.cleaned_data["remark"])

    @action(
        description=_("Back to draft"), icon="undo", permissions=["release"], url_path="take-back",
        dialog=_dialog(_("Back to draft"), _("Nothing appears until it is approved again."), WhyForm),
    )  # fmt: skip
    def take_back_release(self, request, form, object_id):
        return self._take(request, object_id, approving.take_back, form.cleaned_data["remark"])

    @action(
        description=_("Announce a day"), icon="event_available", permissions=["release"], url_path="announce",
        dialog=_dialog(_("Announce a day"), _("The date is confirmed with its moment."), AnnounceForm),
    )  # fmt: skip
    def announce_release(self, request, form, object_id):
        return self._take(request, object_id, dating.announce, form.cleaned_data["at"])

    @action(
        description=_("Expected in a month"), icon="date_range", permissions=["release"], url_path="expect",
        dialog=_dialog(_("Expected in a month"), _("The day is still to be announced."), ExpectForm),
    )  # fmt: skip
    def expect_release(self, request, form, object_id):
        return self._take(request, object_id, dating.expect, form.cleaned_data["month"])

    @action(
        description=_("Reschedule"), icon="event_repeat", permissions=["release"], url_path="reschedule",
        dialog=_dialog(
            _("Reschedule this release"),
            _("Its figures and the commentary about it appear at the new moment."), MoveForm,
        ),
    )  # fmt: skip
    def reschedule_release(self, request, form, object_id):
        return self._take(request, object_id, dating.move, form.cleaned_data["at"], reasons=form.reasons)

    @action(
        description=_("Postpone"), icon="event_busy", permissions=["release"], url_path="postpone",
        dialog=_dialog(_("Postpone without a day"), _("The new day is to be announced."), PostponeForm),
    )  # fmt: skip
    def postpone_release(self, request, form, object_id):
        month = form.cleaned_data["month"]
        return self._take(request, object_id, dating.postpone, reasons=form.reasons, month=month)

    @action(
        description=_("Cancel the release"), icon="cancel", permissions=["release"], url_path="cancel",
        dialog=_dialog(_("Cancel the release"), _("It may be announced anew later."), ReasonsForm),
    )  # fmt: skip
    def cancel_release(self, request, form, object_id):
        return self._take(request, object_id, dating.cancel, reasons=form.reasons)

    def _take(self, request, object_id, verb, *words, **facts):
        """Take a step and lead back to the page of the release, with what came of it."""
        release = self.get_object(request, object_id)
        if release is None:
            raise Http404
        by = request.user
        try:
            if verb in {dating.announce, dating.expect, dating.move}:
                verb(release, *words, by, **facts)
            else:
                verb(release, by, *words, **facts)
        except ReleasingError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Done: %(date)s; figures: %(figures)s.") % {
                "date": release.get_date_state_display(), "figures": release.get_content_state_display(),
            })  # fmt: skip
        return HttpResponse(
            headers={"HX-Redirect": reverse("admin:indexdata_release_change", args=[object_id])}
        )
