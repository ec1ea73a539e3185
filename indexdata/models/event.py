"""Events: what happened on a day, or from one day to another, and is marked on charts."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from indexdata.enums import Family

#: So many events are marked on one chart, the newest ones of its span.
MOST_MARKED = 120


class EventQuerySet(models.QuerySet):
    """Questions about events."""

    def public(self):
        """Return the events that visitors may see."""
        return self.filter(public=True)

    def concerning(self, family, first, last):
        """Return the public events of a family from a day to another (both inclusive), oldest first; at most `MOST_MARKED`."""
        begun = self.public().filter(start__lte=last)
        shown = begun.filter(Q(start__gte=first) | Q(end__gte=first)).about(family)
        return list(shown.order_by("-start", "-pk")[:MOST_MARKED])[::-1]

    def about(self, family):
        """Return the events that charts of a family mark: those that name it, or none; by their text, for SQLite searches no JSON."""
        return self.alias(named=Cast("families", models.TextField())).filter(
            Q(named="[]") | Q(named__contains=f'"{family}"')
        )


class Event(models.Model):
    """Something that bears on prices or trade, with the days it took place; officers write it down, charts mark it."""

    shown_in = ("events",)

    start = models.DateField(_("first day"), db_index=True)
    end = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Only where it takes longer than a day.")
    )
    name = models.CharField(
        _("name"), max_length=60, help_text=_("Short: it stands beside a mark on charts.")
    )
    note = models.CharField(_("note"), max_length=255, blank=True)
    families = models.JSONField(_("index families"), default=list, blank=True)
    public = models.BooleanField(_("on charts"), default=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-start", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="event_ends_after_it_begins"
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.start:%Y-%m-%d})" if self.start else self.name

    def clean(self):
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("The last day lies before the first.")})

    @property
    def family_names(self) -> str:
        """Return the families it names, in words; all where it names none."""
        named = [str(Family(code).label) for code in self.families if code in Family.values]
        return ", ".join(named) or str(_("all families"))
