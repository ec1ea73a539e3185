"""Notices to everybody in the admin: chief editors write them, in both languages, with the moments they come and go."""

from datetime import timedelta

from django.contrib import admin
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from foundation.admin.badges import CALM, GOOD, PLAIN, badge
from foundation.admin.languages import PublicPageMixin, SideBySideMixin, short_moment
from foundation.history import note
from foundation.languages import in_languages
from news.notices.models import Notice


@admin.register(Notice)
class NoticeAdmin(SideBySideMixin, PublicPageMixin, ModelAdmin):
    """The notices above every public page: now, later and before."""

    needed = ("text",)
    list_display = ("label", "state", "languages_present", "tone", "from_shown", "until_shown")
    ordering = (F("ends_at").desc(nulls_first=True), "-starts_at")
    search_fields = in_languages("text")
    search_help_text = _("Words of the text in either language")
    fieldsets = (
        (_("Text"), {"fields": (in_languages("text"), ("link", "tone"))}),
        (_("From and until"), {"fields": (("starts_at", "ends_at"),)}),
    )
    actions = ("end_now",)

    def is_on_site(self, obj):
        return False

    @action(description=_("End now"), permissions=["change"])
    def end_now(self, request, queryset):
        """Take the chosen notices off the pages; one that has not begun never appears."""
        now = timezone.now()
        ended = [notice for notice in queryset if notice.ends_at is None or notice.ends_at > now]
        for notice in ended:
            notice.starts_at = min(notice.starts_at, now - timedelta(seconds=1))
            notice.ends_at = now
            notice.save()
        note(request.user, ended, gettext_noop("Ended."))

    @display(description=_("text"))
    def label(self, obj):
        return str(obj)

    @display(description=_("state"))
    def state(self, obj):
        if obj.is_shown():
            return badge(_("Shown now"), GOOD)
        return badge(_("Scheduled"), CALM) if obj.starts_at > timezone.now() else badge(_("Over"), PLAIN)

    @display(description=_("shown from"), ordering="starts_at")
    def from_shown(self, obj):
        return short_moment(obj.starts_at)

    @display(description=_("shown until"), ordering="ends_at")
    def until_shown(self, obj):
        return short_moment(obj.ends_at)
