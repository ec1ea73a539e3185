"""Sections: the parts of News and Comments."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from news.enums import SectionKind


class SectionQuerySet(models.QuerySet):
    """Questions about sections."""

    def news(self):
        """Return the sections of News."""
        return self.filter(kind=SectionKind.NEWS)

    def commentary(self):
        """Return the parts of Comments."""
        return self.filter(kind=SectionKind.COMMENTARY)


class Section(models.Model):
    """A part of News or of Comments (index commentary)."""

    shown_in = ("sections",)
    also_changes = ("articles", "tags")  # triggers: the kind of the section of each article

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=SectionKind.choices, default=SectionKind.NEWS)
    name = models.CharField(_("name"), max_length=80)
    intro = models.TextField(_("introduction"), blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)
    comments_open = models.BooleanField(_("open for reader comments"), default=True)
    legacy_section = models.CharField(
        _("old section"), max_length=20, blank=True, help_text=_("News or Comments.")
    )
    legacy_name = models.PositiveIntegerField(
        _("old “name” parameter"),
        null=True,
        blank=True,
        help_text=_("Unreliable; only a fallback for old addresses."),
    )

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["order", "slug"]

    def __str__(self):
        return self.name or self.slug

    def get_absolute_url(self):
        name = "news:commentary-part" if self.is_commentary else "news:section"
        return reverse(name, args=[self.slug])

    def get_feed_url(self):
        name = "news:feed-commentary-part" if self.is_commentary else "news:feed-section"
        return reverse(name, args=[self.slug])

    @property
    def is_commentary(self):
        """Tell whether the section holds index commentary."""
        return self.kind == SectionKind.COMMENTARY


class SectionMonth(models.Model):
    """The number of articles of a section, dated in a month (202306), that stay on the site once they have appeared.

    What is taken down at a moment is not among them, what is still to come is: `news.articles.listing` puts both right for the moment
    it is asked for.
    """

    shown_in = ("articles",)

    section = models.ForeignKey(Section, models.CASCADE, related_name="+")
    month = models.IntegerField()
    number = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["section", "month"], name="one_count_per_section_and_month")
        ]

    def __str__(self):
        return f"{self.section_id}/{self.month}: {self.number}"
