"""Tags with translated names."""

from collections import defaultdict
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.models import GenericTaggedItemBase, TagBase

from foundation import kinds
from foundation.languages import in_any_language, in_languages
from news.visibility.questions import MovingQuerySet, seen_at


class TagQuerySet(models.QuerySet):
    """Questions about tags."""

    def with_counts(self, at=None):
        """Return the tags that public articles or fabrics carry, with their number as `number`.

        Articles are counted by what the database keeps for each month, put right for the moment as `news.articles.listing` does.
        """
        at = at or timezone.now()
        items = TaggedItem.objects.filter(tag=OuterRef("pk"))
        lasting = TagMonth.objects.filter(tag=OuterRef("pk")).order_by().values("tag")
        asked = [_carrying_public_of(kind) for kind in _asked()]
        carried = Q(pk__in=TagMonth.objects.values("tag")) | Q(Exists(items.still_to_go(at)))
        return (
            self.filter(reduce(or_, asked, carried))
            .annotate(
                number=Coalesce(Subquery(lasting.annotate(total=Sum("number")).values("total")), 0)
                - _number_of(items.still_to_come(at))
                + _number_of(items.still_to_go(at))
                + sum(
                    Case(When(carrying, then=_number_of(_public_of(kind, items))), default=0)
                    for kind, carrying in zip(_asked(), asked, strict=True)
                )
            )
            .filter(number__gt=0)
            .order_by("slug")
        )

    def with_words(self, words):
        """Return the tags whose name in any language, or whose slug, holds each of some words; no words limit nothing.

        The texts are looked through as one, which halves what a search of ten thousand tags costs.
        """
        texts = [Cast(name, models.TextField()) for name in (*in_languages("name"), "slug")]
        apart = [part for text in texts for part in (text, Value("\n", models.TextField()))]
        found = self.alias(told=Concat(*apart))
        for word in words.split()[:6]:
            found = found.filter(told__icontains=word)
        return found

    def called(self, name):
        """Return the tags that are called so in any language, whatever the case of the letters."""
        return self.filter(in_any_language("name", "iexact", name))

    def in_use(self, at=None):
        """Return the tags that visitors can meet: a tag made for something unpublished says too much by its name."""
        items = TaggedItem.objects.filter(tag=OuterRef("pk"))
        return self.filter(reduce(or_, map(_carrying_public_of, _asked()), Q(Exists(items.seen(at)))))


def _asked():
    """Return the kinds whose things must be asked whether they are public; what carries a tag of an article knows it."""
    return [kind for kind in kinds.every() if kind.tags_of_its_own]


def _public_of(kind, items):
    """Return those of the tagged items that are public things of a kind."""
    meta = kind.model._meta
    return items.filter(
        Exists(kind.public().order_by().filter(pk=OuterRef("object_id"))),
        content_type__app_label=meta.app_label,
        content_type__model=meta.model_name,
    )


def _carrying_public_of(kind):
    """Return the condition that a tag is carried by public things of a kind: asked once, not for each of ten thousand tags."""
    return Q(pk__in=_public_of(kind, TaggedItem.objects.order_by()).values("tag"))


def _number_of(items):
    counted = items.order_by().values("tag").annotate(found=Count("pk")).values("found")
    return Coalesce(Subquery(counted), 0)


class Tag(TagBase):
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

    def get_feed_url(self):
        return reverse("news:feed-tag", args=[self.slug])


class TaggedItemQuerySet(MovingQuerySet):
    """Questions about what carries tags."""

    def on_articles(self, tag):
        """Return where articles that may be on the site now, once or later carry a tag."""
        return self.filter(tag=tag, visible_from__isnull=False)

    def newest_first(self):
        """Return where things carry tags, the newest articles first."""
        return self.order_by("-published_at", "-object_id")

    def seen(self, at=None):
        """Return where articles that visitors may see at a moment carry tags."""
        return self.filter(*seen_at(at or timezone.now()))


class TaggedItem(GenericTaggedItemBase):
    """A tag on something: an article or a fabric."""

    shown_in = ("tags",)

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="items", verbose_name=_("tag"))
    # Kept by the database itself (`news.visibility`): what the article that carries the tag says of itself.
    published_at = models.DateTimeField(null=True, editable=False)
    visible_from = models.DateTimeField(null=True, editable=False)
    visible_until = models.DateTimeField(null=True, editable=False)

    objects = TaggedItemQuerySet.as_manager()

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


def items_by_model(tag):
    """Return {content type: ids} of what carries a tag; one query."""
    found = defaultdict(list)
    for of, key in tag.items.order_by().values_list("content_type", "object_id"):
        found[of].append(key)
    return {ContentType.objects.get_for_id(of): keys for of, keys in found.items()}


class TagMonth(models.Model):
    """The number of articles with a tag, dated in a month, that stay on the site once they have appeared, as `SectionMonth` counts."""

    shown_in = ("tags",)

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="+")
    month = models.IntegerField()
    number = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "month"], name="one_count_per_tag_and_month")]

    def __str__(self):
        return f"{self.tag_id}/{self.month}: {self.number}"


class MergedTag(models.Model):
    """The id of a tag that was merged into another: kept texts and old revisions that name it mean the other."""

    former_id = models.PositiveBigIntegerField(primary_key=True)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="+", verbose_name=_("tag"))

    class Meta:
        verbose_name = _("merged tag")
        verbose_name_plural = _("merged tags")

    def __str__(self):
        return f"{self.former_id} → {self.tag}"
