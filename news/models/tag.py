"""Tags with translated names."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import GenericTaggedItemBase, TagBase

from indexdata.searching.documents import Searchable


class TagQuerySet(models.QuerySet):
    """Questions about tags."""

    def with_counts(self, at=None):
        """Return the tags that public articles or fabrics carry, with their number as `number`."""
        from .article import Article
        from .fabric import Fabric

        public = Q()
        for model, queryset in (
            (Article, Article.objects.published(at)),
            (Fabric, Fabric.objects.published()),
        ):
            content_type = ContentType.objects.get_for_model(model)
            public |= Q(
                items__content_type=content_type, items__object_id__in=queryset.order_by().values("pk")
            )
        return self.annotate(number=Count("items", filter=public)).filter(number__gt=0).order_by("slug")

    def in_use(self, at=None):
        """Return the tags that visitors can meet: a tag made for something unpublished says too much by its name."""
        from .article import Article
        from .fabric import Fabric

        met = Q()
        for queryset in (Article.objects.published(at), Fabric.objects.published()):
            meta = queryset.model._meta
            # Asked for each item by its key, so that the first one that is public ends the search.
            public = queryset.order_by().filter(pk=OuterRef("object_id"))
            tagged = TaggedItem.objects.filter(
                Exists(public),
                tag=OuterRef("pk"),
                content_type__app_label=meta.app_label,
                content_type__model=meta.model_name,
            )
            met |= Q(Exists(tagged))
        return self.filter(met)


class Tag(Searchable, TagBase):
    """A tag: its name is translated, its slug may be Chinese."""

    shown_in = ("tags",)

    slug = models.SlugField(_("slug"), max_length=100, unique=True, allow_unicode=True)

    objects = TagQuerySet.as_manager()

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

    shown_in = ("tags",)

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="items", verbose_name=_("tag"))
    # Kept by the database itself (`news.visibility`): what the article that carries the tag says of itself.
    published_at = models.DateTimeField(null=True, editable=False)
    visible_from = models.DateTimeField(null=True, editable=False)
    visible_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("tagged item")
        verbose_name_plural = _("tagged items")
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="tagged_object"),
            models.Index(
                fields=["tag", "-published_at", "-object_id", "visible_from", "visible_until"],
                condition=Q(visible_from__isnull=False),
                name="tagged_newest",
            ),
            models.Index(
                fields=["tag", "visible_from"], condition=Q(visible_from__isnull=False), name="tagged_coming"
            ),
            models.Index(
                fields=["tag", "visible_until"], condition=Q(visible_until__isnull=False), name="tagged_going"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "tag"], name="tag_once_per_object")
        ]
