"""Observations and their provenance."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.unindexed import Unindexed
from indexdata.arithmetic.changes import ObservedValue
from indexdata.enums import MISSING_STATUSES, VALUE_STATUSES, ObservationStatus

from .classification import Index
from .release import Release


def _released(at):
    """Return the condition that a figure's release is out: held against figures that were found, no way to find them.

    Nearly all releases are out; a database that begins with them meets the figures of all.
    """
    return Q(LessThanOrEqual(Unindexed("release__public_at"), at), release__no_issue=False)


class ObservationQuerySet(models.QuerySet):
    """Questions about figures. Whatever visitors see starts with `public`."""

    def public(self, at=None):
        """Return the figures as they stood for the public at a moment (now by default): one per index and period.

        An observation is public once its release is (`Release.public_at`), from its own `published_at` (set for corrections) until it was
        superseded by a newer vintage. A release turned into a recorded gap ("no issue") never shows its figures. Invented
        figures make way for real ones: none stands in a release that has a real figure, as soon as that is public.
        """
        at = at or timezone.now()
        return self._without_outdone(Q(published_at__isnull=True) | Q(published_at__lte=at)).filter(
            Q(published_at__isnull=True) | Q(published_at__lte=at),
            Q(superseded_at__isnull=True) | Q(superseded_at__gt=at),
            _released(at),
        )

    def once_public(self, at=None):
        """Return every vintage that was public at some time up to a moment; one that was replaced before its release never was."""
        at = at or timezone.now()
        return self._without_outdone(Q(published_at__isnull=True) | Q(published_at__lte=at)).filter(
            Q(published_at__isnull=True) | Q(published_at__lte=at),
            Q(superseded_at__isnull=True)
            | Q(superseded_at__gt=F("release__public_at"))
            & (Q(published_at__isnull=True) | Q(superseded_at__gt=F("published_at"))),
            _released(at),
        )

    def invented(self, at=None):
        """Return the demonstration figures among the public ones: met on the way through those that are, not through all figures."""
        at = at or timezone.now()
        released = Release.objects.filter(pk=OuterRef("release"), no_issue=False, public_at__lte=at)
        return self._without_outdone(Q(published_at__isnull=True) | Q(published_at__lte=at)).filter(
            Q(published_at__isnull=True) | Q(published_at__lte=at),
            Q(superseded_at__isnull=True) | Q(superseded_at__gt=at),
            Exists(released),
            demonstration=True,
        )

    def published_figures(self):
        """Leave out demonstration figures."""
        return self.filter(demonstration=False)

    def current(self):
        """Return the newest vintage of each figure, public or not."""
        return self._without_outdone().filter(superseded_at__isnull=True)

    def with_values(self):
        """Leave out observations that say why there is no value."""
        return self.filter(value__isnull=False)

    def _without_outdone(self, *conditions):
        real = Observation.objects.filter(*conditions, release=OuterRef("release"), demonstration=False)
        return self.filter(Q(demonstration=False) | ~Exists(real))

    def held(self):
        """Return the figures as `{period: ObservedValue}`; use it on the observations of one index."""
        rows = self.with_values().values_list(*HELD_FIELDS)
        return {row[0]: ObservedValue(*row) for row in rows}


HELD_FIELDS = (
    "period",
    "value",
    "demonstration",
    "stated_previous",
    "stated_year_start",
    "stated_year_ago",
)


class Observation(models.Model):
    """The value of an index in one period, as published, in one vintage; without a value its status says why.

    Real figures and invented ones of one release may stand beside each other; readers see the real ones alone (`public`).
    A correction adds a row (`vintage` + 1) and marks the old one superseded; nothing is overwritten. The three stated
    changes are percentages as the source stated them; empty where it stated none.
    """

    shown_in = ("figures",)

    index = models.ForeignKey(Index, models.PROTECT, related_name="observations", verbose_name=_("index"))
    release = models.ForeignKey(
        Release, models.PROTECT, related_name="observations", verbose_name=_("release")
    )
    period = models.DateField(_("period"))
    value = models.DecimalField(
        _("value"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Empty: the status says why there is none."),
    )
    status = models.CharField(
        _("status"), max_length=1, choices=ObservationStatus.choices, default=ObservationStatus.NORMAL
    )
    stated_previous = models.DecimalField(
        _("change on previous issue, stated (%)"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    stated_year_start = models.DecimalField(
        _("change since the start of the year, stated (%)"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
    )
    stated_year_ago = models.DecimalField(
        _("year-on-year change, stated (%)"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)
    vintage = models.PositiveIntegerField(_("vintage"), default=1, editable=False)
    published_at = models.DateTimeField(
        _("published at"), null=True, blank=True, editable=False, help_text=_("Empty: with its release.")
    )
    superseded_at = models.DateTimeField(_("superseded at"), null=True, blank=True, editable=False)
    reason = models.TextField(_("reason of the correction"), blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("entered by"),
    )

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["-period", "index"]
        constraints = [
            models.UniqueConstraint(
                fields=["index", "period", "demonstration"],
                condition=Q(superseded_at__isnull=True),
                name="one_current_vintage",
            ),
            models.UniqueConstraint(
                fields=["index", "period", "demonstration", "vintage"], name="vintages_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gt=0),
                name="value_is_positive",
                violation_error_message=_("A figure is a positive number."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, status__in=sorted(VALUE_STATUSES))
                | Q(value__isnull=True, status__in=sorted(MISSING_STATUSES)),
                name="status_says_whether_there_is_a_value",
                violation_error_message=_(
                    "A, B, E and P are statuses of a value; H, L, M and O say why there is none."
                ),
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True)
                | Q(published_at__isnull=True)
                | Q(superseded_at__gte=F("published_at")),
                name="superseded_after_published",
            ),
        ]
        indexes = [
            models.Index(fields=["index", "-period"], name="observation_index_period"),
            models.Index(
                fields=["published_at"], condition=Q(published_at__isnull=False), name="observation_coming"
            ),
            # Whether anything invented is public is asked by each page made anew.
            models.Index(fields=["release"], condition=Q(demonstration=True), name="observation_invented"),
        ]
        permissions = [
            ("release_figures", _("Can release and correct figures")),
            ("import_published_figures", _("Can bring in published figures of the archive")),
        ]

    def __str__(self):
        return f"{self.index} {self.period}: {self.value}"

    @property
    def held(self):
        """Return the value with the changes its source stated, as the computation of changes takes it."""
        return ObservedValue(*(getattr(self, name) for name in HELD_FIELDS))


class Provenance(models.Model):
    """The sources of an observation: one row per source that states it."""

    shown_in = ("figures",)
    told_when_deleted = True

    observation = models.ForeignKey(
        Observation, models.CASCADE, related_name="provenance", verbose_name=_("observation")
    )
    source_url = models.URLField(_("source address"), max_length=500, blank=True)
    note = models.TextField(_("note"), blank=True)
    stated_value = models.DecimalField(_("value stated"), max_digits=12, decimal_places=2)
    stated_previous = models.DecimalField(
        _("change on previous issue, stated (%)"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    stated_year_start = models.DecimalField(
        _("change since the start of the year, stated (%)"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
    )
    stated_year_ago = models.DecimalField(
        _("year-on-year change, stated (%)"), max_digits=8, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = _("provenance")
        verbose_name_plural = _("provenance")
        ordering = ["pk"]

    def __str__(self):
        return self.source_url or self.note
