"""Tags in the admin."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from indexdata.admin.languages import PublicPageMixin, SideBySideMixin, both
from news.models import Tag


@admin.register(Tag)
class TagAdmin(SideBySideMixin, PublicPageMixin, ModelAdmin):
    """Tags with their name in both languages."""

    needed = ("name",)
    list_display = ("label", "name_en", "name_zh_hans", "uses", "public_page")
    search_fields = (*both("name"), "slug")
    search_help_text = _("Name in either language")
    ordering = ("slug",)
    list_per_page = 100
    prepopulated_fields = {"slug": ("name_en",)}
    fields = (both("name"), "slug")

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(use_count=Count("items"))

    @display(description=_("tag"), ordering="slug")
    def label(self, obj):
        return str(obj)

    @display(description=_("used"), ordering="use_count")
    def uses(self, obj):
        return obj.use_count
