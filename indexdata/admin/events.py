"""Events in the admin: what charts mark."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from foundation.admin.languages import SideBySideMixin, TranslatedForm
from foundation.admin.versioned import VersionedMixin
from foundation.languages import in_languages
from indexdata.enums import Family
from indexdata.models import Event


class EventForm(TranslatedForm):
    """The form of an event: families are ticked."""

    families = forms.MultipleChoiceField(
        label=_("index families"),
        choices=Family.choices,
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("Charts of these families mark it; without one, charts of all."),
    )


@admin.register(Event)
class EventAdmin(SideBySideMixin, VersionedMixin, ModelAdmin):
    """Marks of charts: festivals, fairs, changes of the trade."""

    form = EventForm
    needed = ("name",)
    list_display = ("name_shown", "start", "end", "families_shown", "is_on_charts")
    list_filter = ("public",)
    search_fields = in_languages("name")
    search_help_text = _("Name in either language")
    date_hierarchy = "start"
    fieldsets = (
        (None, {"fields": (in_languages("name"), in_languages("note"))}),
        (_("Days and charts"), {"fields": (("start", "end"), "families", "public")}),
    )

    @display(description=_("event"), ordering="start")
    def name_shown(self, obj):
        return obj.name

    @display(description=_("index families"))
    def families_shown(self, obj):
        return obj.family_names

    @display(description=_("on charts"), boolean=True, ordering="public")
    def is_on_charts(self, obj):
        return obj.public
