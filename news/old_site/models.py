"""Saved pages that were brought in: which article each became, so that the same page is known whatever editors made of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from news.articles.models import Article


class BroughtIn(models.Model):
    """A page of the old site, by what it says (`news.old_site.recognising.digest_of`), and its article."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="brought_in", editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("saved page of the old site")
        verbose_name_plural = _("saved pages of the old site")

    def __str__(self):
        return self.digest[:12]
