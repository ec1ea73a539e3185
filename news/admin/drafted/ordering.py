"""The order of a list, changed in the list itself."""

from django.contrib import messages
from django.utils.translation import gettext_lazy as _

from news.editing import many
from news.editing.states import PublishingError

from .forms import DraftForm


class OrderedMixin:
    """For the admin of a model with drafts whose list has fields that are changed in it.

    Whoever may publish changes the site with them; where there is a draft, or two have to agree, the change waits in it.
    """

    def save_model(self, request, obj, form, change):
        if isinstance(form, DraftForm):
            super().save_model(request, obj, form, change)
            return
        values = {name: form.cleaned_data[name] for name in form.changed_data}
        try:
            went_out = many.put_in_place(obj, request.user, values)
        except PublishingError as refusal:
            messages.error(request, f"{obj}: {refusal}")
            return
        if not went_out:
            messages.info(request, _("%(thing)s: the change waits as a draft.") % {"thing": obj})
