"""Questions about articles. What is visible is said in one place: `published`."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from news.enums import VISIBLE, ArticleStatus, SectionKind
from news.languages import with_presence_of


class ArticleQuerySet(models.QuerySet):
    """Questions about articles. Whatever visitors see starts with `published`."""

    def published(self, at=None):
        """Return what visitors may see at a moment (now by default): scheduled articles appear, expired ones go.

        Commentary about a release also waits for that release's moment (its embargo). Asked of the columns that the
        database keeps (`news.visibility`); `Article.is_public` spells it out.
        """
        at = at or timezone.now()
        return self.filter(
            Q(visible_until__isnull=True) | Q(visible_until__gt=at),
            visible_from__lte=at,
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
