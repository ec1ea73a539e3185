"""Pictures: the file, what it shows, and which part of it matters."""

from contextlib import suppress

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from news.library.pictures import check_picture, picture_path
from news.tags.models import TaggedItem

#: So many of the newest pictures are compared with one, and so many that look like it are named.
COMPARED, MOST_ALIKE = 10_000, 12
PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class KeptImageField(models.ImageField):
    """An image field whose measures stay as they were known while its file cannot be read; for migrations a plain one."""

    def update_dimension_fields(self, instance, *args, **kwargs):
        """Read the measures of a file that is new or was never measured; one that is gone stops nobody."""
        with suppress(OSError):
            super().update_dimension_fields(instance, *args, **kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ImageField", args, kwargs


class PictureQuerySet(models.QuerySet):
    """Questions about pictures."""

    def without_words(self, code):
        """Return pictures that need an alternative text in a language and have none."""
        field = f"alt_{code.replace('-', '_')}"
        return self.filter(Q(**{field: ""}) | Q(**{f"{field}__isnull": True}), decorative=False)

    def looking_like(self, picture, within=6):
        """Return other pictures that look the same, or of the newest nearly so (`news.library.pictures.looks_of`), as a list."""
        if not picture.looks:
            return []
        others, own = self.exclude(pk=picture.pk).order_by("-created_at", "-pk"), int(picture.looks, 16)
        newest = others.exclude(looks="").values_list("pk", "looks")[:COMPARED]
        alike = list(others.filter(looks=picture.looks).values_list("pk", flat=True)[:MOST_ALIKE])
        alike += [pk for pk, looks in newest.iterator() if (int(looks, 16) ^ own).bit_count() <= within]
        return list(self.filter(pk__in=list(dict.fromkeys(alike))[:MOST_ALIKE]))


class Picture(models.Model):
    """A picture of the library, with alternative text, credit and focal point (in percent of width and height)."""

    shown_in = ("library",)

    file = KeptImageField(
        _("file"),
        upload_to=picture_path,
        width_field="width",
        height_field="height",
        max_length=200,
        validators=[check_picture],
    )
    title = models.CharField(_("title"), max_length=160)
    alt = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_("What the picture shows, for readers who cannot see it."),
    )
    decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("The picture adds nothing to the text; it needs no alternative text."),
    )
    credit = models.CharField(_("credit"), max_length=160, blank=True)
    focal_x = models.PositiveSmallIntegerField(
        _("focal point, from the left (%)"), default=50, validators=PERCENT
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point, from the top (%)"), default=50, validators=PERCENT
    )
    width = models.PositiveIntegerField(_("width"), editable=False, default=0)
    height = models.PositiveIntegerField(_("height"), editable=False, default=0)
    digest = models.CharField(
        _("digest"), max_length=64, editable=False, default="", blank=True, db_index=True
    )
    looks = models.CharField(_("looks"), max_length=16, editable=False, default="", blank=True, db_index=True)
    tags = TaggableManager(through=TaggedItem, blank=True, verbose_name=_("tags"))
    drawn = models.BooleanField(_("drawn by the portal"), default=False, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["-created_at", "-id"], name="pictures_by_age")]

    def __str__(self):
        return self.title
