"""A line of the audit trail."""

from django.conf import settings
from django.db import models
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from foundation.audit import Event
from foundation.people import name_of
from foundation.unindexed import Unindexed

#: So many lines about one person are looked up by their ids.
FEW_OF_A_PERSON = 2000


class AppendOnlyError(RuntimeError):
    """Somebody tried to change or delete a line of the audit trail."""


class SecurityEventQuerySet(models.QuerySet["SecurityEvent"]):
    """Questions about the audit trail; its lines cannot be changed or deleted through it."""

    def of_person(self, person):
        """Return what a person did or what was done to their account; two questions decide how it is looked for.

        Few lines are looked up by their ids. Many are met soon on the way through the trail.
        """
        keys = {
            key
            for column in ("by", "about")
            for key in self.model.objects.filter(**{column: person})
            .order_by()
            .values_list("pk", flat=True)[: FEW_OF_A_PERSON + 1]
        }
        if len(keys) <= FEW_OF_A_PERSON:
            return self.filter(pk__in=keys)
        key = getattr(person, "pk", person)
        return self.filter(
            models.Q(Exact(Unindexed("by_id"), key)) | models.Q(Exact(Unindexed("about_id"), key))
        )

    def update(self, **values):
        raise AppendOnlyError("Lines of the audit trail cannot be changed.")

    def delete(self):
        raise AppendOnlyError("Lines of the audit trail cannot be deleted.")

    bulk_update = update_or_create = update  # type: ignore[assignment]  # refused whatever they are called with


class SecurityEvent(models.Model):
    """One security event. The names stay when the accounts go: nothing refers to an account in the database."""

    at = models.DateTimeField(_("when"))
    event = models.CharField(_("what"), max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, db_index=False,
        related_name="+", verbose_name=_("person"),
    )  # fmt: skip
    by_name = models.CharField(_("person"), max_length=200, blank=True)
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, db_index=False,
        related_name="+", verbose_name=_("whose account"),
    )  # fmt: skip
    about_name = models.CharField(_("whose account"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=45, blank=True)
    network = models.CharField(_("network"), max_length=50, blank=True)
    browser = models.CharField(_("browser"), max_length=80, blank=True)
    detail = models.JSONField(_("in detail"), default=dict)

    objects = SecurityEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("security event")
        verbose_name_plural = _("audit trail")
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["at"], name="audit_by_day"),
            models.Index(fields=["event", "-id"], name="audit_by_event"),
            models.Index(fields=["event", "-at", "-id"], name="audit_by_event_and_day"),
            models.Index(fields=["by", "-id"], name="audit_by_person"),
            models.Index(fields=["about", "-id"], name="audit_by_account"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.by_name or '–'}: {self.label}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyError("Lines of the audit trail cannot be changed.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args, **kwargs):
        raise AppendOnlyError("Lines of the audit trail cannot be deleted.")

    @property
    def label(self):
        """Return what happened, in words; what this version does not know, as it was written."""
        return Event(self.event).label if self.event in Event.values else self.event


def shown_name(person):
    """Return how the trail names an account: the user name, and the full name where there is one."""
    if person is None:
        return ""
    full, user = name_of(person), person.get_username()
    return (f"{full} ({user})" if full != user else user)[:200]
