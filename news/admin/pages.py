"""Information pages in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from foundation.admin.languages import PublicPageMixin
from foundation.admin.versioned import VersionedMixin
from foundation.languages import in_languages, in_own_language
from news.pages.models import Page

from .editor import RichTextMixin
from .list_filters import PageAgeFilter
from .uses import UsesMixin


@admin.register(Page)
class PageAdmin(UsesMixin, RichTextMixin, PublicPageMixin, VersionedMixin, ModelAdmin):
    """About, methodology, data use, privacy, accessibility, moderation policy."""

    use_kind = "page"
    needed = ("title", "body")
    readonly_fields = ("used_in",)
    rich_text = ("body",)
    warn_unsaved_form = True
    list_display = ("label", "languages_present", "order", "updated_at", "public_page")
    list_editable = ("order",)
    list_filter = (PageAgeFilter,)
    list_filter_submit = True
    ordering_field = "order"
    search_fields = (*in_languages("title"), *in_languages("body"), "slug")
    search_help_text = _("Words of the title or the text")
    prepopulated_fields = {"slug": (in_own_language("title"),)}
    fieldsets = (
        (None, {"fields": (in_languages("title"), in_languages("body"))}),
        (_("Place"), {"fields": (("slug", "order"), "used_in")}),
    )

    @display(description=_("page"), ordering="order")
    def label(self, obj):
        return str(obj)
