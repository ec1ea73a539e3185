"""The columns of a thing with drafts, besides those that hold what it says."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.drafting.contents import ContentOf
from news.enums import PUBLIC, UNPUBLISHED, ArticleStatus


def pointer_to(revision):
    """Return the field in which a thing points to one of its revisions."""
    return models.ForeignKey(
        revision, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )


class Drafted(models.Model):
    """A thing with a draft beside what visitors read.

    While it is published its row holds what visitors read, and what editors save lies in its latest revision
    (`news.editing.revisions`), whose stage is `draft_status`. A thing that is not published has its newest text in the row.

    `published_at` dates it for readers; `changed_at` is when what they read was last changed after it had appeared, empty
    while it never was; `updated_at` is when the row was last saved.

    A kind's model adds what it says, described in `described`, and four pointers to its revisions: `latest_revision`,
    `live_revision`, `scheduled_revision` and `translation_basis`.
    """

    described: ContentOf
    #: A new row with another status shows nothing (`portal.freshness.groups`).
    hidden_unless = ArticleStatus.PUBLISHED
    #: Columns of which visitors see nothing: writing them alone touches no kept page.
    unseen_columns = (
        "draft_status",
        "latest_revision_id",
        "live_revision_id",
        "original_language",
        "staged_at",
        "translation_basis_id",
        "translation_outdated",
    )

    status = models.CharField(
        _("status"), max_length=12, choices=ArticleStatus.choices, default=ArticleStatus.DRAFT, db_index=True
    )
    draft_status = models.CharField(
        _("status of the draft"),
        max_length=12,
        choices=[choice for choice in ArticleStatus.choices if choice[0] in UNPUBLISHED],
        blank=True,
        default="",
        editable=False,
    )
    scheduled_languages = models.JSONField(default=list, blank=True, editable=False)
    scheduled_fields = models.JSONField(null=True, blank=True, editable=False)
    scheduled_for = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    original_language = models.CharField(
        _("original language"),
        max_length=10,
        choices=settings.LANGUAGES,
        default="zh-hans",
        help_text=_("The other language is its translation."),
    )
    translation_outdated = models.BooleanField(
        _("translation older than its original"), default=False, editable=False
    )
    published_at = models.DateTimeField(
        _("published at"),
        null=True,
        blank=True,
        help_text=_("A moment in the future schedules it: it appears at its second."),
    )
    expires_at = models.DateTimeField(_("taken down at"), null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("author"),
    )
    changed_at = models.DateTimeField(_("changed for readers"), null=True, blank=True, editable=False)
    staged_at = models.DateTimeField(_("at this stage since"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        abstract = True

    @property
    def row(self):
        """Return the thing as its row stands, also when its newest content was put over it in memory."""
        return getattr(self, "_row", self)

    @property
    def has_draft(self):
        """Tell whether a published thing has changes that are not published."""
        return bool(self.draft_status)

    @property
    def stage(self):
        """Return where the newest text stands: that of the draft of a published thing, else of the thing."""
        return self.draft_status or self.status

    @property
    def last_change(self):
        """Return the moment since which readers have read what they read now: of its last change, else its date."""
        return max((moment for moment in (self.published_at, self.changed_at) if moment), default=None)

    @property
    def was_changed(self):
        """Tell whether what readers read was changed after it had appeared."""
        return bool(self.changed_at) and self.last_change == self.changed_at

    @property
    def appears_at(self) -> datetime | None:
        """Return the moment from which visitors may see a published thing."""
        return self.published_at

    def is_public(self, at=None):
        """Tell whether visitors may see the thing at a moment (now by default)."""
        at = at or timezone.now()
        return (
            self.status in PUBLIC
            and self.appears_at is not None
            and self.appears_at <= at
            and (self.expires_at is None or self.expires_at > at)
        )
