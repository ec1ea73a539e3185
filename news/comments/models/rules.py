"""Models of what moderators set: the rules for reader comments, listed words, ready-made reasons, bans."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.comments.folding import folded
from news.enums import CommentStatus, ListedWordEffect, ProofWanted

from .network import NetworkKey


class CommentRules(models.Model):
    """The one row that says how comments are taken in. `news.comments.rules` reads it."""

    shown_in = ("comment-rules",)

    open = models.BooleanField(
        _("comments are open"),
        default=True,
        help_text=_("The switch for bad days: off, nobody can comment anywhere; what is there stays."),
    )
    closed_after_days = models.PositiveIntegerField(
        _("closed after so many days"),
        null=True,
        blank=True,
        help_text=_("Counted from the day an article appeared. Empty: never."),
    )
    trusted_after = models.PositiveIntegerField(
        _("approved at once after so many approved comments"),
        default=0,
        help_text=_("Only for readers who confirmed their e-mail address in the same browser. 0: nobody."),
    )
    most_links = models.PositiveIntegerField(_("links in one comment, at most"), default=2)
    proof = models.CharField(
        _("proof of work"),
        max_length=10,
        choices=ProofWanted.choices,
        default=ProofWanted.ATTACKED,
        help_text=_("The reader's browser calculates for about a second before it sends a comment."),
    )
    spam_above = models.PositiveSmallIntegerField(
        _("filed as spam from this suspicion on (per cent)"),
        default=98,
        help_text=_("More than 100: every comment waits for a moderator."),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("rules for comments")

    def __str__(self):
        return str(_("Rules for comments"))


class ListedWord(models.Model):
    """A word, or several, that holds a comment for a second look, files it as spam, or has it sent back.

    `folded` is how it is looked for (`news.comments.folding`): without letter case, width, look-alikes, spaces between
    letters.
    """

    word = models.CharField(_("word or words"), max_length=80)
    folded = models.CharField(max_length=160, unique=True, editable=False)
    effect = models.CharField(
        _("effect"), max_length=8, choices=ListedWordEffect.choices, default=ListedWordEffect.HOLD
    )
    note = models.CharField(_("note"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("listed word")
        verbose_name_plural = _("listed words")
        ordering = ["word"]

    def __str__(self):
        return self.word

    def save(self, *args, **kwargs):
        """Keep the form in which the word is looked for beside it."""
        self.folded = folded(self.word)
        super().save(*args, **kwargs)


class ReasonTemplate(models.Model):
    """A ready-made reason for a decision."""

    status = models.CharField(
        _("for the decision"),
        max_length=10,
        choices=[choice for choice in CommentStatus.choices if choice[0] != CommentStatus.PENDING],
    )
    text = models.CharField(_("reason"), max_length=200)
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("ready-made reason")
        verbose_name_plural = _("ready-made reasons")
        ordering = ["status", "order", "pk"]

    def __str__(self):
        return self.text or ""


class BanQuerySet(models.QuerySet):
    """Questions about bans."""

    def in_force(self, at=None):
        """Return the bans that hold at a moment, now by default."""
        return self.filter(until__gt=at or timezone.now())

    def ended(self, at=None):
        """Return the bans that hold no longer: what they needed is to be forgotten."""
        return self.filter(until__lte=at or timezone.now())


class Ban(models.Model):
    """A ban from commenting for a time, of a network, a browser or an e-mail address. It knows no more than it needs."""

    network = models.CharField(_("network"), max_length=80, blank=True, editable=False)
    browser = models.CharField(_("browser"), max_length=80, blank=True, editable=False)
    email = models.EmailField(_("e-mail"), blank=True, editable=False)
    key = models.ForeignKey(NetworkKey, models.PROTECT, null=True, editable=False, related_name="bans")
    until = models.DateTimeField(_("until"), db_index=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, verbose_name=_("moderator")
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    objects = BanQuerySet.as_manager()

    class Meta:
        verbose_name = _("ban")
        verbose_name_plural = _("bans")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        """Name no address: this is written into the history, and outlives the ban."""
        return _("Ban %(number)s (%(kind)s)") % {"number": self.pk, "kind": self.kind}

    @property
    def kind(self):
        """Return what kind of thing is banned, in words."""
        return str(
            _("an e-mail address") if self.email else _("a browser") if self.browser else _("a network")
        )
