"""Series: articles that belong together and are read one after the other."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ArticleSeries(models.Model):
    """A named series of articles, in the order in which they were published."""

    shown_in = ("articles",)

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    intro = models.TextField(_("introduction"), blank=True, max_length=500)

    class Meta:
        verbose_name = _("series of articles")
        verbose_name_plural = _("series of articles")
        ordering = ["slug"]

    def __str__(self):
        return self.name or self.slug
