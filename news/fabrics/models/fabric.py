"""Popular fabrics: a fabric in fashion, with its specification and picture."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from foundation.languages import Translated, texts_of
from indexdata.models import Index
from news.drafting.contents import Chosen, ChosenTags, ContentOf, text_field
from news.drafting.models import Drafted, DraftedQuerySet, pointer_to
from news.enums import ArticleStatus, Season, Weave
from news.library.models import Picture
from news.tags.models import TaggedItem


class FabricUse(models.Model):
    """A use of fabrics: shirts, curtains, linings."""

    shown_in = ("fabrics",)

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("use")
        verbose_name_plural = _("uses")
        ordering = ["slug"]

    def __str__(self):
        return self.name or self.slug


class FabricQuerySet(DraftedQuerySet):
    """Questions about popular fabrics."""

    def tagged(self, tag):
        """Return the fabrics that carry a tag: asked of each fabric, as a tag may be on a hundred thousand articles."""
        kind = ContentType.objects.get_for_model(self.model)
        return self.filter(
            Exists(TaggedItem.objects.filter(content_type=kind, object_id=OuterRef("pk"), tag=tag))
        )

    def for_list(self):
        """Return fabrics as lists show them, with picture and uses at hand."""
        return self.select_related("picture").prefetch_related("uses")


class Fabric(Translated, Drafted):
    """A popular fabric, with a draft beside what visitors read (`news.drafting.models.Drafted`).

    `palette` holds the colours (#RRGGBB) its swatch is drawn with, the main one first.
    """

    shown_in = ("fabrics",)
    translation_marker = ("name", "description")
    described = ContentOf(
        texts=("name", "composition", "yarn", "finish", "description"),
        title="name",
        body="description",
        needed=("name",),
        values=("slug", "weave", "weight_min", "weight_max", "width_cm", "season", "palette", "order"),
        links=("index", "picture"),
        collections=(Chosen("uses"), ChosenTags()),
        own=("slug",),
        uses=(("picture", "picture"), ("index", "index"), ("tags", "tag")),
        picture="picture",
    )

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    composition = models.CharField(_("composition"), max_length=160, blank=True)
    yarn = models.CharField(_("yarn"), max_length=160, blank=True)
    weave = models.CharField(_("weave"), max_length=20, choices=Weave.choices)
    weight_min = models.PositiveIntegerField(_("weight from (g/m²)"), null=True, blank=True)
    weight_max = models.PositiveIntegerField(_("weight to (g/m²)"), null=True, blank=True)
    width_cm = models.PositiveIntegerField(_("width (cm)"), null=True, blank=True)
    finish = models.CharField(_("finish"), max_length=255, blank=True)
    season = models.CharField(_("season"), max_length=20, choices=Season.choices, default=Season.ALL_YEAR)
    uses = models.ManyToManyField(FabricUse, blank=True, related_name="fabrics", verbose_name=_("uses"))
    description = models.TextField(_("description"), blank=True)
    index = models.ForeignKey(
        Index,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="fabrics",
        verbose_name=_("nearest class of the index"),
    )
    palette = models.JSONField(_("palette"), default=list, blank=True)
    picture = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="fabrics", verbose_name=_("picture")
    )
    tags = TaggableManager(through=TaggedItem, blank=True, verbose_name=_("tags"))
    order = models.PositiveIntegerField(_("order"), default=0)
    latest_revision = pointer_to("news.FabricRevision")
    live_revision = pointer_to("news.FabricRevision")
    scheduled_revision = pointer_to("news.FabricRevision")
    translation_basis = pointer_to("news.FabricRevision")

    objects = FabricQuerySet.as_manager()

    class Meta:
        verbose_name = _("popular fabric")
        verbose_name_plural = _("popular fabrics")
        ordering = ["order", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weight_min__isnull=True)
                | Q(weight_max__isnull=True)
                | Q(weight_max__gte=F("weight_min")),
                name="fabric_weight_range",
            ),
            models.CheckConstraint(
                condition=~Q(status=ArticleStatus.PUBLISHED) | Q(published_at__isnull=False),
                name="published_fabrics_have_a_moment",
            ),
        ]

    def __str__(self):
        return self.name or self.slug

    def is_written_in(self, code):
        """Tell whether the fabric is really written in a language: its name, and its description if it has one in any."""
        if texts_of(self, "description"):
            return super().is_written_in(code)
        return bool(getattr(self, text_field("name", code)))

    def get_absolute_url(self):
        return reverse("news:fabric", args=[self.slug])
