"""Publishing articles: submit, send back, approve, publish or schedule, withdraw.

Every verb takes the article and who does it, refuses with a `PublishingError` that carries a sentence for people,
changes the article in one transaction and leaves a line in the history. What visitors see follows from the article's
status and moments; the page cache hears of the change by itself.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from indexdata.journal import note

from .enums import UNPUBLISHED, ArticleStatus
from .models import Article
from .permissions import user_can_approve_article, user_can_edit_article, user_can_publish_article

SUBMITTABLE = frozenset({ArticleStatus.DRAFT, ArticleStatus.WITHDRAWN})
REVIEWED = frozenset({ArticleStatus.IN_REVIEW, ArticleStatus.APPROVED})
PUBLISHABLE = UNPUBLISHED | {ArticleStatus.WITHDRAWN}


class PublishingError(ValidationError):
    """Why an article cannot take the step that was asked for."""

    def __str__(self):
        return " ".join(self.messages)


def submit(article, by):
    """Ask for review: draft or withdrawn → in review."""
    _require(user_can_edit_article(by, article), _("You may not change this article."))
    _require_content(article)
    _move(article, by, SUBMITTABLE, ArticleStatus.IN_REVIEW, _("Submitted for review."))


def send_back(article, by, note_to_author):
    """Give an article back to its author with a note: in review or approved → draft."""
    _require(user_can_approve_article(by), _("You may not review articles."))
    _require(note_to_author.strip(), _("Say what has to change, so that the author can act on it."))
    sentence = _("Sent back: %(note)s") % {"note": note_to_author.strip()}
    _move(article, by, REVIEWED, ArticleStatus.DRAFT, sentence)


def approve(article, by):
    """Approve an article: in review → approved."""
    _require(user_can_approve_article(by), _("You may not approve articles."))
    _require_content(article)
    _move(article, by, {ArticleStatus.IN_REVIEW}, ArticleStatus.APPROVED, _("Approved."))


def publish(article, by, at=None):
    """Publish an article at a moment: the one given, else the one it names, else now.

    A moment in the future schedules it. An article that is scheduled or live already can be published anew at another
    moment.
    """
    _require(user_can_publish_article(by), _("You may not publish articles."))
    _require_content(article)
    now = timezone.now()
    moment = at or article.published_at or now
    _require(
        article.expires_at is None or article.expires_at > moment,
        _("The article would be taken down before it appears. Change the moment it is taken down."),
    )
    article.published_at = moment
    written = {"moment": date_format(timezone.localtime(moment), "DATETIME_FORMAT")}
    sentence = (
        _("Scheduled for %(moment)s.") % written
        if moment > now
        else _("Published, dated %(moment)s.") % written
    )
    _move(article, by, PUBLISHABLE | {ArticleStatus.PUBLISHED}, ArticleStatus.PUBLISHED, sentence)


def publish_now(article, by):
    """Publish at this moment what is scheduled for a later one."""
    publish(article, by, timezone.now())


def withdraw(article, by):
    """Take an article off the site: published or scheduled → withdrawn."""
    _require(user_can_publish_article(by), _("You may not withdraw articles."))
    _move(article, by, {ArticleStatus.PUBLISHED}, ArticleStatus.WITHDRAWN, _("Withdrawn."))


def steps(article, by, at=None):
    """Return the names of the verbs that `by` may use on the article now, in the order of an article's life."""
    status = article.status
    scheduled = status == ArticleStatus.PUBLISHED and article.published_at > (at or timezone.now())
    possible = {
        "submit": status in SUBMITTABLE and user_can_edit_article(by, article),
        "send_back": status in REVIEWED and user_can_approve_article(by),
        "approve": status == ArticleStatus.IN_REVIEW and user_can_approve_article(by),
        "publish": status in PUBLISHABLE and user_can_publish_article(by),
        "publish_now": scheduled and user_can_publish_article(by),
        "withdraw": status == ArticleStatus.PUBLISHED and user_can_publish_article(by),
    }
    return [verb for verb, allowed in possible.items() if allowed]


def next_change(after):
    """Return the earliest moment after `after` at which an article appears or goes by itself, or None."""
    moments = (
        Article.objects.filter(published_at__gt=after).aggregate(at=Min("published_at"))["at"],
        Article.objects.filter(expires_at__gt=after).aggregate(at=Min("expires_at"))["at"],
    )
    return min((moment for moment in moments if moment), default=None)


def _move(article, by, allowed, status, sentence):
    """Set the status if the article, as it stands in the database, is in one of the `allowed` ones."""
    with transaction.atomic():
        stored = Article.objects.select_for_update().values_list("status", flat=True).get(pk=article.pk)
        if stored not in allowed:
            raise PublishingError(
                _("This cannot be done with an article that is “%(status)s”.")
                % {"status": ArticleStatus(stored).label},
                code="state",
            )
        article.status = status
        article.save(update_fields=["status", "published_at", "updated_at"])
        note(by, [article], sentence)


def _require(allowed, sentence):
    if not allowed:
        raise PublishingError(sentence, code="refused")


def _require_content(article):
    _require(article.languages, _("The article needs a title and a text in at least one language."))
