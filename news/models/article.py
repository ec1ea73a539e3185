"""Articles: news, index knowledge and commentary (an article that names a release)."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from indexdata.models import Release
from indexdata.searching.documents import Searchable
from news.enums import PUBLIC, UNPUBLISHED, VISIBLE, ArticleStatus, SectionKind
from news.languages import Translated, with_presence_of
from news.richtext import clean_fields

from .picture import Picture
from .revision import Revision
from .section import Section
from .series import ArticleSeries
from .tag import TaggedItem


class ArticleQuerySet(models.QuerySet):
    """Questions about articles. Whatever visitors see starts with `published`."""

    def published(self, at=None):
        """Return what visitors may see at a moment (now by default): scheduled articles appear, expired ones go.

        Commentary about a release also waits for that release's moment (its embargo).
        """
        at = at or timezone.now()
        return self.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=at),
            Q(release__isnull=True) | Q(release__released_at__lte=at),
            status__in=PUBLIC,
            published_at__lte=at,
        )

    def at_stage(self, *stages):
        """Return articles whose newest text stands at one of the stages, drafts of published ones included."""
        return self.filter(Q(draft_status__in=stages) | Q(draft_status="", status__in=stages))

    def worked_on_by(self, user):
        """Return articles that a person began or was the last to change."""
        return self.filter(Q(author=user) | Q(latest_revision__author=user))

    def changing_by_themselves(self, start, end):
        """Return articles that appear, change or go by themselves between two moments."""
        published = Q(status=ArticleStatus.PUBLISHED)
        return self.filter(
            (published & Q(published_at__gt=start, published_at__lte=end))
            | Q(scheduled_for__gt=start, scheduled_for__lte=end)
            | (published & Q(expires_at__gt=start, expires_at__lte=end))
        )

    def without_translation(self):
        """Return articles that lack title or text in one of the languages."""
        lacking = Q()
        for code, _name in settings.LANGUAGES:
            for field in ("title", "body"):
                name = f"{field}_{code.replace('-', '_')}"
                lacking |= Q(**{name: ""}) | Q(**{f"{name}__isnull": True})
        return self.filter(lacking)

    def with_outdated_translation(self):
        """Return articles whose original has changed since it was translated."""
        return self.filter(translation_outdated=True)

    def ageing_since(self, moment):
        """Return articles on the site that nobody has changed or reviewed since a moment."""
        return self.published().filter(
            Q(reviewed_at__isnull=True) | Q(reviewed_at__lt=moment), updated_at__lt=moment
        )

    def news(self):
        """Return articles of News sections."""
        return self.filter(section__kind=SectionKind.NEWS)

    def commentary(self):
        """Return index commentary."""
        return self.filter(section__kind=SectionKind.COMMENTARY)

    def in_section(self, section):
        """Return the articles of one section."""
        return self.filter(section=section)

    def about(self, release):
        """Return the commentary that names a release."""
        return self.filter(release=release)

    def newest_first(self):
        """Return articles newest first; pinned order is stable between equal moments."""
        return self.order_by("-published_at", "-pk")

    def pinned_first(self, at=None):
        """Return articles with those that are pinned at a moment before the others, each newest first."""
        pinned = Case(When(pinned_until__gt=at or timezone.now(), then=0), default=1)
        return self.order_by(pinned, "-published_at", "-pk")

    def with_comment_count(self):
        """Return articles with what the page says about reader comments without another query.

        `comment_count` is how many are approved, `thread_count` how many threads the page shows; `comments_paused` and
        `comments_end_after` are the rules of the day (`CommentRules`).
        """
        from .comment import Comment
        from .comment_rules import CommentRules

        def number_of(comments):
            of_article = comments.filter(article=OuterRef("pk")).order_by().values("article")
            return Coalesce(Subquery(of_article.annotate(number=Count("pk")).values("number")), 0)

        rules = CommentRules.objects.order_by("pk")
        return self.annotate(
            comment_count=number_of(Comment.objects.filter(status__in=VISIBLE)),
            thread_count=number_of(Comment.objects.filter(parent=None, on_page=True)),
            comments_paused=Exists(rules.filter(open=False)),
            comments_end_after=Subquery(rules.values("closed_after_days")[:1]),
        )

    def for_list(self):
        """Return articles as lists show them: without bodies, with section, cover and release, newest first."""
        bodies = [f"body_{code.replace('-', '_')}" for code, _name in settings.LANGUAGES]
        return with_presence_of(self, bodies).select_related("section", "cover", "release").newest_first()

    def for_feed(self):
        """Return articles as feeds show them: with their bodies, newest first."""
        return self.select_related("section", "cover", "release").prefetch_related("tags").newest_first()


class Article(Searchable, Translated, models.Model):
    """A piece of news or of commentary.

    The id in its address is what counts; the slug is for people. A commentary names the release it is about.

    While an article is published its row holds what visitors read, and what editors save lies in its latest revision
    (`news.revisions`), whose stage is `draft_status`. An article that is not published has its newest text in the row.
    """

    translation_marker = ("title", "body")

    section = models.ForeignKey(Section, models.PROTECT, related_name="articles", verbose_name=_("section"))
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
    status = models.CharField(
        _("status"), max_length=12, choices=ArticleStatus.choices, default=ArticleStatus.DRAFT, db_index=True
    )
    draft_status = models.CharField(
        _("status of the draft"),
        max_length=12,
        choices=[choice for choice in ArticleStatus.choices if choice[0] in UNPUBLISHED],
        blank=True,
        default="",
        editable=False,
    )
    latest_revision = models.ForeignKey(
        Revision, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    live_revision = models.ForeignKey(
        Revision, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    scheduled_revision = models.ForeignKey(
        Revision, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    scheduled_languages = models.JSONField(default=list, blank=True, editable=False)
    scheduled_for = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    original_language = models.CharField(
        _("original language"),
        max_length=10,
        choices=settings.LANGUAGES,
        default="zh-hans",
        help_text=_("The other language is its translation."),
    )
    translation_basis = models.ForeignKey(
        Revision, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    translation_outdated = models.BooleanField(
        _("translation older than its original"), default=False, editable=False
    )
    published_at = models.DateTimeField(
        _("published at"),
        null=True,
        blank=True,
        help_text=_("A moment in the future schedules the article: it appears at its second."),
    )
    expires_at = models.DateTimeField(_("taken down at"), null=True, blank=True)
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
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("author"),
    )
    reviewed_at = models.DateTimeField(_("last reviewed"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

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
            models.Index(fields=["status", "-published_at", "-id"], name="article_newest"),
            models.Index(
                fields=["section", "status", "-published_at", "-id"], name="article_newest_in_section"
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
            clean_fields(self, "body")
        if not self.slug:
            self.slug = (
                slugify(self.title_en or "")[:120]
                or slugify(self.title_zh_hans or "", allow_unicode=True)[:120]
                or "article"
            )
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        name = "news:commentary-detail" if self.section.is_commentary else "news:article"
        return reverse(name, args=[self.section.slug, self.pk, self.slug])

    @property
    def row(self):
        """Return the article as its row stands, also when its newest content was put over it in memory."""
        return getattr(self, "_row", self)

    @property
    def has_draft(self):
        """Tell whether a published article has changes that are not published."""
        return bool(self.draft_status)

    @property
    def stage(self):
        """Return where the newest text stands: that of the draft of a published article, else of the article."""
        return self.draft_status or self.status

    @property
    def id_slug(self):
        """Return the last part of the address."""
        return f"{self.pk}-{self.slug}"

    def is_public(self, at=None):
        """Tell whether visitors may see the article at a moment (now by default)."""
        at = at or timezone.now()
        return (
            self.status in PUBLIC
            and self.published_at <= at
            and (self.expires_at is None or self.expires_at > at)
            and (self.release is None or self.release.released_at <= at)
        )
