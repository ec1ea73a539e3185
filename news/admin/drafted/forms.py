"""Forms of what has drafts."""

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.forms import BaseDialogForm
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from foundation.admin.conflicts import ConflictForm
from foundation.admin.languages import TranslatedForm
from foundation.versions.contents import values_of
from news.admin.editor import RichTextField
from news.admin.tagging import present_choices
from news.drafting.contents import GOES_LIVE_AT, moment_of, written_moment
from news.editing.content import snapshot
from news.editing.own_values import holder_of
from news.editing.revisions import latest_content
from news.enums import ArticleStatus

from .changes import changes_between

NOBODY_SAVED = 0


class DraftForm(ConflictForm, TranslatedForm):
    """A thing's newest content; moments are checked against each other and against its status.

    `base_revision` is the revision that was newest when the form was opened. Saving is refused when somebody else has
    saved since; the form then shows both and, sent once more, is saved as chosen.
    """

    #: What whoever opens the form had typed before (`news.editing.working_copies`): what the form shows, and all of it.
    working_copy, working_copies = None, ()

    base_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    revision_note = forms.CharField(
        label=_("Note on this change"),
        required=False,
        max_length=255,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("For the other editors: what you changed, and why."),
    )
    original_language = forms.ChoiceField(
        label=_("Original language"),
        required=False,
        choices=settings.LANGUAGES,
        widget=UnfoldAdminSelectWidget,
        help_text=_("The other language is its translation."),
    )
    publish_languages = forms.ChoiceField(
        label=_("Languages to publish"),
        required=False,
        choices=[("", _("All that are written")), *((code, name) for code, name in settings.LANGUAGES)],
        widget=UnfoldAdminSelectWidget,
        help_text=_("The other language stays as it is on the site, and in the draft."),
    )

    goes_live_at = forms.SplitDateTimeField(
        label=_("Changes appear at"),
        required=False,
        widget=UnfoldAdminSplitDateTimeWidget,
        help_text=_("Empty: as soon as they are published. The date stays as it is."),
    )
    override = forms.CharField(
        label=_("Publish in spite of the checks, because"),
        required=False,
        max_length=255,
        widget=UnfoldAdminTextInputWidget,
        help_text=_(
            "Only when serious findings, or the rule of four eyes, hold it back; the reason is kept in the history."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if is_live(self.instance.row):
            drafted = self.instance.latest_revision.content if self.instance.has_draft else {}
            self.initial[GOES_LIVE_AT] = moment_to_come(drafted)
        else:
            del self.fields[GOES_LIVE_AT]
        self.initial["base_revision"] = self.instance.latest_revision_id or NOBODY_SAVED
        if self.instance.has_draft:
            # Tags that the row has are there; only for others it is asked what they were merged into.
            held = {getattr(tag, "pk", tag) for tag in self.initial.get("tags") or ()}
            has_others = not held.issuperset(self.instance.latest_revision.content.get("tags") or ())
            content = latest_content(self.instance, None if has_others else {})
            self.initial |= {name: content[name] for name in self.instance.described.lists if name in content}
        if self.working_copy is not None:
            self.initial |= typed_values(self, self.working_copy.data)
            if "tags" in self.fields:
                self.initial["tags"] = present_choices(self.initial.get("tags"))
            self.initial["base_revision"] = self.working_copy.base_id or NOBODY_SAVED

    def clean_original_language(self):
        return self.cleaned_data["original_language"] or self.instance.original_language

    def clean(self):
        data = super().clean()
        self._keep_parts_of_seconds(data)
        self._keep_untouched_texts(data)
        self._check_moments(data)
        self._check_own(data)
        return data

    def content(self):
        """Return the content that a valid form describes (`news.editing.content`)."""
        content = snapshot(self.instance, self.collections())
        if moment := self.cleaned_data.get(GOES_LIVE_AT):
            content[GOES_LIVE_AT] = written_moment(moment)
        return content

    def collections(self):
        """Return {collection: ids} as the form holds them: sorted, or in the order in which they were chosen."""
        found = {}
        for one in self.instance.described.collections:
            if one.name in self.cleaned_data:
                keys = sorted(thing.pk for thing in self.cleaned_data[one.name])
                found[one.name] = sorted(keys, key=self._places(one).index) if one.in_order else keys
        return found

    def _places(self, collection):
        """Return the ids of a collection in the order in which they stood and were sent."""
        drafted = self.initial[collection.name] if self.instance.has_draft else None
        held = collection.read(self.instance) if drafted is None and self.instance.pk else drafted or ()
        return [
            int(key)
            for key in (*held, *self.data.getlist(self.add_prefix(collection.name)))
            if is_key(str(key))
        ]

    def _keep_untouched_texts(self, data):
        """Leave a rich text that nobody has touched as it was: what cleaning would make of it today is no change of theirs."""
        for name in self.instance.described.text_fields():
            field = self.fields.get(name)
            if isinstance(field, RichTextField) and name in data:
                held = self.initial.get(name) or ""
                if not field.has_changed(held, self.data.get(self.add_prefix(name))):
                    data[name] = held

    def _keep_parts_of_seconds(self, data):
        """Leave a moment that shows as before as it was: the form does not show parts of a second."""
        for name in self.instance.described.moments:
            sent, held = data.get(name), getattr(self.instance, name)
            if sent and held and sent == held.replace(microsecond=0):
                data[name] = held

    def _check_moments(self, data):
        published_at, expires_at = data.get("published_at"), data.get("expires_at")
        if published_at and expires_at and expires_at <= published_at:
            self.add_error("expires_at", _("It is taken down after it was published, not before."))
        if (
            "published_at" in self.fields
            and self.instance.status == ArticleStatus.PUBLISHED
            and not published_at
            and not self.has_error("published_at")
        ):
            self.add_error(
                "published_at", _("What is published has a moment. To take it off the site, withdraw it.")
            )

    def _check_own(self, data):
        for name in self.instance.described.own:
            value = data.get(name)
            other = value and holder_of(type(self.instance), name, value, besides=self.instance.pk)
            if other and name not in self.errors:
                self.add_error(name, self.taken(name, other))

    def taken(self, name, other):
        """Return the sentence that another thing has a value, or would get it by its draft."""
        return _("“%(thing)s” has this already, or would get it by its draft.") % {"thing": other}

    # -- two who save at the same time (`foundation.admin.conflicts`)

    def sent_key(self):
        sent = self.data.get(self.add_prefix("base_revision"), "")
        return sent if self.instance.latest_revision_id and sent else None

    def present_key(self):
        return str(self.instance.latest_revision_id)

    def values_at(self, key):
        revisions = self.instance.revisions.order_by("number")
        if key != str(NOBODY_SAVED):
            revisions = revisions.filter(pk=key) if is_key(key) else revisions.none()
        revision = revisions.first()
        if revision is None:
            return {}
        return values_of(type(self.instance), revision.content) | {
            GOES_LIVE_AT: moment_to_come(revision.content)
        }

    def saved_meanwhile(self):
        theirs = self.instance.latest_revision
        return theirs.author, theirs.created_at, theirs.note

    def changes_from_present(self):
        typed = {
            name: self[name].data
            for name in self.instance.described.text_fields()
            if name in self.errors and isinstance(self[name].data, str)
        }
        return changes_between(
            type(self.instance), self.instance.latest_revision.content, self.content() | typed
        )

    def _post_clean(self):
        super()._post_clean()
        if self.conflict:
            self.data = self.data.copy()
            self.data[self.add_prefix("base_revision")] = self.present_key()


def is_key(text):
    """Tell whether a text can be the id of a row."""
    return text.isascii() and text.isdigit() and len(text) < 19


def moment_to_come(content):
    """Return when the changes of a content are to appear, None where it names no moment or one that has passed."""
    moment = moment_of(content.get(GOES_LIVE_AT))
    return moment if moment and moment > timezone.now() else None


def is_live(row):
    """Tell whether a thing, as its row stands, is published and its date has come."""
    return row.status == ArticleStatus.PUBLISHED and row.published_at <= timezone.now()


def typed_values(form, data):
    """Return {field name: value} for a form's fields as a working copy holds them, ready to be its initial values."""
    typed = QueryDict(mutable=True)
    for name, values in data.items():
        typed.setlist(name, values)
    known = {name.removesuffix("_0") for name in data}
    return {
        name: field.widget.value_from_datadict(typed, {}, form.add_prefix(name))
        for name, field in form.fields.items()
        if name in known
        or getattr(field.widget, "input_type", "") == "checkbox"
        or name in form.instance.described.lists
    }


class SendBackForm(BaseDialogForm):
    """The form with which something is sent back: it asks what has to change."""

    note = forms.CharField(
        label=_("What has to change"), max_length=500, widget=UnfoldAdminTextareaWidget(attrs={"rows": 4})
    )
