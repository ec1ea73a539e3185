"""The button that begins a copy of the thing in the form."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from news.editing.copying import copy
from news.editing.states import PublishingError

from .steps import StepsMixin


class BeginCopyMixin:
    """For the admin of a model with drafts, before the steps: saves the form and goes to a copy of what it says."""

    actions_submit_line: tuple[str, ...] = (*StepsMixin.actions_submit_line, "begin_copy")

    def get_actions_submit_line(self, request, object_id):
        steps = super().get_actions_submit_line(request, object_id)
        if not object_id or not self.has_add_permission(request):
            return steps
        name = f"{self._prefix}begin_copy"
        return [*steps, *(one for one in self._get_base_actions_submit_line() if one.action_name == name)]

    def response_change(self, request, obj):
        if copied := getattr(request, "_copied", None):
            return HttpResponseRedirect(self._address("change", copied.pk))
        return super().response_change(request, obj)

    @action(description=_("Begin a copy"), icon="content_copy")
    def begin_copy(self, request, obj):
        """Begin a thing that says what this one says, and go there."""
        try:
            request._copied = copy(obj.row, request.user)
        except PublishingError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("This is the copy: a draft of its own."))
