"""The standing of a release, on its page: both states, what led there, and by whom its figures were seen early."""

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from foundation.people import name_of

#: Fields of the page that show it; those about figures are for who may see them.
DATE_FIELDS = ("date_state",)
FIGURE_FIELDS = ("content_state", "checks", "approved_by", "public_at", "steps_so_far", "seen_early_by")
STEPS_SHOWN, SEEN_SHOWN = 30, 100


class ReleaseLogMixin:
    """Fields that show the standing of a release; two queries more."""

    @display(description=_("steps so far"))
    def steps_so_far(self, obj):
        """List the newest steps of both kinds with who, when and why."""
        rows = (
            (
                date_format(localtime(change.at), "SHORT_DATETIME_FORMAT"),
                name_of(change.by) if change.by else "–",
                change.get_track_display(),
                change.get_after_display(),
                change.reason or change.remark,
            )
            for change in obj.changes.select_related("by")[:STEPS_SHOWN]
        )
        return format_html_join("", "<div>{} · {} · {}: {} {}</div>", rows) or "–"

    @display(description=_("figures seen early by"))
    def seen_early_by(self, obj):
        """List who opened the figures before they were public, with the day."""
        rows = obj.embargo_reads.select_related("person")[:SEEN_SHOWN]
        return format_html("{}", ", ".join(f"{name_of(one.person)} {one.day}" for one in rows) or "–")
