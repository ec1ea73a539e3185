"""Outside addresses that texts link to, and whether they answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkCheckQuerySet(models.QuerySet):
    """Questions about checked addresses."""

    def failing(self):
        """Return addresses that did not answer when they were asked last."""
        return self.filter(failing_since__isnull=False)


class LinkCheck(models.Model):
    """One address and how it answered when it was last asked (`manage.py check_links`)."""

    url = models.URLField(_("address"), max_length=500, unique=True)
    checked_at = models.DateTimeField(_("last asked"), null=True, blank=True)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=80, blank=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("checked address")
        verbose_name_plural = _("checked addresses")
        ordering = ["url"]

    def __str__(self):
        return self.url
