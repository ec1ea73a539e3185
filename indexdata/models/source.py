"""Collecting sources: the markets where prices are taken."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .classification import Index


class CollectingSourceQuerySet(models.QuerySet):
    """Questions about collecting sources."""

    def for_list(self):
        """Return sources with the number of their active sample units as `unit_count`."""
        return self.annotate(unit_count=Count("sample_units", filter=Q(sample_units__active=True)))


class CollectingSource(models.Model):
    """A market where prices are taken."""

    shown_in = ("sources",)

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    trade = models.CharField(_("trade"), max_length=255, blank=True)
    description = models.TextField(_("description"), blank=True)
    address = models.CharField(_("address"), max_length=255, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    classes = models.ManyToManyField(
        Index,
        blank=True,
        related_name="collecting_sources",
        verbose_name=_("classes"),
        help_text=_("Classes of the index whose goods are traded here."),
    )
    order = models.PositiveIntegerField(_("order"), default=0)

    objects = CollectingSourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("collecting source")
        verbose_name_plural = _("collecting sources")
        ordering = ["order", "slug"]

    def __str__(self):
        return self.name or self.slug

    def get_absolute_url(self):
        return reverse("indexdata:source", args=[self.slug])


class SourceFact(models.Model):
    """One stated fact about a collecting source, with the page that states it."""

    shown_in = ("sources",)
    told_when_deleted = True

    source = models.ForeignKey(
        CollectingSource, models.CASCADE, related_name="facts", verbose_name=_("source")
    )
    label = models.CharField(_("label"), max_length=120)
    value = models.CharField(_("value"), max_length=255)
    source_url = models.URLField(_("source address"), max_length=500, blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ["order", "pk"]

    def __str__(self):
        return f"{self.label}: {self.value}"
