"""Tags with translated names."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import GenericTaggedItemBase, TagBase

from indexdata.searching.documents import Searchable


class Tag(Searchable, TagBase):
    """A tag: its name is translated, its slug may be Chinese."""

    slug = models.SlugField(_("slug"), max_length=100, unique=True, allow_unicode=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["slug"]

    def __str__(self):
        return self.name or self.slug

    def get_absolute_url(self):
        return reverse("news:tag", args=[self.slug])


class TaggedItem(GenericTaggedItemBase):
    """A tag on something: an article or a fabric."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="items", verbose_name=_("tag"))

    class Meta:
        verbose_name = _("tagged item")
        verbose_name_plural = _("tagged items")
        indexes = [models.Index(fields=["content_type", "object_id"], name="tagged_object")]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "tag"], name="tag_once_per_object")
        ]
