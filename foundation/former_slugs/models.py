"""A slug that a thing had before, whatever model it is of."""

from django.db import models


class FormerSlug(models.Model):
    """A slug that named a thing before it was renamed, or a thing that was merged into it.

    It names the thing by its key, so that a thing renamed twice is one step away. A live thing with the slug comes first.
    """

    shown_in = ("redirects",)

    model = models.CharField(max_length=100)
    slug = models.CharField(max_length=100)
    thing = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=("model", "slug"), name="former_slugs_lead_to_one")]
        indexes = [models.Index(fields=("model", "thing"), name="former_slugs_of_a_thing")]

    def __str__(self):
        return f"{self.model} {self.slug} → {self.thing}"
