"""Admin of the settings of moderators: the rules for comments, listed words, ready-made reasons; and the bans in force."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from foundation.admin.badges import BAD, PLAIN, badge
from foundation.admin.languages import SideBySideMixin, short_moment
from foundation.admin.versioned import VersionedMixin
from foundation.languages import in_languages
from news.comments.folding import folded
from news.comments.models import Ban, CommentRules, ListedWord, ReasonTemplate
from news.permissions import user_can_moderate


class ModeratorsOnly:
    """For what only moderators see and change."""

    def has_module_permission(self, request):
        return user_can_moderate(request.user)

    def has_view_permission(self, request, obj=None):
        return user_can_moderate(request.user)

    has_add_permission = has_module_permission
    has_change_permission = has_delete_permission = has_view_permission


@admin.register(CommentRules)
class CommentRulesAdmin(ModeratorsOnly, VersionedMixin, ModelAdmin):
    """The one row of rules: its list is its page."""

    fieldsets = (
        (None, {"fields": ("open", "closed_after_days")}),
        (_("What needs no moderator"), {"fields": ("trusted_after", "spam_above")}),
        (_("Against floods"), {"fields": ("most_links", "proof")}),
    )

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        rules = CommentRules.objects.order_by("pk").first() or CommentRules.objects.create()
        return HttpResponseRedirect(reverse("admin:news_commentrules_change", args=[rules.pk]))

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ListedWordForm(forms.ModelForm):
    """A listed word; two that are looked for in the same way are one."""

    class Meta:
        model = ListedWord
        fields = ("word", "effect", "note")
        widgets = {"word": UnfoldAdminTextInputWidget, "note": UnfoldAdminTextInputWidget}

    def clean_word(self):
        looked_for = folded(self.cleaned_data["word"])
        if not looked_for:
            raise forms.ValidationError(_("Nothing of this can be looked for."))
        if ListedWord.objects.filter(folded=looked_for).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This is listed already, perhaps in another spelling."))
        return self.cleaned_data["word"]


@admin.register(ListedWord)
class ListedWordAdmin(ModeratorsOnly, VersionedMixin, ModelAdmin):
    """Words that hold comments back."""

    form = ListedWordForm
    list_display = ("word", "effect", "looked_for", "note")
    list_filter = ("effect",)
    search_fields = ("word", "folded", "note")

    @display(description=_("looked for as"))
    def looked_for(self, obj):
        return obj.folded


@admin.register(ReasonTemplate)
class ReasonTemplateAdmin(ModeratorsOnly, SideBySideMixin, VersionedMixin, ModelAdmin):
    """Ready-made reasons, offered at the desk."""

    needed = ("text",)
    list_display = ("label", "status", "order")
    list_editable = ("order",)
    fieldsets = ((None, {"fields": (in_languages("text"), ("status", "order"))}),)

    @display(description=_("reason"))
    def label(self, obj):
        return str(obj)


@admin.register(Ban)
class BanAdmin(ModeratorsOnly, ModelAdmin):
    """Bans: made at the desk, lifted here by deleting them."""

    list_display = ("whom", "in_force", "ends", "reason", "moderator")
    list_select_related = ("moderator",)
    fields = readonly_fields = ("whom", "until", "reason", "moderator", "created_at")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @display(description=_("whom"))
    def whom(self, obj):
        return obj.email or obj.kind

    @display(description=_("in force"))
    def in_force(self, obj):
        return badge(_("yes"), BAD) if obj.until > timezone.now() else badge(_("ended"), PLAIN)

    @display(description=_("until"), ordering="until")
    def ends(self, obj):
        return short_moment(obj.until)
