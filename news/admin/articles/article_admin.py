"""Articles in the admin: written in two languages side by side, and led through review to the reader."""

from django.contrib import admin, messages
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext, pgettext_lazy
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import RelatedDropdownFilter
from unfold.decorators import action, display

from foundation.admin.days import DaysFilter
from foundation.admin.languages import short_moment
from foundation.admin.reads import ReadsMixin
from foundation.history import note
from foundation.languages import in_languages, in_own_language, other_text
from news.admin.drafted.drafted_admin import DRAFT_PAGES, DraftedMixin
from news.admin.library.thumbnails import preview_address
from news.admin.list_filters import AgeFilter, ComingFilter, MineFilter, StageFilter, TranslationFilter
from news.articles.models import Article

from .commentary import CommentaryPages
from .forms import ArticleForm
from .listing import ArticleListMixin
from .many import ManyArticlesMixin
from .workbook import WorkbookPages, export_workbook
from .writing import WritingPages


@admin.register(Article)
class ArticleAdmin(
    ManyArticlesMixin,
    ArticleListMixin,
    ReadsMixin,
    DraftedMixin,
    ModelAdmin,
):
    """News, index knowledge and commentary. The status changes by the buttons below the form only."""

    own_pages = (*DRAFT_PAGES, CommentaryPages, WorkbookPages, WritingPages)
    form = ArticleForm
    needed = ("title",)
    rich_text = ("body",)
    list_display = (
        "heading",
        "section",
        "status_shown",
        "languages_present",
        "moment",
        "release",
        "reads",
        "public_page",
    )
    list_display_links = ("heading",)
    list_filter = (
        StageFilter, TranslationFilter, MineFilter, ComingFilter, AgeFilter, ("section", RelatedDropdownFilter),
        ("published_at", DaysFilter), "featured", "comments_open",
    )  # fmt: skip
    actions = (
        "publish_many",
        "withdraw_many",
        "tag_many",
        "move_many",
        "copy_many",
        export_workbook,
        "mark_reviewed",
    )
    list_filter_submit = True
    list_select_related = ("section", "cover", "release")
    list_per_page = 50
    search_fields = (*in_languages("title"), *in_languages("summary"), "slug", "=id", "=legacy_id")
    search_help_text = _("Words of title or text in either language, or the number in the address")
    ordering = (F("published_at").desc(nulls_first=True), "-pk")
    picture_fields = ("cover",)
    autocomplete_fields = ("release", "series", "related")
    readonly_fields = ("status_shown", "author", "updated_at", "public_page", "reads_shown")
    fieldsets = (
        (None, {"fields": (("status_shown", "author", "updated_at", "public_page", "reads_shown"),), "classes": ("form-facts",)}),
        (pgettext_lazy("part of the form", "Text"), {"fields": (in_languages("title"), in_languages("summary"), in_languages("body"))}),
        (_("Place and moment"), {"fields": (
            ("section", "release"), ("published_at", "expires_at"), ("goes_live_at",),
            ("original_language", "publish_languages"), ("tags",),
            ("cover",), ("series", "related"), ("featured", "pinned_until", "comments_open"),
        )}),
        (_("Address and source"), {"fields": (
            ("slug", "legacy_id"), in_languages("source_name"), ("source_url",),
        ), "classes": ("collapse",)}),
        (_("This change"), {"fields": (("revision_note", "override"), "against_figures", "base_revision")}),
    )  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("section", "release", "cover", "author")

    @action(description=_("Reviewed today: still right"), permissions=["change"])
    def mark_reviewed(self, request, queryset):
        number = queryset.update(reviewed_at=timezone.now())
        note(request.user, queryset, gettext_noop("Reviewed: still right."))
        sentence = ngettext(
            "%(count)s article marked as reviewed.", "%(count)s articles marked as reviewed.", number
        )
        messages.success(request, sentence % {"count": number})

    @display(description=_("article"), ordering=in_own_language("title"), header=True)
    def heading(self, obj):
        address = preview_address(obj.cover)
        image = {"path": address, "squared": True, "height": 36, "width": 48} if address else None
        return [str(obj), other_text(obj, "title"), "", image]

    @display(description=_("published at"), ordering="published_at")
    def moment(self, obj):
        return short_moment(obj.published_at)
