"""Revisions of articles."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from news.drafting.models import RevisionOf


class Revision(RevisionOf):
    """An article's whole content at one save."""

    thing = models.ForeignKey(
        "news.Article",
        models.CASCADE,
        related_name="revisions",
        db_column="article_id",
        verbose_name=_("article"),
    )

    class Meta(RevisionOf.Meta):
        constraints = [
            models.UniqueConstraint(fields=["thing", "number"], name="revisions_are_numbered_per_article")
        ]
