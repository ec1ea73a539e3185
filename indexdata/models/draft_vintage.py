"""Corrections on their way: the vintage that a figure will have once a second person publishes it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.languages import in_languages
from indexdata.enums import ObservationStatus

from .classification import Index
from .observation import Observation
from .release import Release


class DraftVintageQuerySet(models.QuerySet):
    """Questions about corrections on their way."""

    def waiting(self):
        """Return those that nobody has decided about."""
        return self.filter(outcome="")


class DraftVintage(models.Model):
    """A new value of a released figure, or its withdrawal (no value, status O), which readers do not see yet.

    `observation` is the vintage that stood when it was written; empty for a figure that the release lacked.
    """

    class Outcome(models.TextChoices):
        PUBLISHED = "published", _("Published")
        REJECTED = "rejected", _("Rejected")

    index = models.ForeignKey(Index, models.PROTECT, related_name="+", verbose_name=_("index"))
    release = models.ForeignKey(
        Release, models.CASCADE, related_name="draft_vintages", verbose_name=_("release")
    )
    observation = models.ForeignKey(
        Observation, models.CASCADE, null=True, related_name="+", verbose_name=_("figure")
    )
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2, null=True)
    status = models.CharField(
        _("status"), max_length=1, choices=ObservationStatus.choices, default=ObservationStatus.NORMAL
    )
    stated_previous = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    stated_year_start = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    stated_year_ago = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    reason = models.TextField(_("reason of the correction"))
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("prepared by")
    )
    prepared_at = models.DateTimeField(_("prepared at"), default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    remark = models.TextField(_("remark"), blank=True)

    objects = DraftVintageQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction on its way")
        verbose_name_plural = _("corrections on their way")
        ordering = ["-prepared_at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["index", "release"],
                condition=Q(outcome=""),
                name="one_correction_waits_for_each_figure",
            )
        ]

    def __str__(self):
        return f"{self.index} {self.release.code}"

    @property
    def reasons(self):
        """Return the reason as `{name of its field: text}` in the languages in which it was given."""
        return {name: text for name in in_languages("reason") if (text := getattr(self, name))}
