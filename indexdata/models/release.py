"""Releases: all figures of one family for one period, made public at one moment."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indexdata.arithmetic.periods import period_code, period_label
from indexdata.enums import GAP_STATUSES, ContentState, DateState, Family, ObservationStatus, Standing


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


SOONEST_FIRST = F("released_at").asc(nulls_last=True), F("expected_month").asc(nulls_last=True)


class ReleaseQuerySet(models.QuerySet):
    """Questions about releases. Whatever visitors see of figures starts with `public`."""

    def public(self, at=None):
        """Return what came out by a moment; recorded gaps ("no issue") are not releases."""
        return self.filter(no_issue=False, public_at__lte=at or timezone.now())

    def embargoed(self, at=None):
        """Return what is still to come: announced for later, delayed, or without a day yet."""
        return self.filter(_still_hidden(at), no_issue=False).exclude(date_state=DateState.CANCELLED)

    def announced(self, at=None):
        """Return what the calendar names as coming: what is still to come, and what was cancelled before its moment."""
        at = at or timezone.now()
        cancelled = Q(date_state=DateState.CANCELLED) & (
            Q(released_at__gt=at) | Q(released_at__isnull=True, period__gte=timezone.localdate(at))
        )
        return self.filter(
            _still_hidden(at) & (~Q(date_state=DateState.CANCELLED) | cancelled), no_issue=False
        )

    def next_of(self, family, at=None):
        """Return the release of a family that comes out next, or None; what is delayed counts only where nothing is announced."""
        at = at or timezone.now()
        late = Case(When(released_at__lte=at, then=Value(1)), default=Value(0))
        order = late, *SOONEST_FIRST, "period"
        return self.embargoed(at).filter(family=family).order_by(*order).first()

    def delayed(self, since, at=None):
        """Return what was announced for a moment after `since` that has passed, and is not approved."""
        at = at or timezone.now()
        return self.filter(
            no_issue=False,
            date_state=DateState.CONFIRMED,
            public_at=None,
            released_at__gt=since,
            released_at__lte=at,
        )

    def soonest_first(self):
        """Order by the announced moment; what has none comes last, by the month in which it is expected."""
        return self.order_by(*SOONEST_FIRST, "family", "period")

    def newest_first(self, at=None):
        """Order by the period, the newest first; what is announced for more than a week ahead or without a day comes last."""
        soon = (at or timezone.now()) + timedelta(days=7)
        ahead = Case(When(released_at__lte=soon, then=Value(0)), default=Value(1))
        return self.order_by(ahead, "-period", "family")

    def latest_first(self):
        """Order by the announced moment, the latest first; what has none comes last."""
        return self.order_by(F("released_at").desc(nulls_last=True), "-period", "family")

    def past(self, at=None):
        """Return what has come out, and the periods without an issue or with a cancelled one up to then."""
        at = at or timezone.now()
        cancelled = Q(date_state=DateState.CANCELLED, no_issue=False) & (
            Q(released_at__lte=at) | Q(released_at__isnull=True, period__lt=timezone.localdate(at))
        )
        return self.filter(
            Q(no_issue=False, public_at__lte=at)
            | Q(no_issue=True, period__lte=timezone.localdate(at))
            | cancelled
        )

    def for_calendar_file(self, at=None):
        """Return the releases of the last year and all coming ones, in the order they come out."""
        at = at or timezone.now()
        lately = Q(released_at__gt=at - timedelta(days=366)) | Q(released_at__isnull=True)
        return self.filter(lately, no_issue=False).soonest_first()

    def gaps(self):
        """Return the periods recorded as having no issue."""
        return self.filter(no_issue=True)

    def bulk_create(self, objs, *args, **kwargs):
        """Create many; each is settled as saving it would."""
        objs = list(objs)
        for release in objs:
            release.settle()
        return super().bulk_create(objs, *args, **kwargs)


def _still_hidden(at):
    return Q(public_at__isnull=True) | Q(public_at__gt=at or timezone.now())


#: A release that appears: its date is confirmed and its figures are approved.
_OUT = Q(date_state=DateState.CONFIRMED, content_state=ContentState.APPROVED)
#: What `public_at` follows from.
_SETTLING = {"released_at", "date_state", "content_state", "approved_at", "no_issue"}


class Release(models.Model):
    """All figures of one family for one period. Until `public_at` nothing of it is visible to the public.

    `period` is the Monday of a weekly issue or the first day of a month. `released_at` is the announced moment (none while the
    date is provisional or postponed), `public_at` the later of it and of the approval: it follows from the two states
    (`settle`), is there only when the date is confirmed and the figures are approved, and does not move once it has passed.
    """

    shown_in = ("releases",)
    also_changes = ("articles", "tags")  # triggers: what is written about a release appears with it

    family = models.CharField(_("family"), max_length=20, choices=Family.choices)
    period = models.DateField(_("period"))
    date_state = models.CharField(
        _("date"), max_length=11, choices=DateState.choices, default=DateState.CONFIRMED,
        db_default=DateState.CONFIRMED, editable=False,
    )  # fmt: skip
    released_at = models.DateTimeField(
        _("release moment"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Empty: the day is still to be announced, in the month beside it."),
    )
    expected_month = models.DateField(
        _("expected in"),
        null=True,
        blank=True,
        help_text=_("The month of a release whose day is still to be announced; any day of it."),
    )
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
    content_state = models.CharField(
        _("figures"), max_length=8, choices=ContentState.choices, default=ContentState.DRAFT,
        db_default=ContentState.DRAFT, editable=False,
    )  # fmt: skip
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name=_("approved by"),
    )  # fmt: skip
    figures_changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name=_("figures last changed by"),
    )  # fmt: skip
    public_at = models.DateTimeField(_("public from"), null=True, db_index=True, editable=False)
    date_changed_at = models.DateTimeField(default=timezone.now, null=True, editable=False)
    date_changes = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    #: The changes of the date that readers were told, the newest first (`with_date_changes`).
    told_changes: list

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-period", "family"]
        constraints = [
            models.UniqueConstraint(fields=["family", "period"], name="one_release_per_family_and_period"),
            models.CheckConstraint(
                condition=Q(gap_status__in=[status.value for status in GAP_STATUSES]),
                name="gaps_say_why",
            ),
            models.CheckConstraint(
                condition=(Q(family=Family.PRICE) & IsMonday("period"))
                | (~Q(family=Family.PRICE) & IsFirstOfMonth("period")),
                name="period_is_one_of_the_family",
                violation_error_message=_(
                    "A weekly issue is named by its Monday, a monthly one by the first day of the month."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(date_state=DateState.CONFIRMED) | Q(released_at__isnull=False),
                name="confirmed_dates_have_a_moment",
                violation_error_message=_("A confirmed date needs its moment."),
            ),
            models.CheckConstraint(
                condition=Q(no_issue=True)
                | Q(_OUT, public_at__isnull=False, public_at__gte=F("released_at"))
                | (~_OUT & Q(public_at__isnull=True)),
                name="public_when_confirmed_and_approved",
            ),
        ]
        indexes = [models.Index(fields=["family", "-period"], name="release_family_period")]

    def __str__(self):
        return f"{self.get_family_display()} {period_code(self.period, self.frequency)}"

    def save(self, *args, update_fields=None, **kwargs):
        """Save; `public_at` follows what it depends on."""
        if update_fields is None or not _SETTLING.isdisjoint(update_fields):
            self.settle()
            update_fields = update_fields and {*update_fields, "public_at"}
        super().save(*args, update_fields=update_fields, **kwargs)

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
        """Tell whether the release has come out."""
        return not self.no_issue and self.public_at is not None and self.public_at <= (at or timezone.now())

    @property
    def came_out_at(self):
        """Return the moment a reader is told: that at which it came out late, else the announced one, else None."""
        return self.public_at or self.released_at

    def standing(self, at=None):
        """Return the `Standing` that the calendar tells at a moment; it says nothing of the figures' own state."""
        at = at or timezone.now()
        if self.no_issue:
            return Standing.NO_ISSUE
        if self.is_public(at):
            return Standing.PUBLIC
        if self.date_state == DateState.CONFIRMED and self.released_at <= at:
            return Standing.DELAYED
        return Standing(self.date_state)

    def settle(self):
        """Set `public_at` to what follows from date and approval: the later of the two, or None."""
        out = self.date_state == DateState.CONFIRMED and self.content_state == ContentState.APPROVED
        moments = [moment for moment in (self.released_at, self.approved_at) if moment is not None]
        if self.no_issue:
            self.public_at = self.released_at
        else:
            self.public_at = max(moments) if out and moments else None
