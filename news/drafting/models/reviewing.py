"""Messages between those who write and those who read a draft: notes to the author, notes on passages, preview links."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from news.enums import ArticleStatus

#: Among so many of the newest notes are those to one person.
NOTES_LOOKED_THROUGH = 500


class NoteToAuthorQuerySet(models.QuerySet):
    """Questions about what was sent back."""

    def in_force(self):
        """Return the notes about things whose newest text is a draft that was not published since."""
        draft = Q(thing__draft_status=ArticleStatus.DRAFT) | Q(
            thing__draft_status="", thing__status=ArticleStatus.DRAFT
        )
        return self.filter(draft).exclude(thing__live_revision__gte=F("revision"))

    def to(self, user):
        """Return the notes to a person: about things that they began or were the last to change, newest first.

        They are looked for among the newest notes of all: so the things are found by their notes, not the other way round.
        """
        newest = self.model._default_manager.order_by("-sent_at", "-pk").values("pk")[:NOTES_LOOKED_THROUGH]
        mine = Q(thing__author=user) | Q(thing__latest_revision__author=user)
        return (
            self.filter(pk__in=list(newest.values_list("pk", flat=True)))
            .in_force()
            .filter(mine)
            .order_by("-sent_at", "-pk")
        )


class NoteToAuthor(models.Model):
    """The note with which a thing was sent back to its author, the newest one; it goes when the thing is submitted again.

    A kind's own add `thing`, as its `sent_back`, and `revision`, which was the newest text then: once it, or a later one, is
    live, the note is about nothing any more.
    """

    text = models.TextField(_("What has to change"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("person")
    )
    sent_at = models.DateTimeField(_("sent back"), default=timezone.now)

    objects = NoteToAuthorQuerySet.as_manager()

    class Meta:
        abstract = True
        verbose_name = _("note to the author")
        verbose_name_plural = _("notes to authors")

    def __str__(self):
        return self.text[:80]


class NoteOnPassageQuerySet(models.QuerySet):
    """Questions about notes on passages."""

    def to(self, user):
        """Return what others tell a person: open threads about things that they began or were the last to change, oldest first."""
        mine = Q(thing__author=user) | Q(thing__latest_revision__author=user)
        return (
            self.filter(mine, reply_to=None, resolved_at=None)
            .exclude(author=user)
            .select_related("thing")
            .order_by("created_at", "pk")
        )


class NoteOnPassage(models.Model):
    """A note from one editor to the others about a passage of a text; it stays until somebody resolves it.

    A kind's own add `thing`, as its `notes`.
    """

    told_when_deleted = True

    field = models.CharField(_("field"), max_length=40)
    quote = models.CharField(_("passage"), max_length=500, blank=True)
    text = models.TextField(pgettext_lazy("on passages", "note"), max_length=2000)
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

    objects = NoteOnPassageQuerySet.as_manager()

    class Meta:
        abstract = True
        verbose_name = _("note on a passage")
        verbose_name_plural = _("notes on passages")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return self.text[:80]


class ShownToOthers(models.Model):
    """Permission for somebody without an account to read a thing's draft until a day (`news.editing.preview`).

    A kind's own add `thing`, as its `preview_links`.
    """

    told_when_deleted = True

    until = models.DateTimeField(_("valid until"))
    for_whom = models.CharField(_("for whom"), max_length=120, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        abstract = True
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.for_whom or str(self.made_by)
