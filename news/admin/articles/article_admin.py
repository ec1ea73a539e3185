"""Articles in the admin: written in two languages side by side, and led through review to the reader."""

from django.contrib import admin, messages
from django.db.models import F
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import RelatedDropdownFilter
from unfold.decorators import action, display

from foundation.admin.badges import BAD, CALM, GOOD, PLAIN, WAITING, badge
from foundation.admin.days import DaysFilter
from foundation.admin.languages import PublicPageMixin, short_moment
from foundation.history import note
from foundation.languages import in_languages, in_own_language, other_text
from news.admin.editor import RichTextMixin
from news.admin.library.chooser import PictureFieldsMixin
from news.admin.library.thumbnails import preview_address
from news.admin.list_filters import AgeFilter, ComingFilter, MineFilter, StageFilter, TranslationFilter
from news.articles.models import Article
from news.drafting.contents import GOES_LIVE_AT
from news.enums import ArticleStatus
from news.permissions import user_can_edit_article

from .aside import AsidePages
from .forms import ArticleForm, is_live
from .listing import ArticleListMixin
from .many import ManyMixin
from .own_pages import OwnPagesMixin
from .panels import Panels
from .preview import PreviewPages
from .revisions import RevisionPages
from .saving import DraftsMixin
from .steps import StepsMixin
from .workbook import WorkbookPages, export_workbook
from .working import WorkingPages
from .writing import WritingPages

SLUG_SCRIPTS = ("xregexp.min.js", "xregexp.js", "urlify.js", "prepopulate.js")
TONES = {
    ArticleStatus.DRAFT: PLAIN,
    ArticleStatus.IN_REVIEW: WAITING,
    ArticleStatus.APPROVED: CALM,
    ArticleStatus.PUBLISHED: GOOD,
    ArticleStatus.WITHDRAWN: BAD,
}

DRAFTS = {
    ArticleStatus.DRAFT: _("Changes in draft"),
    ArticleStatus.IN_REVIEW: _("Changes in review"),
    ArticleStatus.APPROVED: _("Changes approved"),
}


@admin.register(Article)
class ArticleAdmin(
    ManyMixin,
    ArticleListMixin,
    OwnPagesMixin,
    StepsMixin,
    DraftsMixin,
    PictureFieldsMixin,
    RichTextMixin,
    PublicPageMixin,
    ModelAdmin,
):
    """News, index knowledge and commentary. The status changes by the buttons below the form only."""

    own_pages = (
        AsidePages,
        Panels,
        PreviewPages,
        RevisionPages,
        WorkbookPages,
        WorkingPages,
        WritingPages,
    )
    change_form_template = "admin/news/article/change_form.html"
    form = ArticleForm
    needed = ("title",)
    rich_text = ("body",)
    warn_unsaved_form = True
    list_display = (
        "heading",
        "section",
        "status_shown",
        "languages_present",
        "moment",
        "release",
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
    readonly_fields = ("status_shown", "author", "updated_at", "public_page")
    fieldsets = (
        (None, {"fields": (("status_shown", "author", "updated_at", "public_page"),), "classes": ("form-facts",)}),
        (_("Text"), {"fields": (in_languages("title"), in_languages("summary"), in_languages("body"))}),
        (_("Place and moment"), {"fields": (
            ("section", "release"), ("published_at", "expires_at"), ("goes_live_at",),
            ("original_language", "publish_languages"), ("tags",),
            ("cover",), ("series", "related"), ("featured", "pinned_until", "comments_open"),
        )}),
        (_("Address and source"), {"fields": (
            ("slug", "legacy_id"), in_languages("source_name"), ("source_url",),
        ), "classes": ("collapse",)}),
        (_("This change"), {"fields": (("revision_note", "override"), "base_revision")}),
    )  # fmt: skip

    @property
    def media(self):
        """Return the scripts of the form without those that fill in slugs while one types: saving makes the slug."""
        media = super().media
        lists = [
            [one for one in scripts if not str(one).endswith(SLUG_SCRIPTS)] for scripts in media._js_lists
        ]
        media._js_lists = [scripts for scripts in lists if scripts]
        return media

    def get_fieldsets(self, request, obj=None):
        """Ask when changes appear only of an article that is on the site."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None and is_live(obj.row):
            return fieldsets
        return [
            (name, {**options, "fields": tuple(_without_moment_of_change(options["fields"]))})
            for name, options in fieldsets
        ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("section", "release", "cover", "author")

    def has_change_permission(self, request, obj=None):
        return user_can_edit_article(request.user, obj)

    def is_on_site(self, obj):
        return obj.row.is_public()

    @action(description=_("Reviewed today: still right"), permissions=["change"])
    def mark_reviewed(self, request, queryset):
        number = queryset.update(reviewed_at=timezone.now())
        note(request.user, queryset, _("Reviewed: still right."))
        sentence = ngettext(
            "%(count)s article marked as reviewed.", "%(count)s articles marked as reviewed.", number
        )
        messages.success(request, sentence % {"count": number})

    @display(description=_("article"), ordering=in_own_language("title"), header=True)
    def heading(self, obj):
        address = preview_address(obj.cover)
        image = {"path": address, "squared": True, "height": 36, "width": 48} if address else None
        return [str(obj), other_text(obj, "title"), "", image]

    @display(description=_("status"), ordering="status")
    def status_shown(self, obj):
        now, obj = timezone.now(), obj.row
        if obj.status == ArticleStatus.PUBLISHED and obj.published_at > now:
            return badge(_("Scheduled"), CALM)
        if obj.status == ArticleStatus.PUBLISHED and obj.expires_at and obj.expires_at <= now:
            return badge(_("Taken down"))
        if obj.status == ArticleStatus.PUBLISHED and not obj.is_public():
            return badge(_("Waits for its release"), CALM)
        badges = [badge(obj.get_status_display(), TONES[obj.status])]
        if obj.scheduled_for:
            words = _("Changes scheduled for %(moment)s") % {"moment": short_moment(obj.scheduled_for)}
            badges.append(badge(words, CALM))
        if obj.has_draft and not _waits_whole(obj):
            badges.append(badge(DRAFTS[obj.draft_status], TONES[obj.draft_status]))
        return format_html_join(" ", "{}", ((one,) for one in badges))

    @display(description=_("published at"), ordering="published_at")
    def moment(self, obj):
        return short_moment(obj.published_at)


def _waits_whole(article):
    """Tell whether the draft of an article is what is scheduled, and nothing besides."""
    return article.scheduled_for and article.scheduled_revision_id == article.latest_revision_id


def _without_moment_of_change(rows):
    return [row for row in rows if row != (GOES_LIVE_AT,)]
