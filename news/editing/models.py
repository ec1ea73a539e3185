"""Models of editors' work between two saves: their working copies, who is at an article, notes on its passages."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.articles.models import Article, Revision
from news.enums import ArticleStatus

#: A window that has not been heard of for so long is closed; browsers let those nobody sees speak once a minute.
CLOSED_AFTER = timedelta(seconds=150)


class WorkingCopy(models.Model):
    """The text that one editor has typed into an article's form and not saved yet, as the form would send it.

    One per editor, article and window; `article` is empty while the article has never been saved. `base` is the revision
    the editor started from, `mark` names the state of the text that the browser sent, and `open_at` is when the window
    was last heard of, empty once it has been closed.
    """

    article = models.ForeignKey(
        Article,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="working_copies",
        verbose_name=_("article"),
    )
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="working_copies", verbose_name=_("editor")
    )
    window = models.CharField(_("window"), max_length=40, db_default="")
    base = models.ForeignKey(Revision, models.SET_NULL, null=True, blank=True, related_name="+")
    data = models.JSONField(_("typed"))
    mark = models.CharField(max_length=40, blank=True, db_default="")
    saved_at = models.DateTimeField(_("kept"), default=timezone.now)
    open_at = models.DateTimeField(_("window last seen"), null=True, blank=True)

    class Meta:
        verbose_name = _("working copy")
        verbose_name_plural = _("working copies")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "editor", "window"], name="one_working_copy_per_window"
            ),
            models.UniqueConstraint(
                fields=["editor", "window"],
                condition=Q(article__isnull=True),
                name="one_new_article_per_window",
            ),
        ]

    def __str__(self):
        return f"{self.editor}: {self.article or '–'}"

    @property
    def is_open(self):
        """Tell whether the window is still open, as far as one has heard."""
        return bool(self.open_at and self.open_at >= timezone.now() - CLOSED_AFTER)

    def get_edit_address(self):
        """Return where the text is brought back into its form."""
        if self.article_id:
            return reverse("admin:news_article_change", args=[self.article_id])
        return reverse("admin:news_article_add")


class Presence(models.Model):
    """An editor who has an article's form open in a window; the form says so every few seconds."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="presences", verbose_name=_("article"))
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("editor")
    )
    window = models.CharField(_("window"), max_length=40, db_default="")
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)
    typing_at = models.DateTimeField(_("last change"), null=True, blank=True)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [
            models.UniqueConstraint(fields=["article", "editor", "window"], name="present_once_per_window")
        ]

    def __str__(self):
        return f"{self.editor}: {self.article}"


#: Among so many of the newest notes are those to one person.
NOTES_LOOKED_THROUGH = 500


class SentBackQuerySet(models.QuerySet["SentBack"]):
    """Questions about what was sent back."""

    def in_force(self):
        """Return the notes about articles whose newest text is a draft that was not published since."""
        return self.filter(article__newest_stage=ArticleStatus.DRAFT).exclude(
            article__live_revision__gte=F("revision")
        )

    def to(self, user):
        """Return the notes to a person: about articles that they began or were the last to change, newest first.

        They are looked for among the newest notes of all: so the articles are found by their notes, not the other way round.
        """
        newest = self.model.objects.order_by("-sent_at", "-pk").values("pk")[:NOTES_LOOKED_THROUGH]
        mine = Q(article__author=user) | Q(article__latest_revision__author=user)
        return (
            self.filter(pk__in=list(newest.values_list("pk", flat=True)))
            .in_force()
            .filter(mine)
            .order_by("-sent_at", "-pk")
        )


class SentBack(models.Model):
    """The note with which an article was sent back to its author, the newest one; it goes when the article is submitted again.

    `revision` was the newest text then: once it, or a later one, is live, the note is about nothing any more.
    """

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="sent_back", verbose_name=_("article")
    )
    text = models.TextField(_("What has to change"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("person")
    )
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(_("sent back"), default=timezone.now)

    objects = SentBackQuerySet.as_manager()

    class Meta:
        verbose_name = _("note to the author")
        verbose_name_plural = _("notes to authors")

    def __str__(self):
        return self.text[:80]


class PassageNote(models.Model):
    """A note from one editor to the others about a passage of a text; it stays until somebody resolves it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="notes", verbose_name=_("article"))
    field = models.CharField(_("field"), max_length=40)
    quote = models.CharField(_("passage"), max_length=500, blank=True)
    text = models.TextField(_("note"), max_length=2000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )
    reply_to = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies", verbose_name=_("reply to")
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("resolved by"),
    )

    class Meta:
        verbose_name = _("note on a passage")
        verbose_name_plural = _("notes on passages")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return self.text[:80]


class PreviewLink(models.Model):
    """Permission for somebody without an account to read an article's draft until a day (`news.editing.preview`)."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="preview_links", verbose_name=_("article")
    )
    until = models.DateTimeField(_("valid until"))
    for_whom = models.CharField(_("for whom"), max_length=120, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.for_whom or str(self.made_at)
