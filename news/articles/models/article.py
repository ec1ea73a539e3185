"""Articles: news, index knowledge and commentary (an article that names a release)."""

from functools import lru_cache

from django.db import models
from django.db.models import F, Q
from django.urls import get_script_prefix, reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname
from taggit.managers import TaggableManager

from foundation.languages import Translated, field_suffix, in_languages
from indexdata.models import Release
from news.drafting.contents import ChosenInOrder, ChosenTags, ContentOf
from news.drafting.models import Drafted, pointer_to
from news.enums import ArticleStatus
from news.library.models import Picture
from news.tags.models import TaggedItem
from news.text.sanitising import clean_fields

from .questions import ArticleQuerySet
from .revision import Revision
from .section import Section
from .series import ArticleSeries


@lru_cache(maxsize=4096)
def _address(language, prefix, name, *parts):
    """Return an address, resolved once for all lists that show it; language and prefix only tell it from others."""
    return reverse(name, args=parts)


class Article(Translated, Drafted):
    """A piece of news or of commentary.

    The id in its address is what counts; the slug is for people. A commentary names the release it is about.

    Where its newest text lies says `news.drafting.models.Drafted`.
    """

    shown_in = ("articles",)
    also_changes = ("tags",)  # triggers: since when and until when what is tagged is visible
    translation_marker = ("title", "body")
    described = ContentOf(
        texts=("title", "summary", "body", "source_name"),
        title="title",
        summary="summary",
        body="body",
        rich=("body",),
        needed=("title", "body"),
        values=("slug", "featured", "comments_open", "source_url", "legacy_id"),
        moments=("published_at", "expires_at", "pinned_until"),
        links=("section", "release", "cover", "series"),
        required=("section",),
        collections=(ChosenTags(), ChosenInOrder("related")),
        own=("legacy_id",),
        uncopied=("slug", "featured", "series", "release"),
        uses=(
            ("cover", "picture"),
            ("release", "release"),
            ("section", "section"),
            ("series", "series"),
            ("tags", "tag"),
        ),
        picture="cover",
    )

    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("section")
    )
    slug = models.SlugField(
        _("slug"),
        max_length=120,
        blank=True,
        allow_unicode=True,
        help_text=_("Made from the title when left empty."),
    )
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True, max_length=500)
    body = models.TextField(_("text"), blank=True)
    latest_revision = pointer_to(Revision)
    live_revision = pointer_to(Revision)
    scheduled_revision = pointer_to(Revision)
    translation_basis = pointer_to(Revision)
    release = models.ForeignKey(
        Release,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("about the release"),
    )
    cover = models.ForeignKey(
        Picture,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="covered_articles",
        verbose_name=_("cover picture"),
    )
    series = models.ForeignKey(
        ArticleSeries,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("series"),
    )
    related = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="related_from",
        verbose_name=_("related articles"),
        help_text=_(
            "Shown first under the article; what is left is filled with articles that share its tags."
        ),
    )
    tags = TaggableManager(through=TaggedItem, blank=True, verbose_name=_("tags"))
    featured = models.BooleanField(
        _("featured"), default=False, help_text=_("Shown first on the front page.")
    )
    pinned_until = models.DateTimeField(
        _("pinned until"),
        null=True,
        blank=True,
        help_text=_("Stands first in its section and in its list until then."),
    )
    comments_open = models.BooleanField(_("open for reader comments"), default=True)
    source_name = models.CharField(_("source"), max_length=160, blank=True)
    source_url = models.URLField(_("source address"), max_length=500, blank=True)
    legacy_id = models.PositiveIntegerField(_("id on the old site"), null=True, blank=True)
    # Kept by the database itself: what they mean is said in `news.visibility.definition`. A row in memory may be behind.
    section_kind = models.CharField(max_length=12, null=True, editable=False)
    visible_from = models.DateTimeField(null=True, editable=False)
    visible_until = models.DateTimeField(null=True, editable=False)
    half_translated = models.BooleanField(null=True, editable=False)
    newest_stage = models.CharField(max_length=12, null=True, editable=False)
    reviewed_at = models.DateTimeField(_("last reviewed"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=ArticleStatus.PUBLISHED) | Q(published_at__isnull=False),
                name="published_articles_have_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status=ArticleStatus.PUBLISHED) | Q(section__isnull=False),
                name="published_articles_have_a_section",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True)
                | Q(published_at__isnull=True)
                | Q(expires_at__gt=F("published_at")),
                name="taken_down_after_published",
            ),
            models.UniqueConstraint(
                fields=["legacy_id"], condition=Q(legacy_id__isnull=False), name="old_article_ids_are_unique"
            ),
        ]
        indexes = [
            # Lists for visitors: what decides whether a row is shown lies in the index behind the order.
            models.Index(
                fields=["section_kind", "-published_at", "-id", "visible_from", "visible_until"],
                condition=Q(visible_from__isnull=False),
                name="article_newest_of_kind",
            ),
            models.Index(
                fields=["section", "-published_at", "-id", "visible_from", "visible_until"],
                name="article_newest_in_section",
            ),
            models.Index(
                fields=["-published_at", "-id", "visible_from", "visible_until"], name="article_newest"
            ),
            models.Index(
                fields=["-published_at", "-id"], condition=Q(featured=True), name="article_featured"
            ),
            models.Index(
                fields=["pinned_until"], condition=Q(pinned_until__isnull=False), name="article_pinned"
            ),
            # What comes and goes by itself.
            models.Index(
                fields=["visible_from"], condition=Q(visible_from__isnull=False), name="article_coming"
            ),
            models.Index(
                fields=["visible_until"], condition=Q(visible_until__isnull=False), name="article_going"
            ),
            # Lists for staff.
            models.Index(fields=["newest_stage", "-published_at", "-id"], name="article_stage"),
            models.Index(fields=["newest_stage", "updated_at", "id"], name="article_stage_changed"),
            models.Index(fields=["newest_stage", "staged_at", "id"], name="article_waiting"),
            models.Index(
                fields=["updated_at", "id"],
                condition=Q(visible_from__isnull=False),
                name="article_oldest_change",
            ),
            models.Index(
                fields=["-updated_at", "-id"],
                condition=Q(half_translated=True, visible_from__isnull=False),
                name="article_half_translated",
            ),
            models.Index(
                fields=["-updated_at", "-id"], condition=Q(translation_outdated=True), name="article_outdated"
            ),
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(translation_outdated=True),
                name="article_newest_outdated",
            ),
            models.Index(
                fields=["-published_at", "-id"], condition=Q(comments_open=False), name="article_closed"
            ),
        ]
        permissions = [
            ("approve_article", _("Can approve articles")),
            ("publish_article", _("Can publish and withdraw articles")),
        ]

    def __str__(self):
        return self.title or str(_("(untitled)"))

    def save(self, *args, **kwargs):
        if kwargs.get("update_fields") is None:
            clean_fields(self, *in_languages("body"))
        if not self.slug:
            own, *names = in_languages("title")
            others = [getattr(self, name) or "" for name in names]
            self.slug = (
                slugify(getattr(self, own) or "")[:120]
                or next((slug for text in others if (slug := slugify(text, allow_unicode=True)[:120])), "")
                or "article"
            )
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        """Return the address of the page; "" of a draft that waits for its section, which decides the address."""
        if self.section is None:
            return ""
        name = "news:commentary-detail" if self.section.is_commentary else "news:article"
        return _address(get_language(), get_script_prefix(), name, self.section.slug, self.pk, self.slug)

    def is_written_in(self, code):
        """Tell whether the article is really written in a language; lists, which leave the texts out, ask the stored column."""
        if build_localized_fieldname("body", code) in self.get_deferred_fields():
            return bool(getattr(self, f"in_{field_suffix(code)}"))
        return super().is_written_in(code)

    @property
    def id_slug(self):
        """Return the last part of the address."""
        return f"{self.pk}-{self.slug}"

    @property
    def appears_at(self):
        """Return the moment from which visitors may see a published article; None while that is not known.

        Commentary waits for its release, which may wait for its approval or its date.
        """
        if self.release is None or self.published_at is None:
            return self.published_at
        public_at = self.release.public_at
        return None if public_at is None else max(self.published_at, public_at)


for _name in in_languages(
    "in"
):  # whether the article is really written in a language: kept by the database itself, too
    Article.add_to_class(_name, models.BooleanField(null=True, editable=False))
