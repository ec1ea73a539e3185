"""Reader comments and what moderators decided about them."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact, In
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.clocks import CLOCKS_DIFFER
from news.articles.models import Article
from news.enums import AWAITING_MODERATOR, VISIBLE, CommentStatus

LONGEST_COMMENT = 3000


class CommentQuerySet(models.QuerySet["Comment"]):
    """Questions about reader comments. Whatever visitors see starts with `visible` or `threads_under`."""

    def visible(self, at=None):
        """Return approved comments under articles that visitors may see."""
        public = Article.objects.published(at).order_by().filter(pk=OuterRef("article"))
        # Asked for each comment by the key of its article, so that the newest are found without listing all articles.
        return self.filter(Exists(public), status__in=VISIBLE)

    def visible_under(self, article):
        """Return the approved comments under an article that is known to be public, oldest first."""
        return self.filter(article=article, status__in=VISIBLE).order_by("created_at", "pk")

    def threads_under(self, article):
        """Return the comments that begin a thread on the page of an article, approved or holding approved replies."""
        return self.filter(article=article, parent=None, on_page=True)

    def pending(self):
        """Return comments that wait for a moderator, oldest first."""
        return self.filter(status__in=AWAITING_MODERATOR).order_by("created_at", "pk")

    def under(self, article):
        """Return the comments under an article, oldest first."""
        return self.filter(article=article).order_by("created_at", "pk")

    def written_within(self, span, at):
        """Return comments written in the last `span` before `at`; those ahead of it are older than a clock that was set back."""
        return self.filter(created_at__gt=at - span, created_at__lte=at + CLOCKS_DIFFER)

    def newest_first(self):
        """Return comments newest first."""
        return self.order_by("-created_at", "-pk")

    def newest(self, number, after=0):
        """Return the newest, so many left out, with their articles: ids, which an index holds in this order, then rows."""
        return list(self.newest_rows(number, after).select_related("article__section"))

    def newest_rows(self, number, after=0):
        """Return the question for the newest, so many left out: what it selects of others is the caller's choice."""
        keys = self.newest_first().values("pk")[after : after + number]
        return self.model.objects.filter(pk__in=keys).newest_first()

    def by_email(self, address):
        """Return the comments that were left with an e-mail address, in whatever letter case."""
        if not address:
            return self.none()
        return self.filter(self.of_addresses([address]))

    @staticmethod
    def of_addresses(addresses):
        """Return the condition that comments were left with one of some e-mail addresses, in whatever letter case.

        The database folds both sides: no letter case differs between its index and Python.
        """
        # The index leaves out comments without an address, and is used where the question does too.
        # One address is asked for by itself: the index then also gives the order, which a list of values does not.
        folded = [Lower(Value(one)) for one in addresses]
        is_one = Exact(Lower("email"), folded[0]) if len(folded) == 1 else In(Lower("email"), folded)
        return Q(is_one) & ~Q(email="")


