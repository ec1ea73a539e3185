"""Models of background work beside its queue. Nothing of it is shown to visitors."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MishapQuerySet(models.QuerySet):
    """Questions about what failed."""

    def open(self):
        """Return what has neither succeeded since nor been dismissed."""
        return self.filter(settled_at=None)

    def for_good(self):
        """Return what is not tried again by itself, and what is worth knowing before its last try."""
        return self.open().filter(Q(next_try_at=None) | Q(urgent=True))

    def waiting(self, kind, now):
        """Return what of a kind failed and is not to be tried before a later moment than `now`."""
        return self.open().filter(kind=kind, next_try_at__gt=now)


class Mishap(models.Model):
    """Something that was to happen by itself and did not; one row a thing, however often it is tried.

    `kind` and `key` say which thing, `concerns` is the permission of those whom it concerns. `work` and `arguments` name
    the task that does it (ids only, never an address or a token), `task` its row in the queue.
    """

    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(_("thing"), max_length=200)
    label = models.CharField(_("name"), max_length=200, blank=True)
    link = models.CharField(_("address"), max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    concerns = models.CharField(max_length=100, blank=True)
    urgent = models.BooleanField(default=False)
    work = models.CharField(max_length=200, blank=True)
    arguments = models.JSONField(default=list, blank=True)
    task = models.UUIDField(null=True, blank=True)
    first_seen_at = models.DateTimeField(_("first failed"))
    last_seen_at = models.DateTimeField(_("last failed"))
    count = models.PositiveIntegerField(_("how often"), default=1)
    next_try_at = models.DateTimeField(_("tried again"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )

    objects = MishapQuerySet.as_manager()

    class Meta:
        verbose_name = _("mishap")
        verbose_name_plural = _("mishaps")
        ordering = ["-last_seen_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_mishap_a_thing")]
        indexes = [
            models.Index(fields=["last_seen_at"], condition=Q(settled_at=None), name="open_mishaps"),
        ]

    def __str__(self):
        return f"{self.kind} {self.label or self.key}"


class ChoreRecord(models.Model):
    """The next turn of a chore and the outcome of its last; one row for all nodes."""

    name = models.CharField(_("name"), max_length=60, primary_key=True)
    due_at = models.DateTimeField(_("due"))
    task = models.UUIDField(null=True, blank=True)
    done_at = models.DateTimeField(_("last done"), null=True, blank=True)
    said = models.CharField(_("what it said"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("chore")
        verbose_name_plural = _("chores")
        ordering = ["name"]

    def __str__(self):
        return self.name


class WorkerRecord(models.Model):
    """A process that does background work, and when it was last seen alive."""

    name = models.CharField(_("name"), max_length=100, primary_key=True)
    started_at = models.DateTimeField(_("started"))
    seen_at = models.DateTimeField(_("last seen"), db_index=True)

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        ordering = ["name"]

    def __str__(self):
        return self.name


class Effect(models.Model):
    """Something that must not happen twice, such as one letter: marked before and after it happens."""

    key = models.CharField(_("thing"), max_length=200, unique=True)
    begun_at = models.DateTimeField(_("begun"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("effect")
        verbose_name_plural = _("effects")
        indexes = [models.Index(fields=["begun_at"], name="effects_by_age")]

    def __str__(self):
        return self.key
