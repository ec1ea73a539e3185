"""Addresses that lead elsewhere: what editors enter."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.addresses.spelling import spelled


class Redirect(models.Model):
    """An address of this site that has no page any more: where it leads, or that it is gone."""

    shown_in = ("redirects",)

    path = models.CharField(
        _("address"), max_length=500, unique=True,
        help_text=_(
            "On this site: /old/page/, /old.php?id=7, or as copied from a browser. The Chinese twin follows by itself, where there is one."
        ),
    )  # fmt: skip
    target = models.CharField(
        _("leads to"), max_length=500, blank=True,
        help_text=_("An address of this site, or one that begins with https://. Empty: the page is gone for good."),
    )  # fmt: skip
    note = models.CharField(_("note"), max_length=255, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["path"]

    def __str__(self):
        return self.path

    def save(self, *args, **kwargs):
        """Keep the address in its one spelling: it is looked for in no other."""
        self.path = spelled(self.path)
        super().save(*args, **kwargs)
