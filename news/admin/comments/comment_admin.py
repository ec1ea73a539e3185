"""The moderators' queue: reader comments are decided about, never rewritten."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin, TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RadioFilter
from unfold.decorators import action, display
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminTextInputWidget

from foundation.admin.badges import BAD, GOOD, PLAIN, WAITING, badge
from foundation.admin.languages import short_moment
from foundation.admin.large_list import LargeListMixin
from foundation.languages import in_languages, in_own_language
from news.comments.finding import looked_through_since, narrowed
from news.comments.models import Comment, ModerationEntry
from news.comments.moderating import (
    LONGEST_REASON,
    TRANSITIONS,
    ModerationError,
    decided_by_another,
    set_status,
    set_status_of_many,
)
from news.enums import CommentStatus
from news.permissions import user_can_moderate

from .desk import MOST_NAMED, CommentDeskMixin

TONES = {
    CommentStatus.PENDING: WAITING,
    CommentStatus.APPROVED: GOOD,
    CommentStatus.REJECTED: PLAIN,
    CommentStatus.SPAM: BAD,
    CommentStatus.REMOVED: PLAIN,
}


class StatusFilter(RadioFilter):
    """Filter by status; comments that wait are shown unless something else is asked for."""

    title = _("status")
    parameter_name = "status"
    all_option = None

    def lookups(self, request, model_admin):
        return [*CommentStatus.choices, ("all", _("All"))]

    def value(self):
        return super().value() or CommentStatus.PENDING.value

    def queryset(self, request, queryset):
        return queryset if self.value() == "all" else queryset.filter(status=self.value())


class ReasonForm(BaseDialogForm):
    """The form that asks for the reason of a decision, for the other moderators."""

    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=LONGEST_REASON, widget=UnfoldAdminTextInputWidget,
        help_text=_("For staff only; may stay empty."),
    )  # fmt: skip
    #: The last decision when the form was opened: who decides knows of that one.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, request, object_id=None, **kwargs):
        super().__init__(*args, request=request, object_id=object_id, **kwargs)
        comment = Comment.objects.filter(pk=object_id).first()
        last = comment and comment.decisions.select_related("moderator").first()
        self.fields["seen"].initial = last.pk if last else 0
        if last and last.moderator_id not in (None, request.user.pk):
            self.fields["reason"].help_text = " ".join(
                [str(decided_by_another(last)), str(self.fields["reason"].help_text)]
            )


class DecisionInline(TabularInline):
    """Decisions about a comment: by whom, when and why."""

    model = ModerationEntry
    fields = readonly_fields = ("decided_at", "moderator", "old", "new", "reason")
    extra = 0
    can_delete = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("moderator")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


def decision(status, title, icon):
    """Return the row action and page button that gives one comment a status, after asking for a reason."""

    @action(
        description=title, icon=icon, permissions=["moderate"], url_path=status.value,
        dialog={"title": title, "description": "", "form_class": ReasonForm, "form_submit_text": title},
    )  # fmt: skip
    def decide(self, request, form, object_id):
        comment = self.get_object(request, object_id)
        try:
            given = form.cleaned_data
            if comment is not None and set_status(
                comment, status, request.user, given["reason"], seen=given["seen"]
            ):
                messages.success(request, _("The comment is now: %(status)s.") % {"status": status.label})
        except ModerationError as refusal:
            messages.error(request, str(refusal))
        return HttpResponse(headers={"HX-Redirect": reverse("admin:news_comment_changelist")})

    return decide


def bulk_decision(status, title):
    """Return the list action that gives the chosen comments a status and says how many changed."""

    @action(description=title, permissions=["moderate"])
    def decide(self, request, queryset):
        comments = list(queryset)
        outcome = set_status_of_many(comments, status, request.user)
        for sentence in (*outcome.collisions, *_no_longer_listed(request, comments))[:MOST_NAMED]:
            messages.warning(request, sentence)
        if outcome.changed:
            sentence = ngettext("%(count)d comment changed.", "%(count)d comments changed.", outcome.changed)
            messages.success(request, sentence % {"count": outcome.changed})
        if outcome.unchanged:
            sentence = ngettext(
                "%(count)d stayed as it was.", "%(count)d stayed as they were.", outcome.unchanged
            )
            messages.info(request, sentence % {"count": outcome.unchanged})
        if outcome.refused:
            sentence = ngettext(
                "%(count)d could not be changed this way.",
                "%(count)d could not be changed this way.",
                outcome.refused,
            )
            messages.warning(request, sentence % {"count": outcome.refused})

    return decide


def _no_longer_listed(request, comments):
    """Return who has decided about those of the chosen comments that have left the list since it was shown."""
    chosen = {
        int(key)
        for key in request.POST.getlist("_selected_action")
        if key.isascii() and key.isdigit() and len(key) < 19
    }
    gone = sorted(chosen - {comment.pk for comment in comments})[:MOST_NAMED]
    return [
        f"{comment.name}: {decided_by_another(comment.decisions.select_related('moderator').first())}"
        for comment in Comment.objects.filter(pk__in=gone).order_by("pk")
    ]


def _link(address, article):
    return format_html('<a class="row-link" href="{}">{}</a>', address, Truncator(str(article)).chars(70))


@admin.register(Comment)
class CommentAdmin(LargeListMixin, CommentDeskMixin, ModelAdmin):
    """Reader comments, those that wait first."""

    list_display = ("text", "author", "article_link", "article_on_site", "status_shown", "written")
    list_display_links = ("text",)
    list_filter = (StatusFilter, ("language", ChoicesDropdownFilter), "demonstration")
    list_filter_submit = True
    list_select_related = ("article__section", "article__release")
    list_per_page = 50
    search_fields = ("body", "name", "email", *in_languages("article__title"))
    search_help_text = _(
        "Words of the comment, name, e-mail, or title of the article, in the newest 3,000 of a status; a whole e-mail "
        "address among all"
    )
    ordering = ("created_at", "pk")
    inlines = [DecisionInline]
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("status_shown", "created_at", "language_shown"),
                    ("article_link", "article_on_site"),
                    "body",
                )
            },
        ),
        (_("Author"), {"fields": (("name", "email", "network"),)}),
    )
    readonly_fields = ("status_shown", "language_shown", "article_link", "article_on_site", "network")
    compressed_fields = False
    actions = ("approve_all", "reject_all", "spam_all", "remove_all")
    actions_row = actions_detail = ("approve", "reject", "spam", "remove")

    approve = decision(CommentStatus.APPROVED, _("Approve"), "check")
    reject = decision(CommentStatus.REJECTED, _("Reject"), "close")
    spam = decision(CommentStatus.SPAM, _("Mark as spam"), "report")
    remove = decision(CommentStatus.REMOVED, _("Remove"), "visibility_off")
    approve_all = bulk_decision(CommentStatus.APPROVED, _("Approve the selected comments"))
    reject_all = bulk_decision(CommentStatus.REJECTED, _("Reject the selected comments"))
    spam_all = bulk_decision(CommentStatus.SPAM, _("Mark the selected comments as spam"))
    remove_all = bulk_decision(CommentStatus.REMOVED, _("Remove the selected comments"))

    def get_search_results(self, request, queryset, search_term):
        """Look through the newest of the chosen status, or through what was left with a whole e-mail address."""
        words = search_term.split()
        if words:
            chosen = request.GET.get(StatusFilter.parameter_name) or CommentStatus.PENDING.value
            since = looked_through_since({chosen} & set(CommentStatus.values))
            sees_addresses = "email" in self.get_search_fields(request)
            queryset = narrowed(queryset, words if sees_addresses else [], since)
        return super().get_search_results(request, queryset, search_term)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        """Refuse to edit a comment; decisions are made by the buttons."""
        return False

    def has_moderate_permission(self, request, obj=None):
        return user_can_moderate(request.user)

    def hidden_from(self, user):
        """Hide from others what a reader left for the moderators; titles of drafts are for those who see articles."""
        of_readers = () if user_can_moderate(user) else ("email", "network")
        of_drafts = ("article_link", *in_languages("article__title"))
        return (*of_readers, *(("article_on_site",) if user.has_perm("news.view_article") else of_drafts))

    def get_actions_detail(self, request, object_id):
        """Offer the decisions that may follow the last one."""
        comment = self.get_object(request, object_id)
        possible = {new.value for old, new in TRANSITIONS if comment and old == comment.status}
        return [step for step in super().get_actions_detail(request, object_id) if step.path in possible]

    def view_on_site(self, obj):
        return (
            obj.get_absolute_url()
            if obj.status == CommentStatus.APPROVED and obj.article.is_public()
            else None
        )

    @display(description=_("comment"))
    def text(self, obj):
        return format_html(
            '<span class="comment-text" lang="{}">{}</span>', obj.language, Truncator(obj.body).chars(240)
        )

    @display(description=_("name"), ordering="name")
    def author(self, obj):
        remark = _("demonstration") if obj.demonstration else ""
        return format_html('{} <span class="remark">{}</span>', Truncator(obj.name).chars(40), remark)

    @display(description=_("article"), ordering=in_own_language("article__title"))
    def article_link(self, obj):
        return _link(reverse("admin:news_article_change", args=[obj.article_id]), obj.article)

    @display(description=_("article"))
    def article_on_site(self, obj):
        """Lead to the article's public page while there is one."""
        article = obj.public_article
        return _link(article.get_absolute_url(), article) if article else capfirst(obj.article_named)

    @display(description=_("status"), ordering="status")
    def status_shown(self, obj):
        return badge(obj.get_status_display(), TONES[obj.status])

    @display(description=_("written"), ordering="created_at")
    def written(self, obj):
        return short_moment(obj.created_at)

    @display(description=_("language of the page"))
    def language_shown(self, obj):
        return obj.get_language_display()
