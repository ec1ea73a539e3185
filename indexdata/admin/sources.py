"""Collecting sources and their facts in the admin."""

from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display

from foundation.admin.languages import PublicPageMixin, SideBySideMixin
from foundation.admin.versioned import VersionedMixin
from foundation.languages import in_languages, in_own_language
from indexdata.models import CollectingSource, SourceFact


class FactFormSet(BaseInlineFormSet):
    """The facts of a market: one that is added without a place comes after all others."""

    def save_new_objects(self, commit=True):
        last = max((form.instance.order for form in self.forms), default=-1)
        for form in self.extra_forms:
            if form.has_changed() and "order" not in form.changed_data:
                form.instance.order = last = last + 1
        return super().save_new_objects(commit)


class SourceFactInline(SideBySideMixin, TabularInline):
    """The stated facts about a market, each with the page that states it."""

    model = SourceFact
    formset = FactFormSet
    fields = (*in_languages("label"), *in_languages("value"), "source_url", "order")
    extra = 0
    ordering_field = "order"
    hide_ordering_field = True


@admin.register(CollectingSource)
class CollectingSourceAdmin(SideBySideMixin, PublicPageMixin, VersionedMixin, ModelAdmin):
    """The markets where prices are taken."""

    needed = ("name",)
    list_display = ("name_shown", "trade", "units", "order", "public_page")
    list_editable = ("order",)
    search_fields = (*in_languages("name"), *in_languages("trade"), "slug")
    search_help_text = _("Name or trade in either language")
    prepopulated_fields = {"slug": (in_own_language("name"),)}
    autocomplete_fields = ("classes",)
    inlines = [SourceFactInline]
    parts = {"facts": SourceFactInline}
    fieldsets = (
        (
            None,
            {
                "fields": (
                    in_languages("name"),
                    in_languages("trade"),
                    in_languages("description"),
                    in_languages("address"),
                )
            },
        ),
        (_("Place and classes"), {"fields": (("slug", "order"), ("latitude", "longitude"), "classes")}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).for_list()

    @display(description=_("market"), ordering="order")
    def name_shown(self, obj):
        return str(obj)

    @display(description=_("sample units"), ordering="unit_count")
    def units(self, obj):
        return obj.unit_count
