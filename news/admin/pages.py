"""Information pages in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from foundation.admin.former_slugs import FormerSlugsMixin
from foundation.admin.reads import ReadsMixin
from foundation.languages import in_languages, in_own_language
from news.pages.models import Page

from .drafted.drafted_admin import DraftedMixin
from .drafted.forms import DraftForm
from .drafted.ordering import OrderedMixin
from .dragging import DraggedMixin
from .list_filters import ComingFilter, MineFilter, PageAgeFilter, StageFilter, TranslationFilter
from .uses import UsesMixin


@admin.register(Page)
class PageAdmin(
    UsesMixin, DraggedMixin, OrderedMixin, ReadsMixin, DraftedMixin, FormerSlugsMixin, ModelAdmin
):
    """About, methodology, data use, privacy, accessibility, moderation policy."""

    use_kind = "page"
    form = DraftForm
    needed = ("title",)
    rich_text = ("body",)
    list_display = (
        "label",
        "status_shown",
        "languages_present",
        "order",
        "updated_at",
        "reads",
        "public_page",
    )
    list_filter = (StageFilter, TranslationFilter, MineFilter, ComingFilter, PageAgeFilter)
    list_filter_submit = True
    search_fields = (*in_languages("title"), *in_languages("body"), "slug")
    search_help_text = _("Words of the title or the text")
    prepopulated_fields = {"slug": (in_own_language("title"),)}
    readonly_fields = ("status_shown", "author", "updated_at", "public_page", "reads_shown", "used_in")
    fieldsets = (
        (None, {"fields": (("status_shown", "author", "updated_at", "public_page", "reads_shown"),), "classes": ("form-facts",)}),
        (_("Text"), {"fields": (in_languages("title"), in_languages("body"))}),
        (_("Address and moment"), {"fields": (
            ("slug", "order"), ("published_at", "expires_at"), ("goes_live_at",),
            ("original_language", "publish_languages"), "used_in",
        )}),
        (_("This change"), {"fields": (("revision_note", "override"), "base_revision")}),
    )  # fmt: skip

    @display(description=_("page"), ordering="order")
    def label(self, obj):
        return str(obj)
