"""Openings of figures before they were public: a row for each person, release and day."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .release import Release


class EmbargoReadQuerySet(models.QuerySet):
    """Questions about who saw figures under embargo."""

    def keep(self, person, releases):
        """Keep that a person opened figures of these releases today; what is public already is no matter. One query at most."""
        day = timezone.localdate()
        hidden = {one.pk: one for one in releases if not one.no_issue and not one.is_public()}
        rows: list = [EmbargoRead(person=person, release=one, day=day) for one in hidden.values()]
        if rows:
            self.bulk_create(rows, ignore_conflicts=True)


class EmbargoRead(models.Model):
    """A person opened a page with figures of a release that was still to come."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    release = models.ForeignKey(
        Release, models.CASCADE, related_name="embargo_reads", verbose_name=_("release")
    )
    day = models.DateField(_("day"))

    objects = EmbargoReadQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening of figures under embargo")
        verbose_name_plural = _("openings of figures under embargo")
        ordering = ["-day", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["person", "release", "day"], name="one_opening_a_day"),
        ]

    def __str__(self):
        return f"{self.release} {self.day}"
