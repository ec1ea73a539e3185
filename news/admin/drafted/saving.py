"""Opening and saving things in the admin: always their newest content, never the live page."""

from django.db import transaction
from django.utils import timezone

from news.editing import working_copies
from news.editing.drafts import save_content
from news.editing.due import take_due
from news.editing.revisions import with_latest_content
from news.editing.translation_states import confirm_translation

from .working import forget_typed, tell_saved


class SavingMixin:
    """For the thing admin: the form shows the newest content, and saving it makes a revision."""

    def get_object(self, request, object_id, from_field=None):
        """Return a thing with its newest content; lock it when a form changes it.

        The lock lets saving neither undo a step taken meanwhile nor overwrite what somebody else has just saved. Page,
        buttons and menu of one request that only reads share one thing.
        """
        changing = request.method == "POST" and transaction.get_connection().in_atomic_block
        if changing:
            key = self.model._meta.pk.to_python(object_id) if str(object_id).isdigit() else None
            self.model.objects.select_for_update().values_list("pk").filter(pk=key).first()
            return self._read(request, object_id, from_field)
        read = request.__dict__.setdefault("_things_read", {})
        if object_id not in read:
            read[object_id] = self._read(request, object_id, from_field)
        return read[object_id]

    def _read(self, request, object_id, from_field):
        thing = super().get_object(request, object_id, from_field)
        if thing is not None and thing.scheduled_for and thing.scheduled_for <= timezone.now():
            take_due()
            thing = super().get_object(request, object_id, from_field)
        return thing and with_latest_content(thing)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return the form class; opened by somebody with a working copy it shows what they had typed."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.working_copies = (
            working_copies.copies_of(obj or self.model, request.user) if request.method == "GET" else ()
        )
        form.working_copy = working_copies.to_show(form.working_copies, obj, request.GET.get("window"))
        return form

    def save_model(self, request, obj, form, change):
        """Save the form's content as a revision, take the step that was asked for, and forget what was kept of typing."""
        content = form.content()
        if change:
            self.model.objects.filter(pk=obj.pk).update(original_language=obj.original_language)
        else:
            obj.author = request.user
            obj.save()
        save_content(obj, content, request.user, form.cleaned_data.get("revision_note", ""))
        if "_translation_fits" in request.POST:
            confirm_translation(obj)
        self.take_submitted_steps(request, obj)
        forget_typed(request, obj if change else self.model)

    def response_add(self, request, obj, post_url_continue=None):
        return tell_saved(request, super().response_add(request, obj, post_url_continue))

    def response_change(self, request, obj):
        return tell_saved(request, super().response_change(request, obj))

    def save_related(self, request, form, formsets, change):
        """Save inlines only: the form's collections are part of the content, which `save_model` has kept."""
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)
