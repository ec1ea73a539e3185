"""Information pages: about, methodology, data use, privacy, accessibility, moderation policy."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.languages import Translated, in_languages
from news.text.sanitising import clean_fields

#: The page that stands at the address of About Us itself.
FRONT_SLUG = "about-us"


class PageQuerySet(models.QuerySet):
    """Questions about information pages."""

    def ageing_since(self, moment):
        """Return pages that nobody has changed since a moment."""
        return self.filter(updated_at__lt=moment)


class Page(Translated, models.Model):
    """An information page under About Us."""

    shown_in = ("pages",)
    translation_marker = ("title", "body")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=160)
    body = models.TextField(_("text"))
    order = models.PositiveIntegerField(_("order"), default=0)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")
        ordering = ["order", "slug"]

    def __str__(self):
        return self.title or self.slug

    def save(self, *args, **kwargs):
        if kwargs.get("update_fields") is None:
            clean_fields(self, *in_languages("body"))
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        if self.slug == FRONT_SLUG:
            return reverse("news:about")
        return reverse("news:page", args=[self.slug])
