"""Sample units: enterprises and merchants that report."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from indexdata.enums import UnitKind

from .classification import Index
from .source import CollectingSource


class SampleUnitQuerySet(models.QuerySet):
    """Questions about sample units. Contact details never leave the admin."""

    def for_visitors(self):
        """Return active units without their contact details, with source and classes at hand."""
        return self.filter(active=True).defer("contact").select_related("source").prefetch_related("classes")


class SampleUnit(models.Model):
    """An enterprise or merchant that reports prices or answers the prosperity survey."""

    shown_in = ("samples",)

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind.choices)
    source = models.ForeignKey(
        CollectingSource, models.PROTECT, related_name="sample_units", verbose_name=_("collecting source")
    )
    classes = models.ManyToManyField(
        Index, blank=True, related_name="sample_units", verbose_name=_("classes")
    )
    description = models.TextField(_("description"), blank=True)
    reporting_since = models.PositiveIntegerField(_("reporting since (year)"), null=True, blank=True)
    contact = models.TextField(_("contact"), blank=True, help_text=_("For staff only, never shown."))
    active = models.BooleanField(_("active"), default=True)
    demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = SampleUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("sample unit")
        verbose_name_plural = _("sample units")
        ordering = ["slug"]

    def __str__(self):
        return self.name or self.slug

    def get_absolute_url(self):
        return reverse("indexdata:sample", args=[self.slug])
