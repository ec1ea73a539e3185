"""The uses of things: one row for each thing that a text, a cover, a tag or a release names."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferenceQuerySet(models.QuerySet):
    """Questions about uses."""

    def to(self, kind, keys):
        """Return the uses of things of one kind."""
        return self.filter(target_kind=kind, target_key__in=keys)

    def from_source(self, source):
        """Return everything that one article, page or fabric uses."""
        return self.filter(
            source_type=ContentType.objects.get_for_model(source, for_concrete_model=True),
            source_id=source.pk,
        )


class Reference(models.Model):
    """`source` uses the thing `target_kind`/`target_key` (kinds of `news.linking.targets`) in its field `place`.

    `live` tells whether what visitors read uses it; else a draft does.
    """

    source_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    source_id = models.PositiveBigIntegerField()
    source = GenericForeignKey("source_type", "source_id")
    target_kind = models.CharField(_("kind"), max_length=12)
    target_key = models.PositiveBigIntegerField(_("number"))
    place = models.CharField(_("field"), max_length=40)
    live = models.BooleanField(_("live"), default=True)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("use")
        verbose_name_plural = _("uses")
        constraints = [
            models.UniqueConstraint(
                fields=["source_type", "source_id", "target_kind", "target_key", "place", "live"],
                name="a_use_is_noted_once",
            )
        ]
        indexes = [models.Index(fields=["target_kind", "target_key"], name="reference_target")]

    def __str__(self):
        return f"{self.source} → {self.target_kind}/{self.target_key}"
