"""Reader comments and what moderators decided about them."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from news.enums import AWAITING_MODERATOR, VISIBLE, CommentStatus

from .article import Article

LONGEST_COMMENT = 3000


class CommentQuerySet(models.QuerySet):
    """Questions about reader comments. Whatever visitors see starts with `visible`."""

    def visible(self, at=None):
        """Return approved comments under articles that visitors may see."""
        return self.filter(status__in=VISIBLE, article__in=Article.objects.published(at))

    def visible_under(self, article):
        """Return the approved comments under an article that is known to be public, oldest first."""
        return self.filter(article=article, status__in=VISIBLE).order_by("created_at", "pk")

    def pending(self):
        """Return comments that wait for a moderator, oldest first."""
        return self.filter(status__in=AWAITING_MODERATOR).order_by("created_at", "pk")

    def under(self, article):
        """Return the comments under an article, oldest first."""
        return self.filter(article=article).order_by("created_at", "pk")

    def newest_first(self):
        """Return comments newest first."""
        return self.order_by("-created_at", "-pk")


class Comment(models.Model):
    """What a visitor wrote under an article. Nothing of it is public before a moderator approved it.

    `network` is a keyed hash of the visitor's network, never the address itself.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="comments", verbose_name=_("article"))
    name = models.CharField(_("name"), max_length=60)
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Never shown."))
    body = models.TextField(_("text"), validators=[MaxLengthValidator(LONGEST_COMMENT)])
    language = models.CharField(_("language of the page"), max_length=10, choices=settings.LANGUAGES)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=CommentStatus.choices,
        default=CommentStatus.PENDING,
        db_index=True,
    )
    network = models.CharField(_("network"), max_length=64, blank=True, editable=False, db_index=True)
    demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)
    created_at = models.DateTimeField(_("written"), db_index=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader comment")
        verbose_name_plural = _("reader comments")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["article", "status", "created_at"], name="comment_thread")]
        constraints = [models.CheckConstraint(condition=~Q(body=""), name="comments_say_something")]
        permissions = [("moderate_comment", _("Can moderate reader comments"))]

    def __str__(self):
        return _("%(name)s on “%(article)s”") % {"name": self.name, "article": self.article}

    def get_absolute_url(self):
        return f"{self.article.get_absolute_url()}#comment-{self.pk}"


class ModerationEntry(models.Model):
    """One decision: who changed a comment's status from what to what, when and why."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="decisions", verbose_name=_("comment"))
    old = models.CharField(_("from"), max_length=10, choices=CommentStatus.choices)
    new = models.CharField(_("to"), max_length=10, choices=CommentStatus.choices)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("moderator")
    )
    reason = models.CharField(_("reason"), max_length=255, blank=True)
    decided_at = models.DateTimeField(_("decided"), auto_now_add=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_at", "-pk"]

    def __str__(self):
        return f"{self.get_old_display()} → {self.get_new_display()}"
