"""Taking in a reader's comment: it waits for a moderator, and nobody can flood the desk."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from news.models import Comment

#: (how long, how many comments from one network in that time)
LIMITS = ((timedelta(minutes=10), 3), (timedelta(days=1), 20))
SAME_TEXT_AGAIN = timedelta(days=1)


class CommentRefused(ValidationError):
    """Why a comment is not taken in; `code` is "closed", "too_many" or "repeated"."""


def accept_comment(article, *, name, body, email="", language, network, at=None):
    """Keep a comment under an article that is known to be public, pending; refuse it with `CommentRefused`.

    The limits are counted in the database, one comment of a network after the other, so that they hold for all
    processes together.
    """
    if not article.comments_open:
        raise CommentRefused(_("This article is closed for comments."), code="closed")
    now = at or timezone.now()
    with transaction.atomic():
        _one_at_a_time(network)
        _refuse_flood(network, now)
        _refuse_repetition(article, body, now)
        return Comment.objects.create(
            article=article,
            name=name,
            body=body,
            email=email,
            language=language,
            network=network,
            created_at=now,
        )


def _refuse_flood(network, now):
    longest = max(span for span, _most in LIMITS)
    recent = list(
        Comment.objects.filter(network=network, created_at__gt=now - longest)
        .order_by()
        .values_list("created_at", flat=True)
    )
    for span, most in LIMITS:
        if sum(moment > now - span for moment in recent) >= most:
            raise CommentRefused(
                _(
                    "Several comments have just come from your network. Please wait a while and send yours again: "
                    "what you wrote is still here."
                ),
                code="too_many",
            )


def _refuse_repetition(article, body, now):
    same = Comment.objects.filter(article=article, body=body, created_at__gt=now - SAME_TEXT_AGAIN)
    if same.exists():
        raise CommentRefused(
            _(
                "The same comment has been sent under this article already. There is no need to send it again."
            ),
            code="repeated",
        )


def _one_at_a_time(network):
    """Let the comments of one network be counted one after the other.

    SQLite lets one transaction write at a time anyway; PostgreSQL needs a lock that is free again with the transaction.
    """
    if connection.vendor == "postgresql":
        key = int.from_bytes(bytes.fromhex(network[:16].rjust(16, "0")), signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
