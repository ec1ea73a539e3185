"""Tags in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from indexdata.admin.languages import PublicPageMixin, SideBySideMixin, both
from news.models import Tag

from .uses import UsesMixin


@admin.register(Tag)
class TagAdmin(UsesMixin, SideBySideMixin, PublicPageMixin, ModelAdmin):
    """Tags with their name in both languages."""

    use_kind = "tag"
    needed = ("name",)
    list_display = ("label", "name_en", "name_zh_hans", "use_number", "public_page")
    search_fields = (*both("name"), "slug")
    search_help_text = _("Name in either language")
    ordering = ("slug",)
    list_per_page = 100
    prepopulated_fields = {"slug": ("name_en",)}
    readonly_fields = ("used_in",)
    fields = (both("name"), "slug", "used_in")

    @display(description=_("tag"), ordering="slug")
    def label(self, obj):
        return str(obj)
