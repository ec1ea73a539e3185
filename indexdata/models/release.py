"""Releases: all figures of one family for one period, made public at one moment."""

from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indexdata.arithmetic.periods import period_code, period_label
from indexdata.enums import GAP_STATUSES, Family, ObservationStatus


class IsMonday(models.Func):
    """Tell whether a day is a Monday, in words that each database has by itself, so that any program may write the table."""

    output_field = models.BooleanField()

    def as_sqlite(self, compiler, connection, **context):
        return _compared(compiler, "strftime", models.Value("%w"), self.source_expressions[0], "1")

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="(EXTRACT(isodow FROM %(expressions)s) = 1)")


class IsFirstOfMonth(models.Func):
    """Tell whether a day is the first of a month, as `IsMonday` does."""

    output_field = models.BooleanField()

    def as_sqlite(self, compiler, connection, **context):
        return _compared(compiler, "strftime", models.Value("%d"), self.source_expressions[0], "01")

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="(EXTRACT(day FROM %(expressions)s) = 1)")


def _compared(compiler, function, form, day, wanted):
    sql, parameters = compiler.compile(
        models.Func(form, day, function=function, output_field=models.TextField())
    )
    return f"({sql} = %s)", (*parameters, wanted)


class ReleaseQuerySet(models.QuerySet):
    """Questions about releases."""

    def public(self, at=None):
        """Return releases whose moment has come; recorded gaps ("no issue") are not releases."""
        return self.filter(no_issue=False, released_at__lte=at or timezone.now())

    def embargoed(self, at=None):
        """Return releases whose moment is still to come."""
        return self.filter(no_issue=False, released_at__gt=at or timezone.now())

    def next_of(self, family, at=None):
        """Return the release of a family that comes out next, or None."""
        return self.embargoed(at).filter(family=family).order_by("released_at", "period").first()

    def past(self, at=None):
        """Return what has come out, and the periods without an issue up to then."""
        at = at or timezone.now()
        return self.filter(
            models.Q(no_issue=False, released_at__lte=at)
            | models.Q(no_issue=True, period__lte=timezone.localdate(at))
        )

    def for_calendar_file(self, at=None):
        """Return the releases of the last year and all coming ones, in the order they come out."""
        at = at or timezone.now()
        return self.filter(no_issue=False, released_at__gt=at - timedelta(days=366)).order_by(
            "released_at", "family"
        )

    def gaps(self):
        """Return the periods recorded as having no issue."""
        return self.filter(no_issue=True)


class Release(models.Model):
    """All figures of one family for one period. Until `released_at` nothing of it is visible to the public.

    `period` is the Monday of a weekly issue or the first day of a month.
    """

    shown_in = ("releases",)
    also_changes = ("articles", "tags")  # triggers: what is written about a release appears with it

    family = models.CharField(_("family"), max_length=20, choices=Family.choices)
    period = models.DateField(_("period"))
    released_at = models.DateTimeField(_("release moment"), db_index=True)
    moment_recorded = models.BooleanField(
        _("moment is recorded"),
        default=True,
        help_text=_("Off for old releases of which only the period is known; pages then show no time."),
    )
    no_issue = models.BooleanField(
        _("no issue"),
        default=False,
        help_text=_("Nothing is published for this period, e.g. around the Spring Festival."),
    )
    gap_status = models.CharField(
        _("why nothing is issued"),
        max_length=1,
        choices=[(status.value, status.label) for status in GAP_STATUSES],
        default=ObservationStatus.CANNOT_EXIST,
        help_text=_("Counts only where nothing is issued: files give it as the status of the period."),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("Shown on the page of the release."))
    demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-period", "family"]
        constraints = [
            models.UniqueConstraint(fields=["family", "period"], name="one_release_per_family_and_period"),
            models.CheckConstraint(
                condition=models.Q(gap_status__in=[status.value for status in GAP_STATUSES]),
                name="gaps_say_why",
            ),
            models.CheckConstraint(
                condition=(models.Q(family=Family.PRICE) & IsMonday("period"))
                | (~models.Q(family=Family.PRICE) & IsFirstOfMonth("period")),
                name="period_is_one_of_the_family",
                violation_error_message=_(
                    "A weekly issue is named by its Monday, a monthly one by the first day of the month."
                ),
            ),
        ]
        indexes = [models.Index(fields=["family", "-period"], name="release_family_period")]

    def __str__(self):
        return f"{self.get_family_display()} {period_code(self.period, self.frequency)}"

    def get_absolute_url(self):
        return reverse("indexdata:release", args=[self.family, self.code])

    @property
    def frequency(self):
        """Return how often the family is published."""
        return Family(self.family).frequency

    @property
    def code(self):
        """Return the period as addresses write it: "2025-06-16" or "2023-05"."""
        return period_code(self.period, self.frequency)

    def label(self, language):
        """Return the period as readers of `language` write it."""
        return period_label(self.period, self.frequency, language)

    def is_public(self, at=None):
        """Tell whether the release moment has come."""
        return not self.no_issue and self.released_at <= (at or timezone.now())
