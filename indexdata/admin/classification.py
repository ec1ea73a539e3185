"""The classification tree in the admin."""

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from foundation.admin.badges import CALM, badge
from foundation.admin.languages import PublicPageMixin, SideBySideMixin
from foundation.admin.reads import ReadsMixin
from foundation.admin.versioned import VersionedMixin
from foundation.languages import in_languages
from indexdata.arithmetic.periods import period_label
from indexdata.models import Index, IndexAlias, Observation


class AliasInline(TabularInline):
    """Other names of an index, by which files name it."""

    model = IndexAlias
    hide_title = True
    fields = ("language", "name")
    extra = 0


@admin.register(Index)
class IndexAdmin(ReadsMixin, SideBySideMixin, PublicPageMixin, VersionedMixin, ModelAdmin):
    """The tree as an indented list, with the newest public figure of each index."""

    needed = ("name",)
    list_display = (
        "indented_name",
        "family",
        "latest_value",
        "latest_period",
        "kind",
        "reads",
        "public_page",
    )
    list_filter = (("family", ChoicesDropdownFilter), "is_grouping")
    list_fullwidth = True
    search_fields = (*in_languages("name"), "path", "code", "aliases__name")
    search_help_text = _("A name in either language, path or code")
    inlines = [AliasInline]
    ordering = ("tree_order", "path")
    list_per_page = 200
    autocomplete_fields = ("parent",)
    fieldsets = (
        (None, {"fields": (in_languages("name"), "own_translation", in_languages("description"))}),
        (
            _("Place in the tree"),
            {"fields": (("path", "parent"), ("code",), ("family", "tree_order"), "is_grouping")},
        ),
        (_("For staff"), {"fields": ("staff_note", "source_url", "reads_shown"), "classes": ("collapse",)}),
    )

    def get_queryset(self, request):
        newest = Observation.objects.public().with_values().filter(index=OuterRef("pk")).order_by("-period")
        return (
            super()
            .get_queryset(request)
            .annotate(
                newest_value=Subquery(newest.values("value")[:1]),
                newest_period=Subquery(newest.values("period")[:1]),
                newest_demonstration=Subquery(newest.values("demonstration")[:1]),
            )
        )

    def get_readonly_fields(self, request, obj=None):
        """Addresses and figures hang on path, family and parent: once made, only superusers move an index.

        Its code nobody changes.
        """
        if obj is None:
            return ("reads_shown",)
        fixed = ("code",) if request.user.is_superuser else ("code", "path", "parent", "family")
        return (*fixed, "reads_shown")

    @display(description=_("index"), ordering="tree_order")
    def indented_name(self, obj):
        return format_html(
            '<span class="tree-name tree-depth-{}">{}</span>', min(obj.depth, 5), obj.name or obj.path
        )

    @display(description=_("latest value"))
    def latest_value(self, obj):
        if obj.newest_value is None:
            return "–"
        note = _("demonstration") if obj.newest_demonstration else ""
        return format_html(
            '<span class="figure">{}</span> <span class="remark">{}</span>', f"{obj.newest_value:.2f}", note
        )

    @display(description=_("period"))
    def latest_period(self, obj):
        return period_label(obj.newest_period, obj.frequency, get_language()) if obj.newest_period else "–"

    @display(description=_("kind"))
    def kind(self, obj):
        return badge(_("Only groups")) if obj.is_grouping else badge(_("Series"), CALM)