class Comment(models.Model):
    """A comment of a visitor under an article. Nothing of it is public before it was approved.

    A reply names the comment that began its thread as `parent`: threads are two levels deep. `on_page` says that the
    comment takes a place on the page: it is approved, or holds approved replies (`reply_count`), which stay readable
    when it goes; both are kept up to date by `news.comments.moderating`.

    `network` and `browser` are keyed hashes (`news.comments.networks`), never an address; they are forgotten after 30
    days. `likeness` is the fingerprint by which near-copies are found. `suspicion` is the score between 0 and 1 of how
    much the comment looks like what moderators called spam, `signals` says why. `learned_as` is the status under which the
    filter counts its words, "" for none; None where that was not noted yet.
    """

    shown_in = ("comments",)
    hidden_unless = CommentStatus.APPROVED
    unseen_columns = ("email", "network", "browser", "likeness", "suspicion", "signals", "learned_as")

    article = models.ForeignKey(Article, models.CASCADE, related_name="comments", verbose_name=_("article"))
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies", verbose_name=_("reply to")
    )
    name = models.CharField(_("name"), max_length=60)
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Never shown."), db_index=True)
    body = models.TextField(_("text"), validators=[MaxLengthValidator(LONGEST_COMMENT)])
    language = models.CharField(_("language of the page"), max_length=10, choices=settings.LANGUAGES)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=CommentStatus.choices,
        default=CommentStatus.PENDING,
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    from_office = models.BooleanField(_("written by the index office"), default=False, editable=False)
    on_page = models.BooleanField(default=False, editable=False)
    reply_count = models.PositiveIntegerField(_("replies"), default=0, editable=False)
    network = models.CharField(_("network"), max_length=80, blank=True, editable=False, db_index=True)
    browser = models.CharField(_("browser"), max_length=80, blank=True, editable=False, db_index=True)
    likeness = models.BigIntegerField(null=True, editable=False)
    suspicion = models.FloatField(_("suspicion"), null=True, editable=False)
    learned_as = models.CharField(max_length=10, null=True, editable=False)
    signals = models.JSONField(_("why"), default=list, blank=True, editable=False)
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)
    demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)
    created_at = models.DateTimeField(_("written"), db_index=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader comment")
        verbose_name_plural = _("reader comments")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["article", "status", "created_at", "id"], name="comment_thread"),
            models.Index(
                fields=["article", "created_at", "id"],
                condition=Q(parent__isnull=True, on_page=True),
                name="threads_of_article",
            ),
            models.Index(
                fields=["parent", "created_at", "id"],
                condition=Q(parent__isnull=False, status="approved"),
                name="replies_of_thread",
            ),
            models.Index(Lower("email"), "id", condition=~Q(email=""), name="comments_of_address"),
            # Both also tell apart what waits and what was decided, in the order of lists.
            models.Index(fields=["status", "-created_at", "-id"], name="comments_newest"),
            models.Index(fields=["status", "language", "-created_at", "-id"], name="comments_newest_in"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(body=""), name="comments_say_something")]
        permissions = [("moderate_comment", _("Can moderate reader comments"))]

    def __str__(self):
        return _("%(name)s on “%(article)s”") % {"name": self.name, "article": self.article_named}

    def save(self, *args, **kwargs):
        """An approved comment takes its place on the page from the start."""
        if self._state.adding:
            self.on_page = self.status in VISIBLE
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        """Return the permanent address, which leads to the page of the thread that holds the comment."""
        return reverse("news:comment", args=[self.pk])

    @property
    def public_article(self):
        """Return the article while visitors may read it: moderators need to know no other. Reads `article__release`."""
        return self.article if self.article.is_public() else None

    @property
    def article_named(self):
        """Return the title of the article as far as visitors know it."""
        return str(self.public_article or _("an article that is not public"))

    @property
    def is_visible(self):
        """Tell whether visitors may read the comment itself, given that its article is public."""
        return self.status in VISIBLE


class ModerationEntry(models.Model):
    """One decision: who changed a comment's status from what to what, when and why.

    Without a moderator the portal decided by the rules: `reason` says which. One that `takes_back` leads to where the
    comment was before the last decision, and is not taken back itself.
    """

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="decisions", verbose_name=_("comment"))
    old = models.CharField(_("from"), max_length=10, choices=CommentStatus.choices)
    new = models.CharField(_("to"), max_length=10, choices=CommentStatus.choices)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("moderator")
    )
    reason = models.CharField(_("reason"), max_length=255, blank=True)
    takes_back = models.BooleanField(null=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_at", "-pk"]

    def __str__(self):
        return f"{self.get_old_display()} → {self.get_new_display()}"


class CommentTotal(models.Model):
    """The numbers of approved comments under an article and of threads on its page; no row for none."""

    shown_in = ("comments",)

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="comment_total")
    approved = models.IntegerField()
    threads = models.IntegerField()

    def __str__(self):
        return f"{self.article_id}: {self.approved}"
