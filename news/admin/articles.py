"""Articles in the admin: written in two languages side by side, and led through review to the reader."""

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import action, display

from indexdata.admin.badges import BAD, CALM, GOOD, PLAIN, WAITING, badge
from indexdata.admin.languages import PublicPageMixin, both, short_moment
from news import publishing
from news.enums import ArticleStatus
from news.models import Article
from news.permissions import user_can_edit_article
from news.publishing import PublishingError

from .article_forms import ArticleForm, SendBackForm
from .editor import RichTextMixin
from .thumbnails import preview_address, thumbnail

TONES = {
    ArticleStatus.DRAFT: PLAIN,
    ArticleStatus.IN_REVIEW: WAITING,
    ArticleStatus.APPROVED: CALM,
    ArticleStatus.PUBLISHED: GOOD,
    ArticleStatus.WITHDRAWN: BAD,
}


@admin.register(Article)
class ArticleAdmin(RichTextMixin, PublicPageMixin, ModelAdmin):
    """News, index knowledge and commentary. The status changes by the buttons below the form only."""

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
        ("status", ChoicesDropdownFilter), ("section", RelatedDropdownFilter), "featured", "comments_open",
    )  # fmt: skip
    list_filter_submit = True
    list_select_related = ("section", "cover", "release")
    list_per_page = 50
    date_hierarchy = "published_at"
    search_fields = (*both("title"), *both("summary"), "slug", "=id", "=legacy_id")
    search_help_text = _("Title or summary in either language, or the number in the address")
    ordering = (F("published_at").desc(nulls_first=True), "-pk")
    prepopulated_fields = {"slug": ("title_en",)}
    autocomplete_fields = ("release", "cover")
    readonly_fields = ("status_shown", "author", "updated_at", "public_page", "cover_preview")
    actions_detail = ("send_back",)
    actions_submit_line = ("submit", "approve", "publish", "publish_now", "withdraw")
    fieldsets = (
        (None, {"fields": (("status_shown", "author", "updated_at", "public_page"),), "classes": ("form-facts",)}),
        (_("Text"), {"fields": (both("title"), both("summary"), both("body"))}),
        (_("Place and moment"), {"fields": (
            ("section", "release"), ("published_at", "expires_at"), ("tags",), ("cover", "cover_preview"),
            ("featured", "comments_open"),
        )}),
        (_("Address and source"), {"fields": (
            ("slug", "legacy_id"), both("source_name"), ("source_url",),
        ), "classes": ("collapse",)}),
    )  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("section", "release", "author")

    def get_object(self, request, object_id, from_field=None):
        """Lock the article that a form changes: saving it must not undo a step taken meanwhile."""
        article = super().get_object(request, object_id, from_field)
        changing = request.method == "POST" and transaction.get_connection().in_atomic_block
        if article is None or not changing:
            return article
        Article.objects.select_for_update().values_list("pk").filter(pk=article.pk).first()
        return super().get_object(request, object_id, from_field)

    def has_change_permission(self, request, obj=None):
        return user_can_edit_article(request.user, obj)

    def is_on_site(self, obj):
        return obj.is_public()

    def save_model(self, request, obj, form, change):
        if not change:
            obj.author = request.user
        super().save_model(request, obj, form, change)

    def get_actions_submit_line(self, request, object_id):
        """Return the buttons for what this person may do with this article now."""
        article = self.get_object(request, object_id) if object_id else Article(section=None)
        allowed = {f"news_article_{verb}" for verb in publishing.steps(article, request.user)}
        return [step for step in self._get_base_actions_submit_line() if step.action_name in allowed]

    def get_actions_detail(self, request, object_id):
        article = self.get_object(request, object_id)
        return (
            self._get_base_actions_detail()
            if article and "send_back" in publishing.steps(article, request.user)
            else []
        )

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Offer the buttons on a new article, too."""
        extra_context = extra_context or {}
        if object_id is None and self.has_add_permission(request):
            extra_context["actions_submit_line"] = self.get_actions_submit_line(request, None)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def response_add(self, request, obj, post_url_continue=None):
        return super().response_add(_staying(request), obj, post_url_continue)

    def response_change(self, request, obj):
        return super().response_change(_staying(request), obj)

    @action(description=_("Submit for review"), icon="rate_review")
    def submit(self, request, obj):
        self._take_step(request, publishing.submit, obj, _("The article waits for review."))

    @action(description=_("Approve"), icon="check")
    def approve(self, request, obj):
        self._take_step(request, publishing.approve, obj, _("The article is approved."))

    @action(description=_("Publish"), icon="publish")
    def publish(self, request, obj):
        self._take_step(request, publishing.publish, obj, _("The article is published."))

    @action(description=_("Publish now"), icon="publish")
    def publish_now(self, request, obj):
        self._take_step(request, publishing.publish_now, obj, _("The article is published."))

    @action(description=_("Withdraw"), icon="visibility_off")
    def withdraw(self, request, obj):
        self._take_step(request, publishing.withdraw, obj, _("The article is off the site."))

    @action(
        description=_("Send back"), icon="undo", url_path="send-back",
        dialog={"title": _("Send back to the author"), "description": _("The article becomes a draft again."),
                "form_class": SendBackForm, "form_submit_text": _("Send back")},
    )  # fmt: skip
    def send_back(self, request, form, object_id):
        article = self.get_object(request, object_id)
        if article is None:
            raise Http404
        note = form.cleaned_data["note"]
        self._take_step(
            request, publishing.send_back, article, _("The article is back with its author."), note
        )
        return HttpResponse(headers={"HX-Redirect": reverse("admin:news_article_change", args=[object_id])})

    def _take_step(self, request, verb, article, success, *details):
        """Use a verb of `news.publishing` and tell the person how it went."""
        try:
            verb(article, request.user, *details)
        except PublishingError as refusal:
            messages.error(request, str(refusal))
            return
        if article.status == ArticleStatus.PUBLISHED and article.published_at > timezone.now():
            success = _("The article is scheduled: it appears at its moment.")
        messages.success(request, success)

    @display(description=_("article"), ordering="title_en", header=True)
    def heading(self, obj):
        other = next((text for text in (obj.title_en, obj.title_zh_hans) if text and text != obj.title), "")
        address = preview_address(obj.cover)
        image = {"path": address, "squared": True, "height": 36, "width": 48} if address else None
        return [str(obj), other, "", image]

    @display(description=_("status"), ordering="status")
    def status_shown(self, obj):
        now = timezone.now()
        if obj.status == ArticleStatus.PUBLISHED and obj.published_at > now:
            return badge(_("Scheduled"), CALM)
        if obj.status == ArticleStatus.PUBLISHED and obj.expires_at and obj.expires_at <= now:
            return badge(_("Taken down"))
        if obj.status == ArticleStatus.PUBLISHED and not obj.is_public():
            return badge(_("Waits for its release"), CALM)
        return badge(obj.get_status_display(), TONES[obj.status])

    @display(description=_("published at"), ordering="published_at")
    def moment(self, obj):
        return short_moment(obj.published_at)

    @display(description=_("preview of the cover"))
    def cover_preview(self, obj):
        return thumbnail(obj.cover, "large")


def _staying(request):
    """Return the request so that a step leads back to the article instead of the list."""
    if any(f"news_article_{verb}" in request.POST for verb in ArticleAdmin.actions_submit_line):
        request.POST = request.POST.copy()
        request.POST["_continue"] = "1"
    return request
