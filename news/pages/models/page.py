"""Information pages: about, methodology, data use, privacy, accessibility, moderation policy."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.languages import Translated, in_languages
from news.drafting.contents import ContentOf
from news.drafting.models import Drafted, DraftedQuerySet, pointer_to
from news.enums import ArticleStatus
from news.text.sanitising import clean_fields

#: The page that stands at the address of About Us itself.
FRONT_SLUG = "about-us"


class PageQuerySet(DraftedQuerySet):
    """Questions about information pages."""

    def ageing_since(self, moment):
        """Return pages that nobody has changed since a moment."""
        return self.filter(updated_at__lt=moment)


class Page(Translated, Drafted):
    """An information page under About Us, with a draft beside what visitors read (`news.drafting.models.Drafted`)."""

    shown_in = ("pages",)
    translation_marker = ("title", "body")
    described = ContentOf(
        texts=("title", "body"),
        title="title",
        body="body",
        rich=("body",),
        needed=("title", "body"),
        values=("slug", "order"),
        own=("slug",),
    )

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=160)
    body = models.TextField(_("text"))
    order = models.PositiveIntegerField(_("order"), default=0)
    latest_revision = pointer_to("news.PageRevision")
    live_revision = pointer_to("news.PageRevision")
    scheduled_revision = pointer_to("news.PageRevision")
    translation_basis = pointer_to("news.PageRevision")

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")
        ordering = ["order", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=ArticleStatus.PUBLISHED) | Q(published_at__isnull=False),
                name="published_pages_have_a_moment",
            )
        ]

    def __str__(self):
        return self.title or self.slug

    def save(self, *args, **kwargs):
        if kwargs.get("update_fields") is None:
            clean_fields(self, *in_languages("body"))
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        if self.slug == FRONT_SLUG:
            return reverse("news:about")
        return reverse("news:page", args=[self.slug])
