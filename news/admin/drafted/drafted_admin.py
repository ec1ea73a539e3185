"""The admin of a model with drafts: its form, pages, steps and how it stands in lists."""

from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from foundation.admin.badges import BAD, CALM, GOOD, PLAIN, WAITING, badge
from foundation.admin.languages import PublicPageMixin, short_moment
from news.admin.editor import RichTextMixin
from news.admin.library.chooser import PictureFieldsMixin
from news.drafting.contents import GOES_LIVE_AT
from news.enums import ArticleStatus
from news.permissions import user_can_edit

from .aside import AsidePages
from .begin_copy import BeginCopyMixin
from .forms import is_live
from .listing import DraftsFoundMixin
from .many import ManyMixin
from .own_pages import OwnPages, OwnPagesMixin
from .panels import Panels
from .preview import PreviewPages
from .revisions import RevisionPages
from .saving import SavingMixin
from .steps import StepsMixin
from .working import WorkingPages

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

#: The groups of pages that everything with drafts has.
DRAFT_PAGES = (AsidePages, Panels, PreviewPages, RevisionPages, WorkingPages)


class DraftedMixin(
    OwnPagesMixin,
    ManyMixin,
    DraftsFoundMixin,
    BeginCopyMixin,
    StepsMixin,
    SavingMixin,
    PictureFieldsMixin,
    RichTextMixin,
    PublicPageMixin,
):
    """For the admin of a model with drafts. The status changes by the buttons below the form only."""

    own_pages: tuple[type[OwnPages], ...] = DRAFT_PAGES
    change_form_template = "admin/drafted/change_form.html"
    warn_unsaved_form = True

    @property
    def media(self):
        """Return the scripts of the form, without those that fill in slugs while one types where saving makes the slug."""
        media = super().media
        if self.prepopulated_fields:
            return media
        lists = [
            [one for one in scripts if not str(one).endswith(SLUG_SCRIPTS)] for scripts in media._js_lists
        ]
        media._js_lists = [scripts for scripts in lists if scripts]
        return media

    def get_fieldsets(self, request, obj=None):
        """Ask when changes appear only of what is on the site."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None and is_live(obj.row):
            return fieldsets
        return [
            (name, {**options, "fields": tuple(_without_moment_of_change(options["fields"]))})
            for name, options in fieldsets
        ]

    def has_change_permission(self, request, obj=None):
        return user_can_edit(request.user, self.model)

    def is_on_site(self, obj):
        return obj.row.is_public()

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


def _waits_whole(thing):
    """Tell whether the draft of a thing is what is scheduled, and nothing besides."""
    return thing.scheduled_for and thing.scheduled_revision_id == thing.latest_revision_id


def _without_moment_of_change(rows):
    return [row for row in rows if row != (GOES_LIVE_AT,)]
