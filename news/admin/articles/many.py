"""Actions of the article list that only articles have: tags and sections of several at once."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldBooleanWidget

from foundation.admin.keys import ManyKeysField
from news.admin.tagging import TagSelect
from news.articles.models import Section
from news.editing import many
from news.tags.models import Tag


class AtOnceForm(forms.Form):
    """The question about each change: is what is published to change at once?"""

    at_once = forms.BooleanField(
        label=_("Publish the change of what is published at once"),
        required=False,
        widget=UnfoldBooleanWidget,
        help_text=_("Otherwise it waits as a draft. Articles with other unpublished changes are left alone."),
    )


class TagsForm(AtOnceForm):
    """The tags that the chosen articles get, and those they lose."""

    add = ManyKeysField(Tag.objects.all(), label=_("Add these tags"), required=False, widget=TagSelect)
    remove = ManyKeysField(
        Tag.objects.all(), label=_("Take these tags away"), required=False, widget=TagSelect
    )
    field_order = ("add", "remove", "at_once")

    def clean(self):
        data = super().clean()
        if not self.errors and not (data["add"] or data["remove"]):
            raise forms.ValidationError(_("Choose at least one tag."))
        return data


class SectionForm(AtOnceForm):
    """The section to which the chosen articles go."""

    section: forms.ModelChoiceField = forms.ModelChoiceField(
        Section.objects.all(), label=_("Section"), widget=UnfoldAdminSelectWidget
    )
    field_order = ("section", "at_once")


class ManyArticlesMixin:
    """For the article admin, before what everything with drafts has: tag and move several at once."""

    @action(description=_("Add or take away tags"), permissions=["change"])
    def tag_many(self, request, queryset):
        return self.ask_and_do(request, queryset, "tag_many", _("Tags of these articles"), TagsForm, many.tag)

    @action(description=_("Move to another section"), permissions=["change"])
    def move_many(self, request, queryset):
        return self.ask_and_do(
            request, queryset, "move_many", _("Move these articles"), SectionForm, many.move
        )

    def remark_on(self, thing):
        place = thing.section or _("no section yet")
        return f"{place} · {super().remark_on(thing)}"
