"""Sample units in the admin: the only place that shows their contact."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from foundation.admin.badges import demonstration_badge
from foundation.admin.languages import PublicPageMixin, SideBySideMixin
from foundation.admin.versioned import VersionedMixin
from foundation.languages import in_languages, in_own_language
from indexdata.models import SampleUnit


@admin.register(SampleUnit)
class SampleUnitAdmin(SideBySideMixin, PublicPageMixin, VersionedMixin, ModelAdmin):
    """Enterprises and merchants that report."""

    needed = ("name",)
    list_display = (
        "name_shown",
        "kind",
        "source",
        "reporting_since",
        "is_active",
        "is_demonstration",
        "public_page",
    )
    list_filter = (
        ("kind", ChoicesDropdownFilter),
        ("source", RelatedDropdownFilter),
        "active",
        "demonstration",
    )
    list_filter_submit = True
    list_select_related = ("source",)
    search_fields = (*in_languages("name"), "slug", "contact")
    search_help_text = _("Name in either language, or contact")
    prepopulated_fields = {"slug": (in_own_language("name"),)}
    autocomplete_fields = ("source", "classes")
    fieldsets = (
        (None, {"fields": (in_languages("name"), in_languages("description"))}),
        (_("Reporting"), {"fields": (("kind", "source"), "classes", ("slug", "reporting_since"), "active")}),
        (_("For staff only"), {"fields": ("contact",)}),
    )

    def is_on_site(self, obj):
        return obj.active

    @display(description=_("sample unit"), ordering="slug")
    def name_shown(self, obj):
        return str(obj)

    @display(description=_("active"), boolean=True, ordering="active")
    def is_active(self, obj):
        return obj.active

    @display(description=_("demonstration"))
    def is_demonstration(self, obj):
        return demonstration_badge(obj)
