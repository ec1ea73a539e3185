"""Errors that readers report in figures. Private: nothing of it is shown to visitors."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indexdata.models import Index, Release

LONGEST_REPORT = 2000


class FigureReportQuerySet(models.QuerySet):
    """Questions about reported errors."""

    def waiting(self):
        """Return those that nobody has answered."""
        return self.filter(state=FigureReport.State.NEW)

    def by_email(self, email):
        """Return those that name an address, in whatever letter case."""
        return self.filter(email__iexact=email) if email else self.none()


class FigureReport(models.Model):
    """A reader's word that a public figure is wrong: which, what it was then, and what became of the word."""

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("a report", "New")
        ANSWERED = "answered", _("Answered")
        DISMISSED = "dismissed", _("Dismissed")
        CORRECTED = "corrected", _("Led to a correction")

    index = models.ForeignKey(Index, models.CASCADE, related_name="+", verbose_name=_("index"))
    release = models.ForeignKey(Release, models.CASCADE, related_name="+", verbose_name=_("release"))
    value = models.DecimalField(_("value when reported"), max_digits=12, decimal_places=2, null=True)
    text = models.TextField(_("what is wrong"), max_length=LONGEST_REPORT)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    network = models.CharField(max_length=80, blank=True, editable=False, db_index=True)
    created_at = models.DateTimeField(_("received on"), db_index=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.NEW)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    remark = models.TextField(_("remark"), blank=True)

    objects = FigureReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("reported error")
        verbose_name_plural = _("reported errors")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view", "change")
        indexes = [
            models.Index(
                fields=["-created_at", "-id"], condition=models.Q(state="new"), name="figure_reports_waiting"
            ),
            models.Index(fields=["email"], condition=~models.Q(email=""), name="figure_reports_with_email"),
        ]

    def __str__(self):
        return f"{self.index} {self.release.code}"
