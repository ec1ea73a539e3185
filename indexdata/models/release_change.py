"""The log of releases: each step of a date or of figures, with who, when and why."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indexdata.enums import ContentState, DateState, Track

from .release import Release


class ReleaseChangeQuerySet(models.QuerySet):
    """Questions about the log of releases."""

    def of_dates(self):
        """Return the changes of date that readers were told, the newest first."""
        return self.filter(track=Track.DATE).exclude(before="").order_by("-at", "-pk")


def with_date_changes(releases):
    """Have each release of a queryset carry its changes of date as `told_changes`, the newest first; one query more."""
    return releases.prefetch_related(
        models.Prefetch("changes", ReleaseChange.objects.of_dates(), to_attr="told_changes")
    )


class ReleaseChange(models.Model):
    """One step of a release, written down once. Changes of date are public with their reason, those of figures are not."""

    shown_in = ("releases",)

    release = models.ForeignKey(
        Release, models.CASCADE, related_name="changes", verbose_name=_("release"), editable=False
    )
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who"),
        editable=False,
    )  # fmt: skip
    track = models.CharField(_("what"), max_length=7, choices=Track.choices, editable=False)
    before = models.CharField(max_length=11, blank=True, editable=False)
    after = models.CharField(max_length=11, editable=False)
    moment_before = models.DateTimeField(null=True, editable=False)
    moment_after = models.DateTimeField(null=True, editable=False)
    reason = models.TextField(_("reason"), blank=True, editable=False)
    remark = models.TextField(_("remark"), blank=True, editable=False)

    objects = ReleaseChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a release")
        verbose_name_plural = _("changes of releases")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["track", "-at"], name="release_changes_newest")]

    def __str__(self):
        return f"{self.release}: {self.get_before_display()} → {self.get_after_display()}"

    def get_before_display(self):
        """Return the state before in words."""
        return self._named(self.before)

    def get_after_display(self):
        """Return the state after in words."""
        return self._named(self.after)

    def _named(self, state):
        states = DateState if self.track == Track.DATE else ContentState
        return states(state).label if state else ""
