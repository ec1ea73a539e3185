"""Models of what readers do beside writing: confirm an address, follow a thread, report a comment."""

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from news.enums import ReportReason

from .comment import Comment


class ReaderQuerySet(models.QuerySet["Reader"]):
    """Questions about readers."""

    def with_address(self, email):
        """Return the reader with an address, in whatever letter case, as the index of addresses holds it."""
        return self.filter(Exact(Lower("email"), Lower(Value(email))))


class Reader(models.Model):
    """An e-mail address whose owner answered a letter of ours, or has been sent one."""

    email = models.EmailField(_("e-mail"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    created_at = models.DateTimeField(_("first used"), auto_now_add=True)

    objects = ReaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader")
        verbose_name_plural = _("readers")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(Lower("email"), name="readers_have_one_address")]

    def __str__(self):
        return self.email


class Subscription(models.Model):
    """A reader who wants letters about replies in a thread; letters go once `confirmed_at` is set."""

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="subscriptions", verbose_name=_("reader"))
    thread = models.ForeignKey(
        Comment, models.CASCADE, related_name="subscriptions", verbose_name=_("thread")
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    site = models.CharField(max_length=200, help_text=_("Where the links in letters lead, as https://host/."))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True)

    class Meta:
        verbose_name = _("subscription to replies")
        verbose_name_plural = _("subscriptions to replies")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["reader", "thread"], name="one_subscription_to_a_thread")
        ]

    def __str__(self):
        return f"{self.reader} → {self.thread_id}"


class CommentReport(models.Model):
    """A reader's word that a comment should not be there. It stays open until a moderator has looked at it."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports", verbose_name=_("comment"))
    reason = models.CharField(_("reason"), max_length=10, choices=ReportReason.choices)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    network = models.CharField(max_length=80, blank=True, editable=False, db_index=True)
    created_at = models.DateTimeField(_("reported"))
    handled_at = models.DateTimeField(_("looked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["comment"], condition=Q(handled_at__isnull=True), name="open_reports")
        ]

    def __str__(self):
        return f"{self.get_reason_display()} ({self.comment_id})"
