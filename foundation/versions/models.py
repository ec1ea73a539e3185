"""A version of a thing."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class VersionQuerySet(models.QuerySet):
    """Questions about versions."""

    def of(self, thing):
        """Return the versions of a thing, the newest first."""
        kind = ContentType.objects.get_for_model(thing, for_concrete_model=True)
        return self.filter(kind=kind, thing=thing.pk).order_by("-number")


class Version(models.Model):
    """The content of a thing when it was saved (`foundation.versions.contents`); never changed, and gone with the thing.

    `author` is empty for what was there before anybody saved it here, and for what was changed by other ways.
    """

    kind = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    thing = models.BigIntegerField()
    number = models.PositiveIntegerField(_("number"))
    content = models.JSONField(_("content"))
    mark = models.CharField(max_length=32)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
    )
    note = models.CharField(pgettext_lazy("on a change", "note"), max_length=255, blank=True)
    created_at = models.DateTimeField(_("saved"), default=timezone.now)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "thing", "number"], name="versions_count_per_thing")
        ]

    def __str__(self):
        return str(self.number)

    @property
    def note_shown(self):
        """The note; one of the portal's own sentences in the language of the reader."""
        return gettext(self.note) if self.note else ""
