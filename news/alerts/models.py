"""Models of letters about figures."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indexdata.enums import Family
from indexdata.models import Index
from news.comments.models import Reader

LEAST_PERCENT, MOST_PERCENT = Decimal("0.01"), Decimal("99.99")


class Rhythm(models.TextChoices):
    """The moments at which letters come."""

    RELEASE = "release", _("After each release")
    WEEKLY = "weekly", _("Once a week, on Fridays")


class AlertQuerySet(models.QuerySet["Alert"]):
    """Questions about letters that readers want."""

    def confirmed(self):
        """Return those whose readers have answered our letter: letters go to nobody else."""
        return self.filter(confirmed_at__isnull=False)

    def with_what(self):
        """Return them with reader and index at hand."""
        return self.select_related("reader", "index")


class Alert(models.Model):
    """A reader who wants letters about a family or one index; letters go once `confirmed_at` is set.

    `threshold` is the change on the issue before, in percent and whatever its direction, from which on a letter is wanted;
    empty: always. `refusals` counts how often in a row the mail server refused the address for good.
    """

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="alerts", verbose_name=_("reader"))
    family = models.CharField(_("family"), max_length=20, choices=Family.choices)
    index = models.ForeignKey(
        Index, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("index"),
        help_text=_("Empty: the whole family."),
    )  # fmt: skip
    threshold = models.DecimalField(
        _("from a change of (%)"), max_digits=4, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(LEAST_PERCENT), MaxValueValidator(MOST_PERCENT)],
    )  # fmt: skip
    rhythm = models.CharField(_("when"), max_length=7, choices=Rhythm.choices, default=Rhythm.RELEASE)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    site = models.CharField(max_length=200, help_text=_("Where the links in letters lead, as https://host/."))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    created_at = models.DateTimeField(_("asked for"))
    refusals = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("letters about figures")
        verbose_name_plural = _("letters about figures")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["family", "rhythm", "reader"],
                condition=Q(confirmed_at__isnull=False),
                name="alerts_to_tell",
            )
        ]

    def __str__(self):
        return f"{self.reader_id} → {self.index or self.get_family_display()}"

    @property
    def percent(self):
        """Return the threshold as people write it, "1" or "0.5"; empty where there is none."""
        return "" if self.threshold is None else f"{Decimal(self.threshold).normalize():f}"

    def told(self):
        """Return what is kept of this alert as plain values, for its reader."""
        return {
            "family": self.family,
            "index": self.index.code if self.index else None,
            "threshold": str(self.threshold) if self.threshold is not None else None,
            "rhythm": self.rhythm,
            "language": self.language,
            "since": self.created_at.isoformat(),
            "confirmed": bool(self.confirmed_at),
        }


class TellingRound(models.Model):
    """A release or a week whose letters were handed in, claimed by the one worker that did so; `name` says which."""

    name = models.CharField(max_length=40, unique=True)
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ["-begun_at", "-pk"]

    def __str__(self):
        return self.name
