"""Revisions: what a thing said at each save by hand, and who saved it when."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RevisionQuerySet(models.QuerySet):
    """Questions about revisions."""

    def newest_first(self):
        """Return revisions newest first."""
        return self.order_by("-number")

    def for_list(self):
        """Return revisions as lists show them: with their authors, without their content."""
        return self.select_related("author").defer("content")


class RevisionOf(models.Model):
    """A thing's whole content at one save (`news.drafting.contents`). Never changed.

    A kind's own revisions add `thing`, to which they belong, as its `revisions`.
    """

    told_when_deleted = True

    number = models.PositiveIntegerField(_("number"))
    content = models.JSONField(_("content"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("saved by")
    )
    note = models.CharField(pgettext_lazy("on a change", "note"), max_length=255, blank=True)
    created_at = models.DateTimeField(_("saved"), default=timezone.now)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        abstract = True
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["thing", "number"], name="%(class)ss_are_numbered")]

    def __str__(self):
        return _("Revision %(number)s") % {"number": self.number}
