"""The form of a thing that has versions: it knows in which state the thing was when it was opened."""

from functools import cache

from django.forms import FileField

from foundation.versions.contents import content_fields, content_of, mark_of, values_of
from foundation.versions.models import Version

from .conflicts import ConflictForm, as_sent

#: The hidden field that names the state.
BASE = "_base"


class VersionForm(ConflictForm):
    """Goes before the form of a versioned thing. `model_admin` and `request` are set for each request."""

    model_admin = request = None
    #: What an old version says, for a form that restores it.
    restored: dict | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.content_before = self.model_admin.content_of(self.instance) if self.instance.pk else None
        self.request.conflict_form = self

    @property
    def base(self):
        """Return what the form says of the state it was opened with; after a conflict that is the present one."""
        if not self.instance.pk:
            return ""
        sent = self.sent_key() if self.is_bound and not self.conflict else None
        return sent or self.present_key()

    def sent_key(self):
        return self.data.get(BASE) or None

    def present_key(self):
        return mark_of(self.content_before)

    def values_at(self, key):
        version = Version.objects.of(self.instance).filter(mark=key[:32]).first()
        return values_of(type(self.instance), version.content) if version else {}

    def part_at_base(self, name):
        """Return the rows of a part as they were when the form was opened, None where nobody knows."""
        version = Version.objects.of(self.instance).filter(mark=(self.sent_key() or "")[:32]).first()
        return version and version.content.get(name)

    def differs_besides(self):
        parts = self.model_admin.parts
        return any(self.part_at_base(name) != self.content_before[name] for name in parts)

    def saved_meanwhile(self):
        newest = Version.objects.of(self.instance).select_related("author").first()
        if newest is None or newest.mark != self.present_key():
            return None, None, ""
        return newest.author, newest.created_at, newest.note

    def changes_from_present(self):
        mine = {**self.content_before, **content_of(self.instance)}
        for field in content_fields(type(self.instance)):
            if field.name in self.errors and isinstance(self[field.name].data, str):
                mine[field.name] = self[field.name].data
            elif field.many_to_many:
                chosen = self.cleaned_data.get(field.name) if field.name in self.fields else None
                mine[field.name] = (
                    self.content_before.get(field.name)
                    if chosen is None
                    else sorted(thing.pk for thing in chosen)
                )
        return self.model_admin.changes(self.content_before, mine)

    def full_clean(self):
        """Look through what was sent, or through what an old version says."""
        if self.restored is None:
            super().full_clean()
            return
        values = {**self.initial, **values_of(type(self.instance), self.restored)}
        self._stand_ins = {
            bound.html_name: as_sent(bound.field, values[name])
            for name, bound in self._bound_items()
            if name in values and not isinstance(bound.field, FileField)
        }
        super(ConflictForm, self).full_clean()


@cache
def with_versions(form_class):
    """Return a class of forms with versions in front."""
    return type(form_class.__name__, (VersionForm, form_class), {"__module__": form_class.__module__})
