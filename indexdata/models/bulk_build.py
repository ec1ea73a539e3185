"""The bulk files that were last made: of what, when, and where they lie."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BulkBuild(models.Model):
    """One making of all bulk files: figures as they stood for the public at a moment.

    `prints` is {family: fingerprint of its figures} (`indexdata.bulk.fingerprints`), `files` a list of
    {name, stored, bytes, sha256, rows}: `stored` is where the storage keeps it. With `invented` demonstration figures are in.
    """

    shown_in = ("bulk",)

    invented = models.BooleanField(_("with demonstration figures"), unique=True)
    at = models.DateTimeField(_("figures as they stood at"))
    prints = models.JSONField(_("fingerprints"), default=dict)
    files = models.JSONField(_("files"), default=list)

    class Meta:
        verbose_name = _("making of the bulk files")
        verbose_name_plural = _("makings of the bulk files")
        default_permissions = ()

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}"
