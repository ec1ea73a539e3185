"""Sections in the admin."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from foundation.admin.languages import PublicPageMixin, SideBySideMixin
from foundation.admin.versioned import VersionedMixin
from foundation.languages import in_languages, in_own_language
from news.articles.models import Section

from .dragging import DraggedMixin
from .uses import UsesMixin


@admin.register(Section)
class SectionAdmin(UsesMixin, DraggedMixin, SideBySideMixin, PublicPageMixin, VersionedMixin, ModelAdmin):
    """The parts of News and of Comments, in their order."""

    use_kind = "section"
    held_by = ("articles",)
    needed = ("name",)
    list_display = ("label", "kind", "articles_held", "order", "public_page")
    search_fields = (*in_languages("name"), "slug")
    prepopulated_fields = {"slug": (in_own_language("name"),)}
    fieldsets = (
        (
            None,
            {
                "fields": (
                    in_languages("name"),
                    in_languages("intro"),
                    ("kind", "order"),
                    ("slug", "comments_open"),
                )
            },
        ),
        (_("Old addresses"), {"fields": (("legacy_section", "legacy_name"),), "classes": ("collapse",)}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(article_count=Count("articles"))

    @display(description=_("section"), ordering="order")
    def label(self, obj):
        return str(obj)

    @display(description=_("articles"), ordering="article_count")
    def articles_held(self, obj):
        return obj.article_count
