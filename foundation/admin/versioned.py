"""Things without drafts: saving keeps a version, a second save on top is refused, an old version is restored."""

from dataclasses import replace

from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models.signals import post_delete
from django.forms import Media

from foundation.versions.contents import content_of
from foundation.versions.keeping import forget_versions, keep_version

from .changes import changes_between
from .conflicts import TAKE, THEIRS
from .parts import contents_of_part, formset_as_sent, is_touched, rows_in
from .version_forms import with_versions
from .version_pages import VersionPagesMixin

STYLES = Media(css={"all": ["css/admin/revisions.css"]})


class VersionedMixin(VersionPagesMixin):
    """For the admin of a model without drafts.

    `parts` maps names to the inlines whose rows belong to the content.
    """

    change_form_before_template = "admin/versions/before_form.html"
    parts: dict[str, type] = {}

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        self.form = with_versions(self.form)
        post_delete.connect(forget_versions, sender=model, dispatch_uid=f"versions of {model._meta.label}")

    @property
    def media(self):
        return super().media + STYLES

    # -- contents

    def content_of(self, thing):
        """Return the content of a thing, with that of its parts."""
        content = content_of(thing)
        for name, inline in self.parts.items():
            content[name] = contents_of_part(thing, inline)
        return content

    def rich_texts(self):
        """Return how rich fields are compared: {translated field: function}."""
        return {}

    def changes(self, old, new, hidden=()):
        """Return the `FieldChange`s between two contents of the model."""
        parts = {name: inline.model for name, inline in self.parts.items()}
        kept = [{name: value for name, value in one.items() if name not in hidden} for one in (old, new)]
        return changes_between(self.model, *kept, rich=self.rich_texts(), parts=parts)

    # -- saving

    def get_object(self, request, object_id, from_field=None):
        """Return a thing; lock it when a form changes it, so that two saves see each other."""
        if request.method == "POST" and transaction.get_connection().in_atomic_block:
            key = unquote(object_id)
            if key.isascii() and key.isdigit() and len(key) < 19:
                self.model._base_manager.select_for_update().filter(pk=key).values_list("pk").first()
        return super().get_object(request, object_id, from_field)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.model_admin, form.request = self, request
        return form

    def save_model(self, request, obj, form, change):
        """Save a thing, and remember what it said before."""
        before = self.model._base_manager.filter(pk=obj.pk).first() if change else None
        remembered = request.__dict__.setdefault("contents_before", {})
        content = self.content_of(before) if before else None
        super().save_model(request, obj, form, change)
        remembered[obj.pk] = content

    def save_related(self, request, form, formsets, change):
        """Save what belongs to a thing, and keep a version of what it says now."""
        super().save_related(request, form, formsets, change)
        thing = self.model._base_manager.get(pk=form.instance.pk)
        before = request.contents_before.pop(thing.pk)
        note = getattr(request, "version_note", "")
        keep_version(thing, before, self.content_of(thing), request.user, note)

    def get_inline_formsets(self, request, formsets, inline_instances, obj=None, **more):
        """After a conflict show the rows that somebody else saved, unless the second person changed rows, too."""
        form = getattr(request, "conflict_form", None)
        if form is not None and form.conflict:
            for place, inline in enumerate(inline_instances):
                name = self._part_of(inline)
                if name and not is_touched(form.part_at_base(name), formsets[place]):
                    formsets[place] = type(formsets[place])(instance=obj, prefix=formsets[place].prefix)
                elif name:
                    mine = {**form.content_before, name: rows_in(formsets[place])}
                    changes = self.changes(form.content_before, mine)
                    form.conflict.changes += [replace(one, clashes=True, can_take=True) for one in changes]
        return super().get_inline_formsets(request, formsets, inline_instances, obj, **more)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """Return what a formset is made with; after a conflict one that takes theirs is sent what is saved."""
        known = super().get_formset_kwargs(request, obj, inline, prefix)
        name = self._part_of(inline)
        if name and obj and obj.pk and request.POST.get(TAKE + name) == THEIRS:
            formset = inline.get_formset(request, obj)(instance=obj, prefix=prefix)
            known["data"] = formset_as_sent(formset)
        return known

    def _part_of(self, inline):
        return next((name for name, kind in self.parts.items() if isinstance(inline, kind)), None)
