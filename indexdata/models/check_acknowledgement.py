"""Acknowledgements of what the checks of a release found: by whom, when and why."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.languages import LANGUAGE_CODES

from .release import Release


class CheckAcknowledgement(models.Model):
    """A person looked at a finding and says why it is right all the same.

    `fingerprint` is made of the figures that the finding spoke of: once they are others, it speaks of nothing that is found
    any longer, and is kept for the record. `said` holds the finding's sentence as it was, {language: sentence}.
    """

    release = models.ForeignKey(
        Release, models.CASCADE, related_name="acknowledgements", verbose_name=_("release")
    )
    code = models.CharField(_("check"), max_length=40)
    fingerprint = models.CharField(max_length=64)
    said = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    why = models.TextField(_("why"))

    class Meta:
        verbose_name = _("acknowledgement of a check")
        verbose_name_plural = _("acknowledgements of checks")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["release", "fingerprint"], name="acknowledged_once"),
        ]

    def __str__(self):
        return f"{self.release} {self.code}"

    @property
    def sentence(self):
        """Return the sentence of the finding in the language of who reads it, or in another that it was kept in."""
        codes = (get_language(), *LANGUAGE_CODES)
        return next((self.said[code] for code in codes if self.said.get(code)), "")
