"""Models of the portal itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.audit.models import SecurityEvent
from portal.signing_in.models import (
    FailureCount,
    KnownDevice,
    Passkey,
    RecoveryCode,
    StaffSession,
    WantedAddress,
)

__all__ = [
    "FailureCount",
    "KnownDevice",
    "Passkey",
    "RecoveryCode",
    "SecurityEvent",
    "StaffSession",
    "StarterItem",
    "WantedAddress",
]


class StarterItem(models.Model):
    """One item of first-run content that has been loaded, so that it is loaded once.

    `kind` and `key` name the item in its file, `object_id` what was made of it. The line stays when staff rename,
    change or delete what was made: loading again then leaves their decision alone.
    """

    kind = models.CharField(_("kind"), max_length=20)
    key = models.CharField(_("key"), max_length=255)
    object_id = models.PositiveBigIntegerField(_("made"), null=True, blank=True)
    loaded_at = models.DateTimeField(_("loaded"), auto_now_add=True)

    class Meta:
        verbose_name = _("loaded starter item")
        verbose_name_plural = _("loaded starter items")
        ordering = ["kind", "key"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="starter_items_load_once")]

    def __str__(self):
        return f"{self.kind} {self.key}"
