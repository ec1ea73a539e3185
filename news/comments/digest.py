"""The moderators' daily letter: what waits, with links that decide after a second step."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.core import signing
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from foundation.background.work import in_background
from news.enums import CommentStatus
from news.letters.addresses import address_in
from news.letters.sending import LETTER_SECONDS, new_event, send_letter
from news.letters.staff import staff_who_may, with_choices
from news.permissions import MAY_MODERATE, user_can_moderate

from .models import Comment
from .moderating import last_decision

SHOWN = 20
LINK_GOOD_FOR = timedelta(days=3)
_SALT = "news.comments.digest"
OFFERED = (CommentStatus.APPROVED, CommentStatus.REJECTED, CommentStatus.SPAM)


@dataclass(frozen=True)
class RequestedDecision:
    """The step a link of a letter asks for: a decision of a moderator about a comment. `used_up` by any decision since the letter."""

    comment: Comment
    status: CommentStatus
    moderator: object
    used_up: bool = False

    @property
    def newest(self):
        """Return the newest decision about the comment, or None."""
        return self.comment.decisions.select_related("moderator").first()


def waiting():
    """Return (the comments the letter shows, how many wait in all); reported ones first, likely spam last."""
    comments = Comment.objects.pending()
    rows = (
        comments.annotate(open_reports=Count("reports", filter=Q(reports__handled_at=None)))
        .select_related("article__section", "article__release")
        .prefetch_related("decisions")
        .order_by("-open_reports", "suspicion", "created_at")
    )
    return list(rows[:SHOWN]), comments.order_by().count()


def send_digest(site, language, event=""):
    """Have the letter sent to every moderator who wants it, if anything waits; return how many are handed in.

    `site` is the root of links, `language` that of whoever has chosen none. With the same `event` nobody gets it twice.
    """
    if not Comment.objects.pending().exists():
        return 0
    people = with_choices(staff_who_may("moderate_comment"), "about_comments", language)
    event = event or new_event()
    for moderator, chosen in people:
        send_digest_letter.enqueue(moderator.pk, chosen.language, site, event)
    return len(people)


@in_background(
    "digest-letter", _("The moderators' daily letter"), concerns=MAY_MODERATE, seconds=LETTER_SECONDS
)
def send_digest_letter(user_id, language, site, event):
    """Send one moderator the letter about what waits, if anything does."""
    moderator = get_user_model().objects.filter(pk=user_id, is_active=True).first()
    return bool(moderator) and write_digest(moderator, language, site, event)


def write_digest(moderator, language, site, event):
    """Send one moderator the letter about what waits now; return whether it went."""
    shown, number = waiting()
    if not number or not user_can_moderate(moderator):
        return False
    context = {
        "number": number,
        "more": number - len(shown),
        "desk": address_in(language, site, "admin:news_comment_desk"),
        "choices": address_in(language, site, "admin:news_letterchoices_changelist"),
        "rows": [(comment, links(comment, moderator, site, language)) for comment in shown],
    }
    return send_letter(moderator.email, "digest", language, context, once_for=[event, moderator.pk])


def links(comment, moderator, site, language):
    """Return (label, address) of each decision offered, in the language of the letter."""
    decided = last_decision(comment)
    return [
        (
            status.label,
            address_in(language, site, "news:decide-comment", _token(comment, status, moderator, decided)),
        )
        for status in OFFERED
    ]


def asked_for(token):
    """Return what a link asks for, or None for one that is not ours, too old, or of somebody who may no longer."""
    try:
        pk, status, user, decided = signing.loads(token, salt=_SALT, max_age=LINK_GOOD_FOR)
    except (signing.BadSignature, ValueError):
        return None
    comment = Comment.objects.select_related("article__section", "article__release").filter(pk=pk).first()
    moderator = get_user_model().objects.filter(pk=user, is_active=True, is_staff=True).first()
    if comment is None or moderator is None or not user_can_moderate(moderator):
        return None
    return RequestedDecision(
        comment, CommentStatus(status), moderator, used_up=last_decision(comment) != decided
    )


def _token(comment, status, moderator, decided):
    return signing.dumps([comment.pk, status.value, moderator.pk, decided], salt=_SALT)
